/**
 * Exports of other memory programs, each in the form that its own documentation or export code gives
 * (docs/cli.md names the sources).
 *
 * @module
 */
import type { Json, Metadata } from "../../client/store.ts";
import { decodeMemory } from "../../client/wire.ts";
import { isObject } from "../records.ts";
import { FormatError, parseLines } from "./own.ts";

/** A memory of another program. */
export interface Foreign {
  /** Its id there; absent when it has none. */
  id?: string;
  text: string;
  metadata: Metadata;
  /** Whose it is there, when the format says so. */
  user?: string;
  /** The conversation that it is kept to. */
  session?: string;
  /** ISO 8601. */
  createdAt?: string;
  /** ISO 8601. */
  updatedAt?: string;
  /** `YYYY-MM-DD`. */
  expirationDate?: string;
}

/** Another program's format. */
export interface ForeignFormat {
  name: string;
  /** What it is, for the help. */
  what: string;
  /** Is this it? `json` is undefined when the text is no single JSON value. */
  fits(json: unknown, text: string): boolean;
  /** @throws {FormatError} */
  read(json: unknown, text: string): Foreign[];
}

/** In the order in which they are tried. */
export const FOREIGN_FORMATS: readonly ForeignFormat[] = [
  {
    name: "opencode-mem",
    what: "export of the plugin opencode-mem",
    fits: (json) =>
      isObject(json) && isObject(json.plugin) && json.plugin.package === "opencode-mem",
    read: (json) =>
      rowsIn(json, "memories").map((row) => ({
        ...idOf(row.id),
        text: need(row, "content"),
        metadata: {
          ...freeOf(row.metadata),
          ...typed(row.type),
          ...Array.isArray(row.tags) ? { tags: row.tags } : {},
          ...row.isPinned === true ? { pinned: true } : {},
        },
        ...timesOf(row.createdAt, row.updatedAt),
      })),
  },
  {
    name: "claude-mem",
    what: "export of claude-mem",
    fits: (json) =>
      isObject(json) && Array.isArray(json.observations) && Array.isArray(json.summaries) &&
      Array.isArray(json.prompts),
    read: (json) => rowsIn(json, "observations").flatMap(readObservation),
  },
  {
    name: "openmemory",
    what: "backup of OpenMemory: memories.jsonl(.gz) or memories.json",
    fits: (json, text) =>
      isObject(json) && isObject(json.export_meta) && Array.isArray(json.memories) ||
      firstLine(text, (row) => "state" in row && "content" in row),
    read: (json, text) => {
      const rows = isObject(json) && "memories" in json ? rowsIn(json, "memories") : linesOf(text);
      return rows
        .filter((row) => row.state === "active" || row.state === "paused")
        .map((row) => ({
          ...idOf(row.id),
          text: need(row, "content"),
          metadata: {
            ...freeOf(row.metadata),
            ...Array.isArray(row.categories) && row.categories.length > 0
              ? { tags: row.categories }
              : {},
          },
          ...timesOf(row.created_at, row.updated_at),
        }));
    },
  },
  {
    name: "supermemory",
    what: "answer of supermemory's list of documents or memories",
    fits: (json) =>
      isObject(json) && isObject(json.pagination) &&
      (Array.isArray(json.memoryEntries) || Array.isArray(json.memories)),
    read: (json) => {
      const name = isObject(json) && "memoryEntries" in json ? "memoryEntries" : "memories";
      return rowsIn(json, name)
        .filter((row) => row.isForgotten !== true && row.isLatest !== false)
        .map((row) => ({
          ...idOf(row.id),
          text: some(row, ["memory", "content", "summary", "title"]),
          metadata: {
            ...freeOf(row.metadata),
            ...Array.isArray(row.containerTags) ? { tags: row.containerTags } : {},
          },
          ...timesOf(row.createdAt, row.updatedAt),
        }));
    },
  },
  {
    name: "mcp-memory",
    what: "memory.jsonl of the MCP server-memory (knowledge graph)",
    fits: (json, text) =>
      isObject(json) && Array.isArray(json.entities) && Array.isArray(json.relations) ||
      firstLine(text, (row) =>
        row.type === "entity" && Array.isArray(row.observations) ||
        row.type === "relation" && "relationType" in row),
    read: (json, text) => {
      const rows = isObject(json) && "entities" in json
        ? [...rowsIn(json, "entities"), ...rowsIn(json, "relations")]
        : linesOf(text);
      return rows.flatMap(readGraph);
    },
  },
  {
    name: "simple-memory",
    what: "daily .logfmt file of the plugin simple-memory",
    fits: (_, text) => LOGFMT.test(text.trimStart().split("\n", 1)[0] ?? ""),
    read: (_, text) => text.split("\n").flatMap(readLogfmt),
  },
  {
    name: "mem0",
    what: "rows of a Mem0 server or of Mem0's platform: the JSON of GET /memories, get_all",
    fits: (json) => {
      const rows = isObject(json) ? json.results : json;
      return Array.isArray(rows) && rows.every((row) => isObject(row) && "memory" in row) &&
        (rows.length > 0 || isObject(json));
    },
    read: (json) => {
      const rows = isObject(json) ? rowsIn(json, "results") : listOf(json, "the file");
      return rows.flatMap((row) => {
        const { id, text, scope, metadata, createdAt, updatedAt, expirationDate } = decodeMemory(
          row,
        );
        // A project's platform id becomes ours; the platform names it beside the metadata.
        const project = row.app_id;
        return text.trim() === "" ? [] : [{
          id,
          text,
          ...scope.user === undefined ? {} : { user: scope.user },
          ...scope.run === undefined ? {} : { session: scope.run },
          metadata: {
            ...metadata,
            ...typeof project === "string" && project !== "" ? { app_id: project } : {},
            ...Array.isArray(row.categories) && row.categories.length > 0
              ? { tags: row.categories }
              : {},
          },
          ...timesOf(createdAt, updatedAt),
          ...typeof expirationDate === "string"
            ? { expirationDate: expirationDate.slice(0, 10) }
            : {},
        }];
      });
    },
  },
];

