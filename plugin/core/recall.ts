import type { Call, Filter, Hit, Log, Memory, MemoryStore, Where } from "../../client/store.ts";
import { type Block, type Entry, renderBlock } from "./block.ts";
import { LEAST, relevant } from "./floor.ts";
import { describe } from "./guard.ts";
import { type BackendHealth, TIMERS, type Timers, withLimit } from "./health.ts";
import { dateOf, isPinned, keepNewest } from "./newest.ts";
import { shortenQuery } from "./query.ts";
import { asksToResume } from "./resume.ts";
import { type Identity, isVisible, readFilter, unclaimedFilter } from "./scope.ts";
import type { Found, Session } from "./session.ts";
import { contentWords, sharedWords } from "./words.ts";

/** What recall needs. */
export interface RecallOptions {
  /** The back end, opened on first use. */
  store: () => Promise<MemoryStore>;
  /** Scores and filters differ between the two. */
  backend: "server" | "embedded";
  health: BackendHealth;
  log: Log;
  timers?: Timers;
}

/** Bytes of a block: the first one of a conversation, and later ones. */
export const FIRST_BUDGET = 4_096;
export const BUDGET = 2_048;

/** An answer after the hook's deadline is still waited for this long, for the next message. */
const LATE_MS = 8_000;
/** Hits asked for; a block holds about a dozen. */
const HITS = 20;
/** Pinned memories and session states asked for, of all projects of the user on a server. */
const STATES = 200;
/** Rows looked through for the newest, when earlier work is to be picked up. */
const RECENT = 300;
/** The newest that are shown then. */
const RECENT_SHOWN = 6;
/** Rows of other clients that are kept in memory, and the longest text of one. */
const UNCLAIMED = 300;
const UNCLAIMED_TEXT = 600;

const IS_STATE: Where = {
  any: [
    { field: "pinned", is: true },
    { field: "type", is: "session_state" },
    // The older plugin marks pinned memories in their text.
    { field: "data", op: "contains", value: "[PINNED]" },
  ],
};

/** Finds what a message needs: at most one request, two for the first of a conversation. */
export class Recall {
  readonly #options: Required<RecallOptions>;
  #unclaimed: Memory[] = [];
  #isAsking = false;

  constructor(options: RecallOptions) {
    this.#options = { timers: TIMERS, ...options };
  }

  /**
   * What memory holds for the message. Waits no longer than `waitMs`; a later answer is kept in the
   * session. Never rejects: a failing store is reported to its health, and what is known already is
   * the result.
   * @param text Redacted, without blocks.
   */
  async find(
    session: Session,
    identity: Identity,
    text: string,
    options: { waitMs: number; globalSearch: boolean },
  ): Promise<Found> {
    const query = shortenQuery(text);
    const late = session.late ?? { state: [], hits: [] };
    session.late = undefined;
    const known: Found = {
      state: late.state.length > 0 ? late.state : session.isFresh ? session.state ?? [] : [],
      hits: [...this.#matchUnclaimed(query), ...late.hits],
    };
    const { health, timers } = this.#options;
    const ask = () => this.#ask(session, identity, text, query, options.globalSearch);
    if (!health.isUp) {
      if (health.isSlow) this.#askLate(session, ask);
      return known;
    }
    const parts = ask();
    if (parts.length === 0) return known;
    const started = timers.now();
    const found: Found[] = [];
    let inTime = true;
    const settled = Promise.all(parts.map(async (part, index) => {
      const answer = await part;
      if (inTime) found[index] = answer;
      else session.keepLate(answer);
    })).then(() => {
      if (inTime) health.answered(timers.now() - started);
    }, (error) => health.failed(error));
    await withLimit(
      settled.then(() => inTime = false),
      Math.max(0, Math.min(options.waitMs, health.patienceMs)),
      timers,
    );
    // Little time was left: that says nothing of the store; nor is one gone that answered something.
    const isMissed = inTime && options.waitMs >= health.patienceMs / 2;
    inTime = false;
    if (isMissed && found.length === 0) health.missed();
    // A part that didn't come in time is a hole: concat keeps it, a spread would not.
    return merge(found.concat(known));
  }

  /** Of a slow store: nobody waits, one request at a time, the answer is for the next message. */
  #askLate(session: Session, ask: () => Promise<Found>[]): void {
    if (this.#isAsking) return;
    const { health, log, timers } = this.#options;
    const started = timers.now();
    const parts = ask();
    if (parts.length === 0) return;
    this.#isAsking = true;
    Promise.all(parts).then((found) => {
      session.keepLate(merge(found));
      health.answered(timers.now() - started);
    }, (error) => log("debug", `No late answer: ${describe(error)}`))
      .finally(() => this.#isAsking = false);
  }

  /** Looks up rows of other clients, without any project; they are matched here from now on. */
  async loadUnclaimed(identity: Identity, call: Call): Promise<void> {
    if (this.#options.backend === "embedded") return; // asked for with every search
    const store = await this.#options.store();
    // A list would bring all rows of the user; a search has the server filter them.
    const rows = await store.search({
      ...unclaimedFilter(identity),
      text: identity.project,
      minScore: 0,
      limit: UNCLAIMED,
    }, call);
    this.#unclaimed = rows.filter((row) => isVisible(row, identity)).map((row) => ({
      ...row,
      text: row.text.slice(0, UNCLAIMED_TEXT),
    }));
  }

