import { type Classifier, encode, listed, type Weights } from "../../language/classifier.ts";

/**
 * Writes tables as language/durability.ts reads them: the first one lists the features of all, and the
 * others count their places in it.
 */
export function writeTables(
  classifiers: ReadonlyMap<string, Classifier>,
): Record<string, Weights> {
  const also = [...classifiers.values()].flatMap(({ weights }) => [...weights.keys()]);
  const tables: Record<string, Weights> = {};
  let among: number[] | undefined;
  for (const [name, { bias, weights }] of classifiers) {
    const table = encode(bias, weights, among === undefined ? { also } : { among });
    among ??= listed(table);
    tables[name] = table;
  }
  return tables;
}
