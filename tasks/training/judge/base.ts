/**
 * Writes a model as it is after quantising into the given folder, one file of float32 for each tensor, and
 * its vocabulary: `deno run -A tasks/training/judge/base.ts FOLDER`, the second model with `--bge`.
 */
import { join } from "node:path";
import { MODEL } from "../../../embedder/weights.ts";
import { BGE, MINILM } from "../../../embedder/weights_file.ts";
import { adapt } from "../../weights/adapter.ts";
import { concat, LAYER_FORM, TOKEN_FORM } from "../../weights/make_weights.ts";
import { dequantise, type Form, quantise } from "../../weights/quantize.ts";
import { openBge, openOriginal } from "../../weights/source.ts";

const isBge = Deno.args.includes("--bge");
const folder = Deno.args.find((arg) => !arg.startsWith("--"));
if (folder === undefined) {
  console.error("Usage: deno run -A tasks/training/judge/base.ts FOLDER [--bge]");
  Deno.exit(2);
}
await Deno.mkdir(folder, { recursive: true });
const original = isBge ? await openBge() : await adapt(await openOriginal());
const { layers } = (isBge ? BGE : MINILM).form;
/** Matrices that are quantised as one; their rows stand one below the other. */
const LAYER = [
  ["attention.self.query", "attention.self.key", "attention.self.value"],
  ["attention.output.dense"],
  ["intermediate.dense"],
  ["output.dense"],
];

/** What is kept as it is. */
const NORMS = ["attention.output.LayerNorm", "output.LayerNorm"];

await Deno.writeTextFile(join(folder, "vocab.txt"), original.vocabulary);
for (const name of ["position_embeddings.weight", "token_type_embeddings.weight"]) copy(name);
for (const name of ["LayerNorm.weight", "LayerNorm.bias"]) copy(name);
write(["embeddings.word_embeddings.weight"], TOKEN_FORM);
for (let layer = 0; layer < layers; layer++) {
  for (const names of LAYER) {
    const width = names[0] === "output.dense" ? MODEL.inner : MODEL.hidden;
    write(names.map((name) => `encoder.layer.${layer}.${name}.weight`), {
      ...LAYER_FORM,
      width,
    });
    for (const name of names) copy(`encoder.layer.${layer}.${name}.bias`);
  }
  for (const name of NORMS.flatMap((name) => [`${name}.weight`, `${name}.bias`])) {
    copy(`encoder.layer.${layer}.${name}`);
  }
}

function copy(name: string): void {
  const full = name.startsWith("encoder.") ? name : `embeddings.${name}`;
  put(full, original.tensor(full));
}

function put(name: string, values: Float32Array): void {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  Deno.writeFileSync(join(folder!, name), bytes);
}

function write(names: string[], form: Form): void {
  const parts = names.map((name) => original.tensor(name));
  const rounded = dequantise(quantise(concat(parts), form), form);
  let at = 0;
  for (const [i, name] of names.entries()) {
    put(name, Float32Array.from(rounded.slice(at, at += parts[i]!.length)));
  }
}
