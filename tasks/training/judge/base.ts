/**
 * Writes the matrices of the embedding model as they are after quantising, one file of float32 each, into
 * the given folder: `deno run -A tasks/training/judge/base.ts FOLDER`.
 */
import { join } from "node:path";
import { MODEL } from "../../../embedder/weights.ts";
import { adapt } from "../../weights/adapter.ts";
import { concat, LAYER_FORM, TOKEN_FORM } from "../../weights/make_weights.ts";
import { dequantise, type Form, quantise } from "../../weights/quantize.ts";
import { openOriginal } from "../../weights/source.ts";

const [folder] = Deno.args;
if (folder === undefined) {
  console.error("Usage: deno run -A tasks/training/judge/base.ts FOLDER");
  Deno.exit(2);
}
await Deno.mkdir(folder, { recursive: true });
const original = await adapt(await openOriginal());
/** Matrices that are quantised as one; their rows stand one below the other. */
const LAYER = [
  ["attention.self.query", "attention.self.key", "attention.self.value"],
  ["attention.output.dense"],
  ["intermediate.dense"],
  ["output.dense"],
];

await write(["embeddings.word_embeddings.weight"], TOKEN_FORM);
for (let layer = 0; layer < MODEL.layers; layer++) {
  for (const names of LAYER) {
    const width = names[0] === "output.dense" ? MODEL.inner : MODEL.hidden;
    await write(names.map((name) => `encoder.layer.${layer}.${name}.weight`), {
      ...LAYER_FORM,
      width,
    });
  }
}

async function write(names: string[], form: Form): Promise<void> {
  const parts = names.map((name) => original.tensor(name));
  const whole = concat(parts);
  const rounded = dequantise(quantise(whole, form), form);
  let at = 0;
  for (const [i, name] of names.entries()) {
    const values = Float32Array.from(rounded.slice(at, at += parts[i]!.length));
    await Deno.writeFile(join(folder!, name), new Uint8Array(values.buffer));
  }
}
