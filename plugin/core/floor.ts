import type { Hit } from "../../client/store.ts";
import { contentWords, sharedWords } from "./words.ts";

/** Where scores come from: a server, the embedded store, or that without vectors. */
export type Scores = "server" | "embedded" | "words";

/** Below which a hit is not shown. Scores and shares of 0..1. */
export interface Floor {
  /** Meaning that is enough alone. */
  semantic: number;
  /** Meaning that is enough when the message and the memory share two words that carry meaning. */
  semanticWithWords: number;
  /** Share of the query's information in the memory: enough with two shared words … */
  keyword: number;
  /** … and with one. */
  keywordOneWord: number;
  /** Share of the message's words in the memory: enough with two shared words. */
  share: number;
}

/** Hits with a lower score of their store, 0..1, aren't even sent. */
export const LEAST: Readonly<Record<"server" | "embedded", number>> = {
  server: 0.05,
  embedded: 0.04,
};

/**
 * Chosen by `deno run -A tasks/measure_floor.ts --choose`, which says on what; docs/bench.md has what
 * they achieve.
 *
 * - server: cosines of the server's own MiniLM. Other embedders have other scales: the share of words
 *   holds on any.
 * - embedded: cosines of the package's embedder.
 * - words: the embedded store without vectors, or a row whose vector isn't there yet.
 *
 * `keywordOneWord` would be 0.6 by those sets, which hold hardly any question with one word that carries
 * meaning. "What does the mailer use?" reaches 0.59 with its answer; 0.4 costs 1 to 5 blocks of 172.
 */
export const FLOORS: Readonly<Record<Scores, Floor>> = {
  server: {
    semantic: 0.39,
    semanticWithWords: 0.34,
    keyword: 2,
    keywordOneWord: 2,
    share: 0.4,
  },
  embedded: {
    semantic: 0.47,
    semanticWithWords: 0.46,
    keyword: 0.12,
    keywordOneWord: 0.4,
    share: 0.45,
  },
  words: { semantic: 2, semanticWithWords: 2, keyword: 0.12, keywordOneWord: 0.4, share: 0.45 },
};

/** What a hit has to be judged by. */
export interface Signs {
  scores: Scores;
  semantic: number;
  keyword: number;
  /** Words that carry meaning, in the message and in the memory. */
  shared: number;
  /** Their share of the message's. */
  share: number;
}

/** Reads the signs of a query's hits. */
export function signReader(query: string, backend: "server" | "embedded"): (hit: Hit) => Signs {
  const words = new Set(contentWords(query));
  return ({ text, score, parts }) => {
    const shared = sharedWords(words, contentWords(text)).length;
    const common = { shared, share: words.size === 0 ? 0 : shared / words.size };
    // A server's score is the similarity until a row has the query's words: then it is half of that.
    if (backend === "server") {
      return { ...common, scores: "server", semantic: parts?.semantic || score, keyword: 0 };
    }
    const { semantic = 0, keyword = score } = parts ?? {};
    // Coverage stands in for the cosine of a row without a vector.
    const scores = semantic === 0 || semantic === keyword ? "words" : "embedded";
    return { ...common, scores, semantic, keyword };
  };
}

/** Is a hit with these signs above the floor? */
export function isAbove(floor: Floor, { semantic, keyword, shared, share }: Signs): boolean {
  if (semantic >= floor.semantic) return true;
  if (shared < 2) return shared === 1 && keyword >= floor.keywordOneWord;
  return semantic >= floor.semanticWithWords || keyword >= floor.keyword || share >= floor.share;
}

/** The hits of a query that help with it. */
export function relevant<T extends Hit>(
  hits: readonly T[],
  query: string,
  backend: "server" | "embedded",
): T[] {
  const signsOf = signReader(query, backend);
  return hits.filter((hit) => {
    const signs = signsOf(hit);
    return isAbove(FLOORS[signs.scores], signs);
  });
}
