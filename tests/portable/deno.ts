/**
 * What the tests of the client use of Deno, for Node and Bun: registering a test, and reading a file
 * that lies beside it. Imported before any test.
 *
 * @module
 */
import { readFile } from "node:fs/promises";

/** A test as it was registered. */
export interface Registered {
  name: string;
  run: () => unknown;
}

/** Tests in the order in which they were registered. */
export const registered: Registered[] = [];

Object.assign(globalThis, {
  Deno: {
    test: (name: string, run: () => unknown) => void registered.push({ name, run }),
    readTextFile: (path: string | URL) => readFile(path, "utf8"),
  },
});
