/** Loads the sample tables; see README.md beside this file for what they hold. */

/** `secrets.json` */
export interface SecretSample {
  id: string;
  kind: string;
  text: string;
  secrets: string[];
  keeps?: string[];
}

/** `lookalikes.json`, `capture_noise.json` */
export interface TextSample {
  id: string;
  kind: string;
  text: string;
}

/** `capture_keep.json` */
export interface KeepSample extends TextSample {
  facts: string[];
  type: string;
}

/** `remember.json` */
export interface RememberSample {
  id: string;
  text: string;
  /** Undefined in the table's terms is null: nothing is asked. */
  remember: string | null;
}

/** `distinct_pairs.json` */
export interface PairSample {
  id: string;
  a: string;
  b: string;
  same: boolean;
}

/** `open` may be tuned on; `locked` is read only by the tests that state the final figures. */
export type Part = "open" | "locked";

/** Reads a table, and takes the mark ⁂ out, which keeps hosts' scanners from seeing secrets. */
export async function loadSamples<T>(part: Part, name: string): Promise<T[]> {
  const url = new URL(`./${part}/${name}.json`, import.meta.url);
  return JSON.parse((await Deno.readTextFile(url)).replaceAll("⁂", ""));
}
