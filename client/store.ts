/**
 * The contract of a memory back end: what every store can do, in domain terms. Types only.
 *
 * Three rules hold for all implementations:
 * absence is a value and a failure is a {@link MemoryError}; identifiers sit only in `scope`, never
 * in `where`; and a scope without any identifier is refused as `invalid`, since on a Mem0 server it
 * would mean everybody's rows.
 *
 * @module
 */

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A memory's free fields. Keys are strings, values any JSON. */
export type Metadata = Record<string, Json>;

/**
 * Whose memories: any of user, agent and run, all given ones ANDed. At least one is needed. White
 * space around an identifier is trimmed; inside, it becomes `-` (see `client/identifiers.ts`).
 */
export interface Scope {
  /** `user_id` on the wire. */
  user?: string;
  /** `agent_id` on the wire; the plugin puts the project here. */
  agent?: string;
  /** `run_id` on the wire; the plugin puts the host's session id here. */
  run?: string;
}

/**
 * A predicate over a memory's metadata. A field is a metadata key, or one of the row's own fields:
 * `data` (the text), `hash`, `role`, `created_at`, `updated_at`, `expiration_date`.
 *
 * Scalars are compared by their text, as the server does: 7 equals "7", true equals "true". Arrays
 * and objects are compared by their JSON text in PostgreSQL's jsonb form (`["a", "b"]`).
 *
 * - `is` a value: equal. A list: equal to any of it (an empty list matches nothing). `null`: the
 *   key is absent (a stored JSON null is present).
 * - `ne`: present and not equal. `gt`, `gte`, `lt`, `lte`: both sides are finite numbers; other rows
 *   don't match. `contains`, `icontains`: substring of the text (with or without case).
 * - `all` (empty: true), `any` (empty: false), `none` (not any): plain two-valued logic.
 */
export type Where =
  | { field: string; is: Json | Json[] | null }
  | { field: string; op: WhereOperator; value: Json }
  | { all: Where[] }
  | { any: Where[] }
  | { none: Where[] };

/** Comparison operators of {@link Where}, beside `is`. */
export type WhereOperator = "ne" | "gt" | "gte" | "lt" | "lte" | "contains" | "icontains";

/** Which memories. */
export interface Filter {
  /** Whose; at least one identifier. */
  scope: Scope;
  /** Which of them; default all. */
  where?: Where;
  /** At most this many; default all that match (search: 10). */
  limit?: number;
  /** Include memories whose expiration date has passed; default false. */
  showExpired?: boolean;
}

/** A search for the memories nearest in meaning to a text. */
export interface Query extends Filter {
  /** What is looked for; white space only is `invalid`. */
  text: string;
  /** Leave out hits below this score, 0..1; default 0.1. Scales differ between back ends. */
  minScore?: number;
  /** Ask for the parts of each score ({@link Hit.parts}), where the store can; default false. */
  explain?: boolean;
}

/** Options of every call. */
export interface Call {
  /** Ends the call with code `aborted`. */
  signal?: AbortSignal;
  /** Deadline for the whole call, retries included, in milliseconds; the store's default otherwise. */
  timeoutMs?: number;
}

/** Options of a long removal. */
export interface RemovalCall extends Call {
  /** Told after each step: rows deleted so far, and rows known to match at the start. */
  onProgress?: (removed: number, total: number) => void;
}

/** One message of a conversation to be remembered. */
export interface Message {
  /** `user`, `assistant` or `system` (system messages are never stored raw). */
  role: string;
  /** Plain text. */
  content: string;
}

/** What to remember. */
export interface NewMemory {
  /** Who it belongs to; at least one identifier. */
  scope: Scope;
  /** In order; at least one. */
  messages: Message[];
  /** Extract facts (true, the default), or store each message as it is (false). */
  infer?: boolean;
  /** Free fields; identifiers in it are ignored. */
  metadata?: Metadata;
  /**
   * `metadata.type` of what is kept, where the store can't tell it from the statement; a type in
   * `metadata` is stored whatever the statement says. A Mem0 server can't tell, so there it is the type.
   */
  defaultType?: string;
  /** `YYYY-MM-DD`; the memory is expired from the day after, in UTC. */
  expirationDate?: string;
}

/** A stored memory. */
export interface Memory {
  /** UUID. */
  id: string;
  /** The remembered text. */
  text: string;
  /** The identifiers it was stored under. */
  scope: Scope;
  /** Free fields; {} when there are none. */
  metadata: Metadata;
  /** MD5 of the text, in hex. */
  hash?: string;
  /** Role of the message it was stored from; absent on extracted memories. */
  role?: string;
  /** Who said it (`actor_id`), when known. */
  actor?: string;
  /** ISO 8601 with zone. */
  createdAt: string;
  /** ISO 8601 with zone. */
  updatedAt?: string;
  /** `YYYY-MM-DD`; null when it was set once and cleared. */
  expirationDate?: string | null;
}

/** The parts of a score, when `explain` was asked for. Names as the server's `score_details`. */
export interface ScoreParts {
  /** Similarity by meaning, 0..1. */
  semantic: number;
  /** Similarity by words, 0..1. */
  keyword: number;
  /** The score that was compared with the threshold. */
  final: number;
}

