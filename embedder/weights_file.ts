/** Finds and reads the weights files with node:fs, which Deno, Node and Bun have alike. */
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MemoryError, messageOf } from "../client/errors.ts";
import type { JudgesForm } from "./judges.ts";
import { MODEL, type WeightsSource } from "./weights.ts";

/** A file of weights beside the code. */
export interface WeightsFile {
  /** Where it lies, from this module. A new version gets a new name. */
  file: string;
  /** What is in it, and how one does without, for messages. */
  holds: string;
  without: string;
}

/** The files of a model, and what is in them. */
export interface ModelFiles {
  model: WeightsFile;
  /** The judges that go with it: trained on exactly those weights. */
  judges: WeightsFile;
  form: JudgesForm;
}

/** The embedding model; its judges answer everything. */
export const MINILM: ModelFiles = {
  model: {
    file: "weights/minilm-l6-v2-dev3-q4.bin",
    holds: "the embedding model",
    without: "search goes by words alone",
  },
  judges: {
    file: "weights/judges-dev3-10.bin",
    holds: "the judges of statements",
    without: "what is worth keeping is told by words alone",
  },
  form: { layers: MODEL.layers, judges: ["statements", "pairs"] },
};

/** A larger model, which judges pairs that the first is in doubt about. */
export const BGE: ModelFiles = {
  model: {
    file: "weights/bge-small-en-v15-q4.bin",
    holds: "the second model that judges",
    without: "what replaces what is judged by the first alone",
  },
  judges: {
    file: "weights/judges-bge-2.bin",
    holds: "the second model's judge",
    without: "what replaces what is judged by the first alone",
  },
  form: { layers: 2 * MODEL.layers, judges: ["pairs"] },
};

/**
 * The path of a weights file: the given one, or the one beside this module or the bundle it is in.
 *
 * @throws {MemoryError} `unavailable` when it isn't there.
 */
export function findWeights(given?: string | URL, kind: WeightsFile = MINILM.model): string {
  const address = given ?? new URL(kind.file, import.meta.url);
  if (address instanceof URL && address.protocol !== "file:") {
    throw missing(kind, address.href, "the module was not loaded from disk");
  }
  const path = address instanceof URL ? fileURLToPath(address) : address;
  if (!existsSync(path)) throw missing(kind, path, "it is not there");
  return path;
}

/**
 * Opens a weights file for reading piece by piece.
 *
 * @throws {MemoryError} `unavailable` when it can't be read.
 */
export function openWeights(path: string, kind: WeightsFile = MINILM.model): WeightsSource {
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (cause) {
      throw missing(kind, path, messageOf(cause), cause);
    }
  };
  const file = attempt(() => openSync(path, "r"));
  return {
    size: attempt(() => fstatSync(file).size),
    read(at, target) {
      attempt(() => {
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

function missing(
  { holds, without }: WeightsFile,
  path: string,
  why: string,
  cause?: unknown,
): MemoryError {
  return new MemoryError(
    "unavailable",
    `Cannot load ${holds} from "${path}": ${why}; ` +
      `${without}, install the npm package or name the weights file`,
    { cause },
  );
}
