/**
 * Copies of the memory file that a migration or a repair set aside. Nothing deletes them unasked.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";

/** Read so much at once, in bytes. */
const CHUNK = 8 << 20;
/** SQLite may put the parts of a long text far from each other: so much of it is looked for. */
const PIECE = 64;
/** Looking for more texts in more bytes takes too long: then a copy counts as holding them. */
const MOST_WORK = 20e9;

/** Of these copies, and of SQLite's companions of them, those that hold one of the texts. */
export async function copiesHolding(
  copies: readonly string[],
  texts: readonly string[],
): Promise<string[]> {
  const pieces = texts.flatMap(piecesOf);
  const files = copies.flatMap((path) => [path, `${path}-wal`, `${path}-shm`].filter(existsSync));
  const holding = [];
  for (const path of files) if (await holds(path, pieces)) holding.push(path);
  return holding;
}

/** The command that deletes files, for the shell of this system. */
export function deleteCommand(paths: readonly string[], isWindows: boolean): string {
  return isWindows
    ? `del ${paths.map((path) => `"${path}"`).join(" ")}`
    : `rm ${paths.map((path) => `'${path.replaceAll("'", `'\\''`)}'`).join(" ")}`;
}

function piecesOf(text: string): Buffer[] {
  const bytes = Buffer.from(text, "utf8");
  const pieces = [];
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE);
    if (at === 0 || piece.length === PIECE) pieces.push(piece);
  }
  return pieces;
}

async function holds(path: string, pieces: readonly Buffer[]): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size * pieces.length > MOST_WORK) return true;
    const buffer = Buffer.alloc(Math.min(CHUNK, size));
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return false;
      const chunk = buffer.subarray(0, bytesRead);
      if (pieces.some((piece) => chunk.includes(piece))) return true;
      // A piece may lie across two chunks.
      at += at + bytesRead < size && bytesRead > PIECE ? bytesRead - PIECE : bytesRead;
    }
    return false;
  } finally {
    await file.close();
  }
}
