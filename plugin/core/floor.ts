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
 * Measured on tests/samples/open/offtopic.json (60 memories of one project, 37 off-topic messages, 41
 * memories expected for 39 on-topic ones); `deno run -A tasks/measure_floor.ts` repeats it,
 * and with `--choose` finds the best values for other scores, as those of another embedder.
 *
 * - server: cosine similarity (of MiniLM on the server that was measured). The best hit of an
 *   off-topic message reaches 0.366, and 0.24 where two words are shared. So set, 1 of 37 off-topic
 *   messages gets a block and 38 of 41 expected memories are shown. Other embedders have other scales:
 *   the share of words below holds on any.
 * - embedded, words alone: off-topic hits reach 0.154 with one shared word, and hardly share two. 0 of
 *   37, 32 of 41. With the package's own embedder, whose cosines lie higher than the original MiniLM's,
 *   0 of 37, 36 of 41.
 *
 * A higher floor costs more than it saves: on tests/eval/coding with the original MiniLM, 0.5 instead
 * of 0.365 kept 3 more of 15 unanswerable questions without a block, and 10 more of 105 others without
 * their answer.
 */
export const FLOORS: Readonly<Record<"server" | "embedded", Floor>> = {
  server: { least: 0.05, semantic: 0.365, semanticWithWords: 0.27, keyword: 2, keywordOneWord: 2 },
  embedded: {
    least: 0.04,
    semantic: 0.49,
    semanticWithWords: 0.27,
    keyword: 0.08,
    keywordOneWord: 0.18,
  },
};

/** So much of the message's words in a memory is enough on any scale of scores. */
const WORDS_SHARE = 0.4;

/** Does the hit help with the message? */
export function isRelevant(
  hit: Hit,
  query: string,
  backend: "server" | "embedded",
  floor: Floor = FLOORS[backend],
): boolean {
  // A server's score is the similarity until a row has the query's words: then it is half of that.
  const semantic = hit.parts?.semantic || (backend === "server" ? hit.score : 0);
  const keyword = hit.parts?.keyword ?? (backend === "embedded" ? hit.score : 0);
  if (semantic >= floor.semantic) return true;
  const words = new Set(contentWords(query));
  const shared = sharedWords(words, contentWords(hit.text)).length;
  if (shared < 2) return shared === 1 && keyword >= floor.keywordOneWord;
  return semantic >= floor.semanticWithWords || keyword >= floor.keyword ||
    shared / words.size >= WORDS_SHARE;
}
