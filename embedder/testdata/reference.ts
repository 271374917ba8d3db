/** The reference of testdata/: texts, and what the original model makes of them. */
import texts from "./texts.json" with { type: "json" };
import rows from "./reference.json" with { type: "json" };

/** A text with its tokens (without start and end) and its vector from the original model. */
export interface Reference {
  text: string;
  ids: number[];
  /** Cosine with a unit vector. */
  cosine(vector: Float32Array): number;
}

/** Made by tasks/weights/make_reference.py. */
export const references: Reference[] = rows.map(({ ids, vector }, i) => {
  const bytes = Uint8Array.from(atob(vector), (letter) => letter.charCodeAt(0));
  const parts = new Int8Array(bytes.buffer);
  const length = Math.hypot(...parts);
  return {
    text: texts[i]!,
    ids: ids.split(" ").filter((id) => id !== "").map(Number),
    cosine: (other) => other.reduce((sum, part, k) => sum + part * parts[k]!, 0) / length,
  };
});
