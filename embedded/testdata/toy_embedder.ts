import type { Embedder } from "../embedder.ts";

/** Words that mean the same to {@link makeToyEmbedder}. */
const MEANINGS: Record<string, string> = { automobile: "car", vehicle: "car", cars: "car" };

/** A toy embedder and what a test may do to it. */
export interface ToyEmbedder extends Embedder {
  /** Texts embedded so far. */
  texts: string[];
  /** When set, every call fails with it. */
  failure: Error | undefined;
  /** @inheritdoc */
  ready: boolean;
}

/** An embedder in which texts are near when they share words, synonyms counted as one word. */
export function makeToyEmbedder(id = "toy", dimensions = 64): ToyEmbedder {
  const embedder: ToyEmbedder = {
    id,
    dimensions,
    ready: true,
    texts: [],
    failure: undefined,
    embed(texts) {
      if (embedder.failure !== undefined) return Promise.reject(embedder.failure);
      embedder.texts.push(...texts);
      return Promise.resolve(texts.map((text) => embed(text, dimensions)));
    },
    close: () => Promise.resolve(),
  };
  return embedder;
}

function embed(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    let hash = 7;
    for (const letter of MEANINGS[word] ?? word) {
      hash = (Math.imul(hash, 31) + letter.codePointAt(0)!) >>> 0;
    }
    vector[hash % dimensions]! += 1;
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((part) => part / length);
}
