import { isMemoryError } from "../../../client/errors.ts";
import { cleanId, memoryId } from "../../../client/identifiers.ts";
import type { Call, Json, Log, Memory, MemoryStore, NewMemory } from "../../../client/store.ts";
import { STATEMENT_TYPES } from "../../../language/durability.ts";
import type { Dream } from "../dream.ts";
import { describe } from "../guard.ts";
import type { Redaction } from "../redact.ts";
import { type Identity, readFilter } from "../scope.ts";
import type { Settings } from "../settings.ts";
import { type Arguments, type ToolContext, ToolFailure, type ToolSpec } from "./spec.ts";

/** What the tools need. */
export interface ToolDeps {
  /** The back end; opened on first use. */
  store: () => Promise<MemoryStore>;
  /** Who and where the caller of a session is, the branch read afresh. */
  identity: (sessionID: string) => Identity;
  /** The settings, read afresh. */
  settings: () => Settings;
  /** Keeps what may have arrived without an answer from being sent again: it is being deleted. */
  forget: (isMeant: (memory: NewMemory, origin: string) => boolean) => Promise<void>;
  /** Takes secrets out of a text. */
  redact: (text: string) => Redaction;
  /** Protects memories while they are tidied up, and keeps what a tidy-up deletes. */
  dream: Dream;
  log: Log;
  /** The clock. */
  now: () => Date;
}

/** One checked call of one tool. */
export interface Job {
  tool: string;
  args: Arguments;
  context: ToolContext;
  deps: ToolDeps;
  identity: Identity;
  settings: Settings;
  store: MemoryStore;
  /** Options of an ordinary request: the host's signal, and a deadline. */
  call: Call;
}

/** A tool before it is bound to its needs. */
export interface Definition extends Omit<ToolSpec, "run"> {
  /** Resolves to what is sent back as JSON. */
  body(job: Job): Promise<unknown>;
}

/** A request of a tool may take this long, in milliseconds; deleting many has no limit. */
export const REQUEST_MS = 15_000;
/** An answer is kept below this many bytes of JSON, so that it fits a model's context. */
export const MOST_BYTES = 40_000;

/** The memory types. */
export const TYPES: readonly string[] = [
  ...STATEMENT_TYPES,
  "session_state",
  "compact_summary",
  "auto_capture",
];

/** A failure whose message is shown as it is. */
export function fail(why: string): ToolFailure {
  return new ToolFailure(why);
}

/** A call that can't be done as it is given. */
export function refused(job: Pick<Job, "tool">, why: string): ToolFailure {
  return fail(`Cannot run ${job.tool}: ${why}`);
}

/** A value that a call gave, for an error text. */
export function shown(job: Job, value: unknown): string {
  return quoteWith(job.deps.redact)(value);
}

/** An identifier that a call gave, in the form in which it is kept; undefined without one. */
export function idGiven(job: Job, name: string): string | undefined {
  const value = job.args[name];
  return value === undefined ? undefined : cleanId(String(value));
}

/** `1 memory`, `2 memories`. */
export function memories(count: number): string {
  return `${count} ${count === 1 ? "memory" : "memories"}`;
}

/** A value for an error text: JSON without secrets, at most 60 characters. */
export function quoteWith(redact: ToolDeps["redact"]): (value: unknown) => string {
  return (value) => {
    const text = value === undefined ? "nothing" : JSON.stringify(value) ?? typeof value;
    const clean = redact(text.slice(0, 2000)).text.replace(/\s+/g, " ");
    return clean.length > 60 ? `${[...clean].slice(0, 57).join("")}…` : clean;
  };
}

/** JSON with the secrets of its texts (keys too) taken out; `found` names their kinds. */
export function redactDeep(
  value: Json,
  redact: ToolDeps["redact"],
  found: Set<string> = new Set(),
): Json {
  if (typeof value === "string") {
    const clean = redact(value);
    for (const kind of clean.found) found.add(kind);
    return clean.text;
  }
  if (Array.isArray(value)) return value.map((one) => redactDeep(one, redact, found));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => {
    // A value alone may look harmless: "password": "hunter2hunter2" is known by its key.
    const line = typeof inner === "string" ? redact(`${key}: ${inner}`) : undefined;
    const clean = redactDeep(inner, redact, found);
    if (line === undefined || line.found.length === 0 || clean !== inner) {
      return [redactDeep(key, redact, found) as string, clean];
    }
    for (const kind of line.found) found.add(kind);
    return [key, `[redacted:${line.found[0]}]`];
  });
  return Object.fromEntries(entries);
}

/** A memory as the tools show it, `id` first, in the server's field names. */
export interface Row {
  id: string;
  memory: string;
  /** What is undefined is left out of the JSON. */
  [field: string]: Json | undefined;
}

const LONGEST_ROW = 8000;

/**
 * A memory for an answer, without secrets that slipped in.
 * @param most Bytes of JSON beyond which text and fields are cut, with a note.
 */
