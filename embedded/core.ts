import type { Connection } from "./connection.ts";
import type { Visibility } from "./filters.ts";
import type { Writer } from "./writes.ts";

/** What the parts of an open store work on. */
export interface Core {
  /** The file. */
  readonly connection: Connection;
  /** Gives the writer of an open transaction. */
  writer(): Writer;
  /** What counts as there. */
  visible(): Visibility;
  /** Told the ids of memories whose text was written: their vectors are to be made. */
  written(ids: string[]): void;
}
