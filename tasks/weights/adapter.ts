/**
 * The adapter: what MiniLM has learned about developers' questions (tasks/training/encoder), as a
 * low-rank change of its matrices: `matrix += up @ (scale * down)`, factors in int8.
 */
import { openTensors, type Original } from "./source.ts";

const FILE = new URL("adapter.safetensors", import.meta.url);

/** The original with the adapter added in; in plain double arithmetic, so the same on each machine. */
export async function adapt(original: Original): Promise<Original> {
  const adapter = openTensors(await Deno.readFile(FILE));
  return {
    ...original,
    tensor: (name) => {
      const values = original.tensor(name);
      const base = name.replace(/\.weight$/, "");
      if (base === name || !adapter.names.includes(`${base}.up`)) return values;
      addProduct(values, {
        up: adapter.bytes(`${base}.up`),
        down: adapter.bytes(`${base}.down`),
        scale: adapter.tensor(`${base}.scale`),
      });
      return values;
    },
  };
}

/** The change of one matrix: `up` has a row of factors for each of its rows, `down` one row a rank. */
export interface Change {
  up: Int8Array;
  down: Int8Array;
  /** One a rank. */
  scale: Float32Array;
}

/** Adds a change to a matrix in place. */
export function addProduct(matrix: Float32Array, { up, down, scale }: Change): void {
  const rank = scale.length;
  const width = down.length / rank;
  const sums = new Float64Array(width);
  for (let row = 0; row * width < matrix.length; row++) {
    sums.fill(0);
    for (let k = 0; k < rank; k++) {
      const factor = up[row * rank + k]! * scale[k]!;
      if (factor === 0) continue;
      for (let i = 0; i < width; i++) sums[i]! += factor * down[k * width + i]!;
    }
    for (let i = 0; i < width; i++) matrix[row * width + i]! += sums[i]!;
  }
}