  /** Earlier fixes for a failure, best first. @throws {MemoryError} */
  async findFixes(
    identity: Identity,
    failure: string,
    globalSearch: boolean,
    call: Call,
  ): Promise<Memory[]> {
    const store = await this.#options.store();
    const { where, scope } = this.#reach(identity, globalSearch);
    const types: Where = {
      field: "type",
      is: ["bug_fix", "anti_pattern", "environmental", "task_learning"],
    };
    const hits = await store.search({
      scope,
      where: where ? { all: [types, where] } : types,
      text: failure,
      minScore: LEAST[this.#options.backend],
      limit: HITS,
      explain: true,
    }, call);
    return this.#relevant(hits, identity, failure, globalSearch);
  }

  /** The requests for a message, each with its part of what is found; none when none is needed. */
  #ask(
    session: Session,
    identity: Identity,
    text: string,
    query: string,
    globalSearch: boolean,
  ): Promise<Found>[] {
    const first = session.state === undefined;
    const resume = asksToResume(text, first);
    if (query === "" && !first) return [];
    const call: Call = { timeoutMs: LATE_MS };
    const search = async (): Promise<Found> => {
      if (query === "") return { state: [], hits: [] };
      const store = await this.#options.store();
      const hits = await store.search({
        ...this.#reach(identity, globalSearch),
        text: query,
        minScore: LEAST[this.#options.backend],
        limit: HITS,
        explain: true, // a server halves all scores as soon as one row has the words; parts stay
      }, call);
      return { state: [], hits: this.#relevant(hits, identity, query, globalSearch) };
    };
    const state = async (): Promise<Found> => {
      const rows = await this.#rows(identity, query, resume, call);
      const found = pickState(rows, identity, session.id);
      session.state = found;
      if (!resume) return { state: found, hits: [] };
      const recent = rows.filter((row) =>
        row.metadata.type !== "session_state" && !isPinned(row) && isVisible(row, identity)
      ).sort(newestFirst);
      return { state: found, hits: recent.slice(0, RECENT_SHOWN) };
    };
    if (first) return [search(), state()];
    return [resume ? state() : search()];
  }

  /** Pinned memories and session states; to resume, the project's newest rows as well. One request. */
  async #rows(identity: Identity, query: string, resume: boolean, call: Call): Promise<Memory[]> {
    const store = await this.#options.store();
    const project = this.#reach(identity, false);
    if (this.#options.backend === "embedded") {
      if (resume) return (await store.list({ ...project, limit: RECENT }, call)).memories;
      const where: Where = { all: [IS_STATE, project.where!] };
      return (await store.list({ scope: project.scope, where, limit: STATES }, call)).memories;
    }
    // A server's list has no filter and no order: a search without a floor has both, but needs a text.
    const filter: Filter = resume ? project : { scope: project.scope, where: IS_STATE };
    return await store.search({
      ...filter,
      text: query || identity.project,
      minScore: 0,
      limit: resume ? RECENT : STATES,
    }, call);
  }

  /** Project and global memories; in the embedded store also those of no project. */
  #reach(identity: Identity, globalSearch: boolean): Filter {
    const filter = readFilter("project", identity, { includeGlobal: true, globalSearch });
    if (this.#options.backend === "server" || filter.where === undefined) return filter;
    return { ...filter, where: { any: [filter.where, { field: "app_id", is: null }] } };
  }

  #relevant(
    hits: readonly Hit[],
    identity: Identity,
    query: string,
    globalSearch: boolean,
  ): Memory[] {
    const visible = hits.filter((hit) => isVisible(hit, identity, globalSearch));
    return relevant(visible, query, this.#options.backend);
  }

  /** By words alone: half of the query's words or of the memory's, two at least. */
  #matchUnclaimed(query: string): Memory[] {
    if (this.#unclaimed.length === 0 || query === "") return [];
    const words = new Set(contentWords(query));
    return this.#unclaimed.flatMap((memory) => {
      const own = new Set(contentWords(memory.text));
      const shared = sharedWords(words, own).length;
      const share = shared / Math.min(words.size, own.size);
      return shared >= 2 && share >= 0.5 ? [{ memory, share }] : [];
    }).sort((a, b) => b.share - a.share || compareIds(a.memory, b.memory))
      .slice(0, 5).map(({ memory }) => memory);
  }
}

