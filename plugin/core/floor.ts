import type { Hit } from "../../client/store.ts";
import { contentWords, sharedWords } from "./words.ts";

/** Below which a hit is not shown. Scores of 0..1. */
export interface Floor {
  /** Asked of the store: hits below aren't even sent. */
  least: number;
  /** Enough alone. */
  semantic: number;
  /** Enough when the message and the memory share two words that carry meaning. */
  semanticWithWords: number;
  /** Share of the query's information in the memory: enough with two shared words … */
  keyword: number;
  /** … and with one. */
  keywordOneWord: number;
}

/**
 * Measured on tests/samples/open/offtopic.json: 60 memories of one project, 37 off-topic messages, 39
 * on-topic ones; `deno run -A tasks/floor.ts` repeats it.
 *
 * - server: cosine similarity (MiniLM on the reference server). The best hit of off-topic messages
 *   reaches 0.361 and, where two words are shared, 0.24; of 40 expected hits 33 are above 0.365.
 * - embedded: coverage of the query's information by words. Off-topic reaches 0.122 with one shared
 *   word and 0.08 never with two. With an embedder its semantic part counts as the server's does.
 */
export const FLOORS: Readonly<Record<"server" | "embedded", Floor>> = {
  server: { least: 0.05, semantic: 0.365, semanticWithWords: 0.27, keyword: 2, keywordOneWord: 2 },
  embedded: {
    least: 0.04,
    semantic: 0.365,
    semanticWithWords: 0.27,
    keyword: 0.08,
    keywordOneWord: 0.125,
  },
};

/** So much of the message's words in a memory is enough on any scale of scores. */
const WORDS_SHARE = 0.4;

/** Does the hit help with the message? */
export function isRelevant(hit: Hit, query: string, backend: "server" | "embedded"): boolean {
  const floor = FLOORS[backend];
  const semantic = hit.parts?.semantic ?? (backend === "server" ? hit.score : 0);
  const keyword = hit.parts?.keyword ?? (backend === "embedded" ? hit.score : 0);
  if (semantic >= floor.semantic) return true;
  const words = new Set(contentWords(query));
  const shared = sharedWords(words, contentWords(hit.text)).length;
  if (shared < 2) return shared === 1 && keyword >= floor.keywordOneWord;
  return semantic >= floor.semanticWithWords || keyword >= floor.keyword ||
    shared / words.size >= WORDS_SHARE;
}