/** A memory that a search found. */
export interface Hit extends Memory {
  /** 0..1, greater is better; not comparable between back ends. */
  score: number;
  /** Present when the store can explain its scores. */
  parts?: ScoreParts;
}

/** What an add did to one memory. */
export interface Change {
  /** The memory that was added, changed or deleted. */
  id: string;
  /** Its text now. */
  text: string;
  /** What happened. */
  event: "ADD" | "UPDATE" | "DELETE" | "NONE";
  /** The text before, for UPDATE. */
  previous?: string;
  /** Role of the message; absent on extracted memories. */
  role?: string;
}

/** New content of a memory. At least one field; metadata is merged key by key, nothing is removed. */
export interface Patch {
  /** The new text. */
  text?: string;
  /** Keys to set. */
  metadata?: Metadata;
  /** `YYYY-MM-DD`, or null to clear. */
  expirationDate?: string | null;
}

/** A list of memories. */
export interface Listing {
  /** Newest first (by `createdAt`, then id). */
  memories: Memory[];
  /** Is it certain that no matching memory is missing (but for `limit`)? */
  complete: boolean;
}

/** How many. */
export interface Count {
  /** Matching memories seen. */
  count: number;
  /** Is it certain that there are no more? */
  complete: boolean;
}

/** What a removal did, verified by a fresh listing. */
export interface Removal {
  /** Rows that were there and are not any more. */
  removed: number;
  /** Rows that still match. */
  left: number;
}

/** One step in a memory's life. */
export interface Revision {
  /** The step's own id. */
  id: string;
  /** The memory. */
  memoryId: string;
  /** Text before, null for ADD. */
  before: string | null;
  /** Text after, null for DELETE. */
  after: string | null;
  /** ADD, UPDATE, DELETE; the embedded store knows more. */
  event: string;
  /** ISO 8601. */
  createdAt: string | null;
  /** ISO 8601. */
  updatedAt: string | null;
  /** Who did it, when known. */
  actor?: string;
  /** Role of the message, when known. */
  role?: string;
}

/** A user, agent or run that memories are stored under. */
export interface Entity {
  /** Which identifier. */
  type: "user" | "agent" | "run";
  /** Its value. */
  id: string;
  /** Memories stored under it. */
  count: number;
  /** ISO 8601, oldest memory. */
  createdAt?: string;
  /** ISO 8601, newest change. */
  updatedAt?: string;
}

/** What a store can say of itself. */
export interface Health {
  /** Which kind of back end. */
  backend: "server" | "embedded";
  /** Where, without credentials. */
  address: string;
  /** Does something answer? */
  reachable: boolean;
  /** Is the credential accepted (true as well where none is needed)? */
  authorized: boolean;
  /** Can memories be written? Undefined: not known without writing. */
  writable?: boolean;
  /** What is there, in words: "Mem0 server (current)", "SQLite 3.53, schema 1". */
  version: string;
  /** Features that this back end lacks, one short phrase each. */
  gaps: string[];
  /** When something is wrong: one sentence with cause and next step. */
  problem?: string;
}

/**
 * A place where memories live. Implemented by `RestStore` (a Mem0 server) and `EmbeddedStore` (one
 * SQLite file). All methods reject with {@link MemoryError} and nothing else.
 */
export interface MemoryStore {
  /** Remember. Returns [] when nothing was worth storing. */
  add(input: NewMemory, call?: Call): Promise<Change[]>;
  /** Find by meaning and words; best first. */
  search(query: Query, call?: Call): Promise<Hit[]>;
  /** All that match, newest first. */
  list(filter: Filter, call?: Call): Promise<Listing>;
  /** All that match, one by one, in no promised order; for stores too large for one list. */
  iterate(filter: Filter, call?: Call): AsyncIterable<Memory>;
  /** How many match. */
  count(filter: Filter, call?: Call): Promise<Count>;
  /** One memory, expired ones too; undefined when it is not there. */
  get(id: string, call?: Call): Promise<Memory | undefined>;
  /** Change one memory; `missing` when it is not there. */
  update(id: string, patch: Patch, call?: Call): Promise<void>;
  /** Delete one memory; false when it was not there. */
  remove(id: string, call?: Call): Promise<boolean>;
  /** Delete all that match (expired ones too), and verify it. `limit` is refused. */
  removeAll(filter: Filter, call?: RemovalCall): Promise<Removal>;
  /** A memory's life, oldest step first; [] when it is not known. */
  history(id: string, call?: Call): Promise<Revision[]>;
  /** The users, agents and runs there are. */
  entities(call?: Call): Promise<Entity[]>;
  /** Ask how it is; never rejects for a server that is down, says so instead. */
  check(call?: Call): Promise<Health>;
  /** Free what it holds. Further calls fail. */
  close(): Promise<void>;
}

/** Receives what a store has to say to the log; never secrets. */
export type Log = (level: "error" | "warn" | "info" | "debug", message: string) => void;
