/** The vectors of the texts asked for last. */
export class VectorCache {
  readonly #vectors = new Map<string, Float32Array>();

  /** @param size Texts that are kept. */
  constructor(readonly size: number) {}

  /** A copy, which the caller may change. */
  get(text: string): Float32Array | undefined {
    const vector = this.#vectors.get(text);
    if (vector === undefined) return undefined;
    // A Map keeps the order of insertion: the first is the one not asked for the longest.
    this.#vectors.delete(text);
    this.#vectors.set(text, vector);
    return vector.slice();
  }

  /** Keeps a copy, and forgets the text that wasn't asked for the longest. */
  set(text: string, vector: Float32Array): void {
    this.#vectors.delete(text);
    this.#vectors.set(text, vector.slice());
    const [oldest] = this.#vectors.keys();
    if (this.#vectors.size > this.size && oldest !== undefined) this.#vectors.delete(oldest);
  }
}