/**
 * The block for a message: pinned first, then the last session state, then what is relevant; only
 * what this conversation hasn't seen, newest state wins, within the budget. Notes in the session what
 * it shows. Undefined when there is nothing to show.
 */
export function compose(session: Session, found: Found, budget: number): Block | undefined {
  const rows = new Map<string, Memory>();
  for (const memory of [...found.state.filter(isPinned), ...found.state, ...found.hits]) {
    if (!rows.has(memory.id)) rows.set(memory.id, memory);
  }
  const offered = new Set(rows.keys());
  // A newer memory that has been shown already takes an older one's place as well.
  for (const memory of session.shown) if (!rows.has(memory.id)) rows.set(memory.id, memory);
  const { memories, dated } = keepNewest(
    [...rows.values()],
    (memory) => !offered.has(memory.id) || session.hasShown(memory),
  );
  const entries: Entry[] = memories
    .filter((memory) => offered.has(memory.id) && !session.hasShown(memory))
    .map((memory) => ({ memory, dated: dated.has(memory.id) }));
  const block = renderBlock(entries, budget);
  if (block.ids.length === 0) return undefined;
  const shown = new Set(block.ids);
  session.noteShown(entries.map(({ memory }) => memory).filter(({ id }) => shown.has(id)));
  return block;
}

function merge(found: readonly Found[]): Found {
  return { state: found.flatMap(({ state }) => state), hits: found.flatMap(({ hits }) => hits) };
}

/** Pinned ones by age, then the newest session state of another conversation in this project. */
function pickState(rows: readonly Memory[], identity: Identity, sessionID: string): Memory[] {
  const visible = rows.filter((row) => isVisible(row, identity));
  const pinned = visible.filter(isPinned).sort((a, b) => -newestFirst(a, b));
  const states = visible.filter((row) =>
    row.metadata.type === "session_state" && !isPinned(row) &&
    row.metadata.session_id !== sessionID && typeof row.metadata.app_id === "string"
  ).sort(newestFirst);
  return [...pinned, ...states.slice(0, 1)];
}

function newestFirst(a: Memory, b: Memory): number {
  return Date.parse(dateOf(b)) - Date.parse(dateOf(a)) || compareIds(a, b);
}

function compareIds(a: Memory, b: Memory): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
