/**
 * `deno task weights`: makes the weights files from the original models and the adapter beside this file, byte
 * for byte the same on each machine. `--check` compares with the files that are there instead of writing them.
 */
import { createHash } from "node:crypto";
import {
  HEADER_BYTES,
  LAYER_GROUP,
  layOut,
  MAGIC,
  type MatrixSections,
  MODEL,
  type NormSections,
  type Section,
  TOKEN_GROUP,
} from "../../embedder/weights.ts";
import { BGE, MINILM } from "../../embedder/weights_file.ts";
import { adapt } from "./adapter.ts";
import { dequantise, type Form, quantise } from "./quantize.ts";
import { openBge, openOriginal, type Original } from "./source.ts";

/** The matrices of the layers: 5 bits; what comes out is int8 (see embedder/weights.ts). */
export const LAYER_FORM: Omit<Form, "width"> = {
  group: LAYER_GROUP,
  bits: 5,
  decode: (code, scale) => (code * scale + 64) >> 7,
};

/** The token table: 3 bits. */
export const TOKEN_FORM: Form = {
  width: MODEL.hidden,
  group: TOKEN_GROUP,
  bits: 3,
  decode: (code, scale) => code * scale,
};

if (import.meta.main) await main(Deno.args.includes("--check"));

async function main(check: boolean): Promise<void> {
  const models = [
    { files: MINILM, original: await adapt(await openOriginal()) },
    { files: BGE, original: await openBge() },
  ];
  let differ = 0;
  for (const { files: { model: { file: name }, form: { layers } }, original } of models) {
    const target = new URL(`../../embedder/${name}`, import.meta.url);
    const made = pack(original, layers);
    const hash = createHash("sha256").update(made).digest("hex");
    console.log(`${name}: ${made.length} bytes, SHA-256 ${hash}`);
    if (!check) await Deno.writeFile(target, made);
    const present = createHash("sha256").update(await Deno.readFile(target)).digest("hex");
    if (check) console.log(present === hash ? "The same as the file" : `It differs: ${present}`);
    if (present !== hash) differ++;
  }
  if (differ > 0) Deno.exit(1);
}

function pack(original: Original, layers: number): Uint8Array<ArrayBuffer> {
  const vocabulary = new TextEncoder().encode(original.vocabulary);
  const layout = layOut(vocabulary.length, layers);
  const file = new Uint8Array(layout.size);
  const put = (section: Section, values: ArrayBufferView) => {
    if (values.byteLength !== section.bytes) throw new Error("A section has another length");
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), section.at);
  };
  const putNorm = (sections: NormSections, name: string) => {
    put(sections.gain, original.tensor(`${name}.weight`));
    put(sections.bias, original.tensor(`${name}.bias`));
  };
  const putMatrix = (sections: MatrixSections, names: string[]) => {
    const values = concat(names.map((name) => original.tensor(`${name}.weight`)));
    const form = { ...LAYER_FORM, width: sections.width };
    const { codebook, codes, groupScales, rowScales } = report(names.join(), values, form);
    put(sections.codebook, codebook);
    put(sections.groupScales, groupScales);
    put(sections.rowScales, rowScales);
    put(sections.bias, concat(names.map((name) => original.tensor(`${name}.bias`))));
    codes.forEach((code, i) => {
      const low = sections.low.at + (i >> 5) * 16 + (i & 15);
      file[low]! |= (code & 15) << (i & 16 ? 4 : 0);
      file[sections.high.at + (i >> 3)]! |= (code >> 4) << (i & 7);
    });
  };

  file.set(new TextEncoder().encode(MAGIC));
  new DataView(file.buffer).setUint32(MAGIC.length, vocabulary.length, true);
  if (layout.vocabulary.at !== HEADER_BYTES) throw new Error("The vocabulary comes first");
  put(layout.vocabulary, vocabulary);

  const tokens = report("tokens", original.tensor("embeddings.word_embeddings.weight"), TOKEN_FORM);
  put(layout.tokens.codebook, tokens.codebook);
  put(layout.tokens.groupScales, tokens.groupScales);
  put(layout.tokens.rowScales, tokens.rowScales);
  tokens.codes.forEach((code, i) => {
    const bit = 3 * (i & 7);
    const at = layout.tokens.codes.at + 3 * (i >> 3) + (bit >> 3);
    file[at]! |= (code << (bit & 7)) & 255;
    if ((bit & 7) > 5) file[at + 1]! |= code >> (8 - (bit & 7));
  });

  const positions = roundPositions(original);
  put(layout.positions.values, positions.values);
  put(layout.positions.rowScales, positions.rowScales);
  putNorm(layout.norm, "embeddings.LayerNorm");
  layout.layers.forEach((layer, i) => {
    const name = `encoder.layer.${i}`;
    putMatrix(layer.qkv, ["query", "key", "value"].map((x) => `${name}.attention.self.${x}`));
    putMatrix(layer.out, [`${name}.attention.output.dense`]);
    putNorm(layer.norm1, `${name}.attention.output.LayerNorm`);
    putMatrix(layer.up, [`${name}.intermediate.dense`]);
    putMatrix(layer.down, [`${name}.output.dense`]);
    putNorm(layer.norm2, `${name}.output.LayerNorm`);
  });
  return file;
}

/** Quantises and prints the error that remains, as a share of the matrix's size. */
function report(name: string, values: Float32Array, form: Form): ReturnType<typeof quantise> {
  const quantised = quantise(values, form);
  const back = dequantise(quantised, form);
  let error = 0;
  let size = 0;
  values.forEach((value, i) => {
    error += (value - back[i]!) ** 2;
    size += value * value;
  });
  console.log(`${name}: relative error ${Math.sqrt(error / size).toFixed(4)}`);
  return quantised;
}

/** Position and token type 0, added up, as int16 with a scale a row. */
function roundPositions(original: Original): { values: Int16Array; rowScales: Float32Array } {
  const { hidden, positions } = MODEL;
  const table = original.tensor("embeddings.position_embeddings.weight");
  const type = original.tensor("embeddings.token_type_embeddings.weight");
  const values = new Int16Array(positions * hidden);
  const rowScales = new Float32Array(positions);
  for (let row = 0; row < positions; row++) {
    const sums = Array.from({ length: hidden }, (_, i) => table[row * hidden + i]! + type[i]!);
    const scale = rowScales[row] = Math.max(...sums.map(Math.abs)) / 32767;
    sums.forEach((sum, i) => values[row * hidden + i] = Math.round(sum / scale));
  }
  return { values, rowScales };
}

/** Matrices one below the other. */
export function concat(parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
