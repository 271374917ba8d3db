import type { Backend } from "./backend.ts";
import type { Plugin } from "./plugins.ts";
import type { Setting } from "./plugin_process.ts";
import type { Row } from "./table.ts";

/** What every measurement gets. */
export interface Context {
  plugins: readonly Plugin[];
  backend: Backend;
  bun: string;
  quick: boolean;
  /** A user of its own; his memories are removed at the end. */
  user(name: string): string;
  print(line: string): void;
}

/** Measures something on the plugins and returns rows of the table. */
export type Measurement = (context: Context) => Promise<Row[]>;

/** The setting of a plugin that uses the server by this address. */
export function settingOf(
  { bun, backend }: Context,
  url: string,
  user: string,
  project: string,
): Setting {
  return { runtime: [bun], url, key: backend.key, user, project };
}

/**
 * Runs a measurement on each plugin in turn, and gathers the numbers by row. A failure is written into
 * the plugin's cells; the others go on.
 */
export async function compare(
  rows: readonly Omit<Row, "values">[],
  plugins: readonly Plugin[],
  measure: (plugin: Plugin) => Promise<(number | undefined)[]>,
): Promise<Row[]> {
  const table: Row[] = rows.map((row) => ({ ...row, values: {} }));
  for (const plugin of plugins) {
    let numbers: (number | string | undefined)[];
    try {
      numbers = await measure(plugin);
    } catch (error) {
      const why = (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
      numbers = rows.map(() => `failed: ${why.slice(0, 80)}`);
    }
    // A row without its own number would show another row's.
    if (numbers.length !== table.length) {
      throw new Error(`Cannot fill ${table.length} rows with ${numbers.length} numbers`);
    }
    for (const [index, row] of table.entries()) row.values[plugin.name] = numbers[index];
  }
  return table;
}