export function rowOf(memory: Memory & { score?: number }, job: Job, most = LONGEST_ROW): Row {
  const { redact } = job.deps;
  const { user, agent, run } = memory.scope;
  const text = redact(memory.text).text;
  const row: Row = {
    id: memory.id,
    memory: text,
    score: memory.score && Math.round(memory.score * 1000) / 1000,
    user_id: user,
    agent_id: agent,
    run_id: run,
    metadata: redactDeep(memory.metadata, redact),
    created_at: memory.createdAt,
    updated_at: memory.updatedAt,
    expiration_date: memory.expirationDate ?? undefined,
  };
  if (bytesOf(row) <= most) return row;
  const note = most < MOST_BYTES / 2
    ? "Too long for a list; get_memory shows more of it"
    : "Too long to be shown whole";
  if (bytesOf(row.metadata) > most / 4) row.metadata = {};
  // A character takes at most six bytes of JSON.
  return { ...row, memory: text.slice(0, Math.floor(most / 8)), note };
}

/** Bytes of a value's JSON in UTF-8. */
export function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/**
 * The caller's own memory behind an id, the first 8 or more characters of one, or `[mem0:…]`.
 * @throws {ToolFailure} when there is none, several begin so, or it is another user's.
 */
export async function ownMemory(job: Job, verb: string): Promise<Memory> {
  const given = String(job.args.id);
  const id = await resolveId(job, given, verb);
  const memory = await job.store.get(id, job.call);
  if (memory === undefined) {
    throw fail(`Cannot ${verb} memory "${id}": there is none with this id; ${LOOK}`);
  }
  if (memory.scope.user !== job.identity.user) {
    throw fail(`Cannot ${verb} memory "${id}": it belongs to another user; ${LOOK}`);
  }
  return memory;
}

const LOOK = "look for the right one with search_memories or get_memories";

async function resolveId(job: Job, given: string, verb: string): Promise<string> {
  const text = given.trim().replace(/^\[?\s*mem0:\s*([^\]]*?)\s*\]?$/i, "$1").toLowerCase();
  const whole = memoryId(text);
  if (whole !== undefined) return whole;
  if (!/^[0-9a-f]{8}(-[0-9a-f-]*)?$/.test(text) || text.length > 35) {
    throw fail(
      `Cannot ${verb} memory ${shown(job, given)}: that is no memory id; ` +
        "give the full id, or its first 8 characters as in [mem0:1a2b3c4d]",
    );
  }
  const listed = job.deps.dream.candidateId(text);
  if (listed !== undefined) return listed;
  const { identity, store, call } = job;
  for (
    const filter of [
      readFilter("project", identity, { includeGlobal: true }),
      { scope: { user: identity.user } },
    ]
  ) {
    const found = new Set<string>();
    for await (const memory of store.iterate({ ...filter, showExpired: true }, call)) {
      if (memory.id.startsWith(text)) found.add(memory.id);
    }
    if (found.size === 1) return [...found][0]!;
    if (found.size > 1) {
      throw fail(
        `Cannot ${verb} memory "${text}": ${found.size} ids begin so (${
          [...found].slice(0, 5).join(", ")
        }); give the full one`,
      );
    }
  }
  throw fail(`Cannot ${verb} memory "${text}": no id of yours begins so; ${LOOK}`);
}

/** Is the memory held back by a running dream? @throws {ToolFailure} when it is. */
export function checkDream(job: Job, memory: Memory, verb: string): void {
  const reason = job.deps.dream.refusal(job.context.sessionID, memory, job.identity);
  if (reason) throw fail(`Cannot ${verb} memory "${memory.id}": ${reason}`);
}

/** Any error as a {@link ToolFailure} with one sentence; what nobody expected goes to the log. */
export function toFailure(tool: string, error: unknown, deps: ToolDeps): ToolFailure {
  if (error instanceof ToolFailure) return error;
  if (isMemoryError(error)) {
    const advice = ADVICE[error.code];
    const said = sentence(deps.redact(error.message).text);
    return fail(advice && !said.includes(";") ? `${said}; ${advice}` : said);
  }
  deps.log("error", `${tool} failed unexpectedly: ${deps.redact(describe(error)).text}`);
  return fail(`Cannot run ${tool}: an unexpected error happened; the log of the plugin tells more`);
}

const ADVICE: Readonly<Record<string, string>> = {
  unauthorized: "check MEM0_API_KEY",
  forbidden: "use a key that may do this",
  limited: "wait a little and try again",
  unavailable: "check that the server runs, and try again",
  timeout: "try again, or look first whether it was done",
  protocol: "check MEM0_HOST: no Mem0 server seems to answer there",
  storage: "check MEM0_DB_PATH and the disk",
};

function sentence(message: string): string {
  const line = message.split(/\n\s*at /)[0]!.replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return line.length > 400 ? `${line.slice(0, 399)}…` : line || "The memory store failed";
}