type Row = Record<string, Json>;

function readObservation(row: Row): Foreign[] {
  const facts = typeof row.facts === "string" ? parseJson(row.facts) : row.facts;
  const body = [row.narrative, row.text].find((part) => typeof part === "string" && part !== "") ??
    (Array.isArray(facts) ? facts.filter((fact) => typeof fact === "string").join(" ") : "");
  const text = [row.title, body].filter((part) => typeof part === "string" && part !== "")
    .join(": ");
  if (text === "") return [];
  const id = typeof row.id === "number" ? String(row.id) : row.id;
  return [{
    ...idOf(id),
    text,
    metadata: {
      ...typed(row.type),
      ...typeof row.project === "string" ? { claude_mem_project: row.project } : {},
    },
    ...timesOf(row.created_at, undefined),
  }];
}

function readGraph(row: Row): Foreign[] {
  if (row.type === "relation" || "relationType" in row) {
    const parts = [row.from, row.relationType, row.to].map((part) => plain(String(part ?? "")));
    return parts.some((part) => part === "") ? [] : [{ text: parts.join(" "), metadata: {} }];
  }
  const name = plain(String(row.name ?? ""));
  const observations = Array.isArray(row.observations) ? row.observations : [];
  const metadata: Metadata = typeof row.entityType === "string"
    ? { entity_type: row.entityType }
    : {};
  return observations.filter((one) => typeof one === "string" && one.trim() !== "")
    .map((one) => ({ text: `${name}: ${one}`, metadata }));
}

const LOGFMT = /^ts=(\S+) type=(\S+) scope=(\S+) content="((?:[^"\\]|\\.)*)"(.*)$/;

function readLogfmt(line: string, at: number): Foreign[] {
  if (line.trim() === "") return [];
  const match = LOGFMT.exec(line.trimEnd());
  if (match === null) throw new FormatError(`line ${at + 1} is no memory of simple-memory`);
  const [, time, type, area, content, rest] = match;
  const tags = /\btags=(\S+)/.exec(rest!)?.[1]?.split(",");
  return [{
    text: content!.replaceAll('\\"', '"'),
    metadata: { ...typed(type), area: area!, ...tags ? { tags } : {} },
    ...timesOf(time, undefined),
  }];
}

/** What others call the kinds that we tell apart. */
const TYPES: Readonly<Record<string, string>> = {
  decision: "decision",
  preference: "user_preference",
  user_preference: "user_preference",
  pattern: "convention",
  convention: "convention",
  bugfix: "bug_fix",
  "bug-fix": "bug_fix",
  bug_fix: "bug_fix",
  blocker: "bug_fix",
  context: "environmental",
};

function typed(type: Json | undefined): Metadata {
  if (typeof type !== "string" || type === "") return { type: "task_learning" };
  const known = TYPES[type.toLowerCase()];
  return known === undefined ? { type: "task_learning", kind: type } : { type: known };
}

function idOf(id: Json | undefined): { id?: string } {
  return typeof id === "string" && id !== "" ? { id } : {};
}

function timesOf(created: unknown, updated: unknown): { createdAt?: string; updatedAt?: string } {
  const createdAt = timeOf(created);
  const updatedAt = timeOf(updated);
  return {
    ...createdAt === undefined ? {} : { createdAt },
    ...updatedAt === undefined || updatedAt === createdAt ? {} : { updatedAt },
  };
}

/** A time as text or in milliseconds; undefined when it is none. */
function timeOf(value: unknown): string | undefined {
  if (typeof value === "string") return Number.isNaN(Date.parse(value)) ? undefined : value;
  if (typeof value !== "number" || !(value > 0 && value < 8e15)) return undefined;
  return new Date(value).toISOString();
}

function freeOf(metadata: Json | undefined): Metadata {
  return isObject(metadata) ? metadata : {};
}

function need(row: Row, name: string): string {
  return some(row, [name]);
}

function some(row: Row, names: readonly string[]): string {
  for (const name of names) {
    const value = row[name];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  throw new FormatError(
    `the entry ${JSON.stringify(row.id ?? row).slice(0, 60)} has no text (${names.join(", ")})`,
  );
}

function rowsIn(json: unknown, name: string): Row[] {
  return listOf(isObject(json) ? json[name] : undefined, `"${name}"`);
}

function listOf(json: unknown, what: string): Row[] {
  if (Array.isArray(json) && json.every(isObject)) return json;
  throw new FormatError(`${what} is no list of JSON objects`);
}

function linesOf(text: string): Row[] {
  return listOf(parseLines(text).map(({ value }) => value), "the file");
}

function firstLine(text: string, test: (row: Row) => boolean): boolean {
  const line = text.split("\n").find((one) => one.trim() !== "");
  const row = line === undefined ? undefined : parseJson(line);
  return isObject(row) && test(row);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller takes that for another format
  }
}

function plain(name: string): string {
  return name.replaceAll("_", " ").trim();
}
