/**
 * How well what was learned carries over: everything is judged by weights that were learned without it.
 *
 * @module
 */
import { type Classifier, oddsOf } from "../../language/classifier.ts";
import { STATEMENT_TYPES } from "../../language/durability.ts";
import type { Line, Pair, Sentence } from "./data.ts";

const FOLDS = 3;
/** So many messages in a row are held out together: what was written in one go is alike. */
const BLOCK = 40;
const foldOf = (place: number) => Math.floor(place / BLOCK) % FOLDS;
const percent = (part: number, whole: number) => `${(100 * part / whole).toFixed(1)} %`;

/** Prints the figures of sentences, and with `wrong` each that is judged wrongly. */
export function validateSentences(
  sentences: readonly Sentence[],
  tables: (rows: readonly Sentence[]) => ReadonlyMap<string, Classifier>,
  wrong: boolean,
): void {
  const judged = Array.from({ length: FOLDS }, (_, fold) => {
    const classifiers = tables(sentences.filter(({ message }) => foldOf(message) !== fold));
    return sentences.filter(({ message }) => foldOf(message) === fold).map((row) => {
      const odds = (name: string) => oddsOf(classifiers.get(name)!, row.features);
      const [best] = STATEMENT_TYPES.toSorted((a, b) => odds(b) - odds(a));
      return {
        row,
        odds: odds("durable"),
        typed: best === row.type,
        request: odds("request") > 0,
      };
    });
  }).flat();
  const durable = judged.filter(({ row }) => row.type !== null);
  for (const threshold of [-1, -0.5, 0, 0.5, 1]) {
    const kept = judged.filter(({ odds }) => odds > threshold);
    const right = kept.filter(({ row }) => row.type !== null);
    console.log(
      `durable above ${threshold}: found ${percent(right.length, durable.length)}, ` +
        `right ${percent(right.length, kept.length)}`,
    );
  }
  console.log(`type right ${percent(durable.filter(({ typed }) => typed).length, durable.length)}`);
  const requests = judged.filter(({ row }) => row.kind === "request");
  const asked = judged.filter(({ request }) => request);
  const right = requests.filter(({ request }) => request);
  console.log(
    `requests found ${percent(right.length, requests.length)}, ` +
      `right ${percent(right.length, asked.length)}`,
  );
  if (!wrong) return;
  for (const { row, odds } of judged.toSorted((a, b) => a.odds - b.odds)) {
    if ((odds > 0) === (row.type !== null)) continue;
    console.log(`${odds.toFixed(1)} ${row.type ?? row.kind}: ${row.text}`);
  }
}

/** Prints the figures of lines, and with `wrong` each that is judged wrongly. */
export function validateLines(
  lines: readonly Line[],
  table: (rows: readonly Line[]) => Classifier,
  wrong: boolean,
): void {
  const judged = Array.from({ length: FOLDS }, (_, fold) => {
    const classifier = table(lines.filter(({ message }) => foldOf(message) !== fold));
    return lines.filter(({ message }) => foldOf(message) === fold)
      .map((line) => ({ line, odds: oddsOf(classifier, line.features) }));
  }).flat();
  const [printed, typed] = [true, false].map((is) =>
    judged.filter(({ line }) => line.printed === is)
  );
  for (const threshold of [0, 0.5, 1]) {
    const above = (rows: typeof judged) => rows.filter(({ odds }) => odds > threshold).length;
    console.log(
      `printed above ${threshold}: found ${percent(above(printed!), printed!.length)}, ` +
        `wrong ${above(typed!)} of ${typed!.length}`,
    );
  }
  if (!wrong) return;
  for (const { line, odds } of judged.toSorted((a, b) => a.odds - b.odds)) {
    if ((odds > 0) !== line.printed) {
      console.log(`${odds.toFixed(1)} ${line.printed}: ${line.text}`);
    }
  }
}

/** Prints the figures of pairs, and with `wrong` each that is judged wrongly. */
export function validatePairs(
  pairs: readonly Pair[],
  table: (rows: readonly Pair[]) => Classifier,
  wrong: boolean,
): void {
  const judged = Array.from({ length: FOLDS }, (_, fold) => {
    const classifier = table(pairs.filter((_, index) => foldOf(index) !== fold));
    return pairs.filter((_, index) => foldOf(index) === fold)
      .map((pair) => ({ pair, odds: oddsOf(classifier, pair.features) }));
  }).flat();
  const [yes, no] = [true, false].map((is) => judged.filter(({ pair }) => pair.replaces === is));
  for (const threshold of [0, 0.5, 1, 1.5, 2]) {
    const above = (rows: typeof judged) => rows.filter(({ odds }) => odds > threshold).length;
    console.log(
      `replaced above ${threshold}: found ${percent(above(yes!), yes!.length)}, ` +
        `wrong ${above(no!)} of ${no!.length}`,
    );
  }
  if (!wrong) return;
  for (const { pair, odds } of judged.toSorted((a, b) => a.odds - b.odds)) {
    if ((odds > 1) === pair.replaces) continue;
    console.log(`${odds.toFixed(1)} ${pair.replaces}: ${pair.older} -> ${pair.newer}`);
  }
}
