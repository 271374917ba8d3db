/** One measured quantity. */
export interface Row {
  measure: string;
  unit: string;
  /** Which way is better; undefined: neither. */
  better?: "less" | "more";
  /** The smallest difference that counts; default any beyond 5 %. */
  least?: number;
  /** By plugin; missing: not measured there. A text is a failure. */
  values: Record<string, number | string | undefined>;
}

/** Values that differ by less than this share are taken as equal. */
const NOISE = 0.05;

/**
 * The rows as a Markdown table, and below it a line for each row in which ours is worse than another.
 *
 * @param plugins In order, ours first.
 */
export function renderTable(
  rows: readonly Row[],
  plugins: readonly { name: string; version: string }[],
): string {
  const head = ["", ...plugins.map(({ name, version }) => `${name} ${version}`)];
  const lines = rows.map((row) => [
    `${row.measure}${row.unit ? `, ${row.unit}` : ""}`,
    ...plugins.map(({ name }) => {
      const value = show(row.values[name]);
      return name === plugins[0]!.name && worseThan(row, plugins).length > 0
        ? `${value} (worse)`
        : value;
    }),
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column]!.length))
  );
  const format = (line: string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [format(head), rule, ...lines.map(format)].join("\n");
}

/** A sentence for each row in which ours (the first plugin) is worse than another. */
export function listWorse(
  rows: readonly Row[],
  plugins: readonly { name: string; version: string }[],
): string[] {
  return rows.flatMap((row) => {
    const ours = show(row.values[plugins[0]!.name]);
    return worseThan(row, plugins).map((name) =>
      `${row.measure}: ${ours} ${row.unit}, ${name} has ${show(row.values[name])}`
    );
  });
}

function worseThan(row: Row, plugins: readonly { name: string }[]): string[] {
  const [ours, ...others] = plugins.map(({ name }) => name);
  const own = row.values[ours!];
  if (row.better === undefined || typeof own !== "number") return [];
  return others.filter((name) => {
    const value = row.values[name];
    if (typeof value !== "number") return false;
    const difference = row.better === "less" ? own - value : value - own;
    const least = Math.max(row.least ?? 0, NOISE * Math.max(Math.abs(own), Math.abs(value)));
    return difference > least;
  });
}

function show(value: number | string | undefined): string {
  if (value === undefined) return "-";
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return value.toLocaleString("en");
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

/** The middle value; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}
