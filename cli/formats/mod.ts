/**
 * From a file to memories: which format it is, and what it holds.
 *
 * @module
 */
import { cleanId } from "../../client/identifiers.ts";
import type { Metadata } from "../../client/store.ts";
import { type Identity, type WriteTarget, writeTarget } from "../../plugin/core/scope.ts";
import { type MemoryRecord, stableId } from "../records.ts";
import { type Foreign, FOREIGN_FORMATS } from "./others.ts";
import { readNotes, typeOfSection } from "./notes.ts";
import { FormatError, MARKDOWN_MARK, readLines, readMarkdown } from "./own.ts";

/** Names of all formats. */
export const FORMAT_NAMES = [
  "jsonl",
  "markdown",
  "notes",
  ...FOREIGN_FORMATS.map((format) => format.name),
] as const;

/** A file's content. */
export interface Parsed {
  format: string;
  records: MemoryRecord[];
  /** Are they our own export? Then identifiers and equal texts stay as they are. */
  own: boolean;
}

/** Where memories that name no owner of ours go. */
export interface Place {
  identity: Identity;
  scope: "project" | "global";
}

/**
 * Reads a file.
 *
 * @param name The file's name, which tells notes from others.
 * @param format One of {@link FORMAT_NAMES}; default: found out.
 * @throws {FormatError} for an unknown format, by what it seems to be, and for a damaged file
 */
export async function parseFile(
  name: string,
  text: string,
  place: Place,
  format?: string,
): Promise<Parsed> {
  const json = parseJson(text);
  const found = format ?? detect(name, json, text);
  if (found === "jsonl") return { format: found, records: readLines(text), own: true };
  if (found === "markdown") return { format: found, records: readMarkdown(text), own: true };
  const foreign = found === "notes" ? readNoteFile(name, text) : FOREIGN_FORMATS
    .find((one) => one.name === found)!.read(json, text);
  const records: MemoryRecord[] = [];
  for (const one of foreign) records.push(await placed(found, one, place));
  return { format: found, records, own: false };
}

/** @throws {FormatError} */
function detect(name: string, json: unknown, text: string): string {
  if (text.startsWith("PK\u0003\u0004")) {
    throw new FormatError("it is a zip archive; unpack it and import memories.jsonl.gz of it");
  }
  if (text.startsWith("SQLite format 3")) {
    throw new FormatError("it is an SQLite database; export it with the program that wrote it");
  }
  if (text.includes("\0")) throw new FormatError("it is a binary file");
  if (text.trimStart().startsWith(MARKDOWN_MARK)) return "markdown";
  const first = parseJson(text.split("\n").find((line) => line.trim() !== "") ?? "");
  if (isOwnLine(first)) return "jsonl";
  const found = FOREIGN_FORMATS.find((format) => format.fits(json, text));
  if (found !== undefined) return found.name;
  if (/\.(md|markdown|mdc|txt)$/i.test(name)) return "notes";
  throw new FormatError(
    `${describe(json, text)}, and no format that is known: ${FORMAT_NAMES.join(", ")}; ` +
      "if it is one of them, name it with --format",
  );
}

function isOwnLine(value: unknown): boolean {
  return typeof value === "object" && value !== null && "text" in value && "scope" in value &&
    "id" in value;
}

function describe(json: unknown, text: string): string {
  if (text.trim() === "") return "it is empty";
  if (Array.isArray(json)) return `it is a JSON list of ${json.length}`;
  if (typeof json === "object" && json !== null) {
    const keys = Object.keys(json).slice(0, 5).map((key) => `"${key}"`).join(", ");
    return `it is a JSON object with ${keys === "" ? "nothing in it" : keys}`;
  }
  return "it is a text";
}

function readNoteFile(name: string, text: string): Foreign[] {
  return readNotes(text).map((note) => {
    const metadata: Metadata = { type: typeOfSection(note.section), file: baseName(name) };
    const section = note.section.join(" > ");
    if (section !== "") metadata.section = section;
    return { text: withContext(note.text, note.section), metadata };
  });
}

/** The heading before a note, where the note says too little without it. */
function withContext(text: string, section: readonly string[]): string {
  const heading = section.length > 1 ? section.at(-1)! : "";
  const isGeneral = /^(memor|note|general|misc|overview|rules?$|conventions?$|decisions?$)/i;
  if (heading === "" || isGeneral.test(heading)) return text;
  return text.toLowerCase().includes(heading.toLowerCase()) ? text : `${heading}: ${text}`;
}

async function placed(format: string, one: Foreign, place: Place): Promise<MemoryRecord> {
  const { app_id: given, scope: reach, source, ...metadata } = one.metadata;
  const { text, session, createdAt, updatedAt, expirationDate } = one;
  const identity: Identity = {
    ...place.identity,
    ...one.user === undefined ? {} : { user: cleanId(one.user) },
    ...session === undefined ? {} : { session: cleanId(session) },
  };
  const scope = reach === "global" ? "global" : session === undefined ? place.scope : "session";
  const target: WriteTarget = writeTarget(scope, identity, {
    ...typeof given === "string" && given.trim() !== "" ? { project: cleanId(given) } : {},
  });
  const project = target.scope.agent ?? "";
  return {
    id: await stableId(format, one.id ?? text, identity.user, project),
    text,
    scope: target.scope,
    metadata: {
      type: "task_learning",
      ...metadata,
      source: typeof source === "string" ? source : format,
      imported_from: format,
      ...target.metadata,
    },
    ...createdAt === undefined ? {} : { createdAt },
    ...updatedAt === undefined ? {} : { updatedAt },
    ...expirationDate === undefined ? {} : { expirationDate },
    role: "user",
  };
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined; // one JSON a line, or none
  }
}
