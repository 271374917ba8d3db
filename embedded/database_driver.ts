/** What a run time's own SQLite must give. */

/** What SQLite stores in a cell. */
export type Value = null | number | string | Uint8Array;

/** How a file is opened. */
export interface DatabaseOptions {
  /**
   * Never write; default "no". "immutable" also makes no journal beside the file, for a folder that
   * can't be written: what another process writes meanwhile is not seen.
   */
  readOnly?: "no" | "yes" | "immutable";
}

/** A prepared statement, as both drivers have it. */
export interface Statement {
  /** Runs it for its effect. */
  run(...parameters: Value[]): { changes: number | bigint };
  /** Runs it for its rows. */
  all(...parameters: Value[]): unknown[];
}

/** What a driver gives; {@link wrapDriver} makes a {@link Database} of it. */
export interface Driver {
  /** Runs statements without parameters or results. */
  exec(sql: string): void;
  /** Compiles a statement. */
  prepare(sql: string): Statement;
  /** Frees a statement that is not needed any more, where the driver can. */
  release(statement: Statement): void;
  /** Closes the file. */
  close(): void;
}

/** The file as SQLite's URI that says that nobody changes it. */
export function immutableUri(path: string): string {
  return `file:${encodeURI(path).replaceAll("?", "%3f").replaceAll("#", "%23")}?immutable=1`;
}
