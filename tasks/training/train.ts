/**
 * Learns what is worth remembering, and what replaces what, from the data beside this file; prints how
 * well that carries over to data not learned from, and writes language/weights.ts. The same data give
 * the same bytes.
 *
 *     deno task train [--dry] [--wrong]
 */
import { type Classifier, decode, encode } from "../../language/classifier.ts";
import { STATEMENT_TYPES } from "../../language/durability.ts";
import {
  type Line,
  type Pair,
  readPairs,
  readPrinted,
  readSentences,
  type Sentence,
} from "./data.ts";
import { learn } from "./learning.ts";
import { writeTables } from "./tables.ts";
import { validateLines, validatePairs, validateSentences } from "./validation.ts";

/** How much a feature must explain to be used: the larger, the smaller the table. */
const SPARSITY = { durable: 16, request: 120, type: 100, printed: 6, replaces: 16 };

const sentences = readSentences();
const lines = readPrinted(sentences);
const pairs = readPairs(sentences);
/** Learns one two-way question, with weights rounded as they will be used. */
function table<Row extends { features: number[] }>(
  rows: readonly Row[],
  yes: (row: Row) => boolean,
  sparsity: number,
): Classifier {
  const { bias, weights } = learn(rows.map(({ features }) => features), rows.map(yes), sparsity);
  return decode(encode(bias, weights));
}

function tables(rows: readonly Sentence[]): Map<string, Classifier> {
  const durable = rows.filter(({ type }) => type !== null);
  return new Map([
    ["durable", table(rows, ({ type }) => type !== null, SPARSITY.durable)],
    ["request", table(rows, ({ kind }) => kind === "request", SPARSITY.request)],
    ...STATEMENT_TYPES.map((name): [string, Classifier] => [
      name,
      table(durable, ({ type }) => type === name, SPARSITY.type),
    ]),
  ]);
}

const wrong = Deno.args.includes("--wrong");
validateSentences(sentences, tables, wrong);
const printed = (rows: readonly Line[]) => table(rows, ({ printed }) => printed, SPARSITY.printed);
validateLines(lines, printed, wrong);
const replacing = (rows: readonly Pair[]) =>
  table(rows, ({ replaces }) => replaces, SPARSITY.replaces);
validatePairs(pairs, replacing, wrong);

const [pasted, replaced] = [printed(lines), replacing(pairs)];
const learned = {
  ...writeTables(tables(sentences)),
  printed: encode(pasted.bias, pasted.weights),
  replaces: encode(replaced.bias, replaced.weights),
};
const size = Object.values(learned).reduce((sum, { text }) => sum + text.length, 0);
console.log(
  `${sentences.length} sentences, ${lines.length} lines, ${pairs.length} pairs, ${size} bytes of weights`,
);
if (!Deno.args.includes("--dry")) {
  const texts = Object.entries(learned).map(([name, { bias, step, short, text }]) =>
    `  ${name}: {\n    bias: ${bias},\n    step: ${step},\n    short: ${short},\n    text:\n      "${text}",\n  },\n`
  );
  const path = new URL("../../language/weights.ts", import.meta.url);
  Deno.writeTextFileSync(
    path,
    `// Written by tasks/training/train.ts; change the data there instead.\n\n` +
      `/** Weights of the classifiers, by name. */\n` +
      `export const WEIGHTS = {\n${texts.join("")}};\n`,
  );
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", path.pathname] }).output();
}
