import type { Log, MemoryStore } from "../../client/store.ts";
import { byteLength, renderBlock, renderTask, stripBlocks } from "./block.ts";
import { brief, linesOf, stateOf } from "./compaction.ts";
import type { Courier } from "./courier.ts";
import type { Dream } from "./dream.ts";
import { describe, guard, guardSync } from "./guard.ts";
import type { BackendHealth } from "./health.ts";
import { withLimit } from "./health.ts";
import type { Host, Injection, MemoryRuntime, Prompt, ReadTurns, ToolEvent, Turn } from "./host.ts";
import type { Intake } from "./intake.ts";
import type { Notices } from "./notices.ts";
import { failureLine } from "./query.ts";
import { BUDGET, compose, FIRST_BUDGET, type Recall } from "./recall.ts";
import { redact } from "./redact.ts";
import { asksForMemory } from "./resume.ts";
import { type Identity, readFilter } from "./scope.ts";
import { type Session, Sessions } from "./session.ts";
import type { Settings } from "./settings.ts";
import type { Skill } from "./skills.ts";
import type { ToolSpec } from "./tools/spec.ts";

/** The parts that {@link createRuntime} joins. */
export interface RuntimeParts {
  host: Host;
  log: Log;
  /** Who and where we are, with the branch as it is now. */
  identity: (sessionID?: string) => Identity;
  /** Settled once the identity is certain. */
  identified: Promise<unknown>;
  settings: () => Settings;
  store: () => Promise<MemoryStore>;
  health: BackendHealth;
  notices: Notices;
  recall: Recall;
  intake: Intake;
  courier: Courier;
  dream: Dream;
  tools: readonly ToolSpec[];
  skills: readonly Skill[];
  /** Frees what the parts hold. */
  free: () => Promise<void>;
}

/** Deadlines in milliseconds, each for all the work of one call. */
const HOOK_MS = 950;
const TURN_END_MS = 5_000;
const FIX_MS = 700;
const COMPACT_MS = 2_000;
const CLOSE_MS = 4_000;
const DRAIN_AT_CLOSE_MS = 3_000;
/** The host is asked once per session whose sub-agent it is. */
const PARENT_MS = 300;
/** Background look-ups, once per process. */
const BACKGROUND_MS = 10_000;
/** Bytes of earlier fixes beside a failing command's output, and how many. */
const FIX_BUDGET = 1_024;
const FIXES = 3;
const FAILURES_KEPT = 20;
/** The slash command that tidies up. */
const DREAM_COMMAND = "mem0-dream";

/** Joins the parts to what a host calls. Nothing here decides; nothing here throws. */
export function createRuntime(parts: RuntimeParts): MemoryRuntime {
  const { host, log, identity, settings, health, notices, recall, intake, courier, dream } = parts;
  const sessions = new Sessions();
  const stop = new AbortController();
  let background: Promise<void> | undefined;
  let closed: Promise<void> | undefined;

  /** Undefined for the user's own conversations; also when the host can't say: nothing is lost then. */
  const parentOf = (session: Session): Promise<string | undefined> =>
    session.parent ??= withLimit(host.parentOf(session.id), PARENT_MS).catch((error) => {
      session.parent = undefined; // not known yet: asked again with the next message
      log("debug", `Cannot tell whether "${session.id}" is a sub-agent's: ${describe(error)}`);
      return undefined;
    });

  const hear = async (prompt: Prompt): Promise<void> => {
    try {
      await parts.identified;
      await intake.hear(prompt, identity(prompt.sessionID));
    } catch (error) {
      notices.tell("storage", "error", `Memory can't keep what you say: ${describe(error)}`);
    }
  };

  async function onPrompt(
    prompt: Prompt,
    signal: AbortSignal,
  ): Promise<Injection | undefined> {
    const started = performance.now();
    const session = sessions.of(prompt.sessionID);
    const text = redact(stripBlocks(prompt.text)).text.trim();
    if (prompt.command === DREAM_COMMAND) return await dreamNow(session);
    if (text === "") return undefined;
    // What was said is on the disk before anything else may fail.
    const [, parent] = await Promise.all([hear({ ...prompt, text }), parentOf(session)]);
    if (parent !== undefined) {
      await intake.forget(prompt.sessionID, prompt.messageID);
      if (!asksForMemory(text)) return undefined;
    } else session.notePrompt(brief(text, 200));
    health.touch();
    const task = await takeTask(session);
    const found = await recall.find(session, identity(prompt.sessionID), text, {
      waitMs: HOOK_MS - 50 - (performance.now() - started),
      globalSearch: settings().globalSearch,
    });
    if (signal.aborted) {
      session.keepLate(found); // nobody takes the block any more: nothing has been shown
      return undefined;
    }
    const block = compose(session, found, session.isFresh ? FIRST_BUDGET : BUDGET);
    session.isFresh = false;
    if (task === undefined) return block;
    return { text: `${block?.text ?? ""}${renderTask(task)}`, ids: block?.ids ?? [] };
  }

  /** A task that waits; without one, whatever the last one began is over with this message. */
  async function takeTask(session: Session): Promise<string | undefined> {
    const { task } = session;
    session.task = undefined;
    if (task === undefined) await dream.next(session.id);
    return task;
  }

  /** The user asked to tidy up. What can't be listed in time comes with the next message. */
  async function dreamNow(session: Session): Promise<Injection | undefined> {
    const begun = beginDream(session, true);
    await withLimit(begun, HOOK_MS - 100);
    const task = session.task;
    session.task = undefined;
    return task === undefined ? undefined : { text: renderTask(task), ids: [] };
  }

  async function beginDream(session: Session, forced: boolean): Promise<void> {
    session.isCounted = true;
    session.task = await dream.begin({
      sessionID: session.id,
      identity: identity(session.id),
      store: parts.store,
      forced,
      signal: stop.signal,
    });
  }

  async function onTurnEnd(sessionID: string, turns: ReadTurns): Promise<void> {
    const session = sessions.of(sessionID);
    if (await parentOf(session) !== undefined) return;
    await parts.identified;
    let transcript: Turn[];
    try {
      transcript = await turns(await intake.gated(sessionID));
    } catch (error) {
      log("warn", `Cannot read the transcript, what was heard is gated alone: ${describe(error)}`);
      transcript = intake.pending(sessionID);
    }
    const last = transcript.findLast((turn) => turn.role === "assistant" && turn.complete);
    if (last) session.outcome = brief(redact(stripBlocks(last.text)).text, 300);
    await intake.gate(sessionID, transcript, identity(sessionID));
  }

  async function onToolFailure(
    event: ToolEvent,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (event.exitCode === 0 || !event.output || !health.isUp) return undefined;
    const failure = failureLine(redact(event.output).text);
    const session = sessions.of(event.sessionID);
    if (failure === undefined || session.failures.includes(failure)) return undefined;
    session.failures.push(failure);
    if (session.failures.length > FAILURES_KEPT) session.failures.shift();
    try {
      const fixes = await recall.findFixes(
        identity(event.sessionID),
        failure,
        settings().globalSearch,
        { timeoutMs: FIX_MS },
      );
      if (signal.aborted) return undefined;
      const fresh = fixes.filter((memory) => !session.hasShown(memory)).slice(0, FIXES);
      const block = renderBlock(fresh.map((memory) => ({ memory })), FIX_BUDGET);
      session.noteShown(fresh.filter(({ id }) => block.ids.includes(id)));
      return block.text || undefined;
    } catch (error) {
      health.failed(error);
      return undefined;
    }
  }

  async function onCompact(sessionID: string): Promise<string | undefined> {
    const session = sessions.of(sessionID);
    if (await parentOf(session) === undefined) {
      const who = identity(sessionID);
      const state = stateOf(session, who);
      if (state) {
        await intake.queue(state, who.user, `state:${sessionID}:${session.prompts.join()}`);
      }
    }
    return linesOf(session);
  }

  /** Once per process, when idle: rows of other clients, and how much there is. */
  async function lookAround(): Promise<void> {
    if (!health.isUp) return;
    const call = { timeoutMs: BACKGROUND_MS, signal: stop.signal };
    const who = identity();
    try {
      await recall.loadUnclaimed(who, call);
      const store = await parts.store();
      const { count, complete } = await store.count(readFilter("project", who), call);
      notices.tell(
        "connected",
        "info",
        `Memory is on: ${count}${complete ? "" : "+"} ${
          count === 1 ? "memory" : "memories"
        } for ${who.project}`,
      );
    } catch (error) {
      if (!stop.signal.aborted) health.failed(error);
      background = undefined; // tried again after the next turn
    }
  }

  async function whenIdle(session: Session): Promise<void> {
    if (closed) return;
    const delivered = courier.deliver();
    background ??= delivered.then(lookAround);
    await background;
    if (closed || session.isCounted || !health.isUp) return;
    if (await parentOf(session) === undefined) await beginDream(session, false);
  }

  async function shutDown(): Promise<void> {
    if (health.isUp) await withLimit(courier.deliver(), DRAIN_AT_CLOSE_MS);
    stop.abort();
    courier.stop();
    health.close();
    await dream.close();
    await parts.free();
  }

  const run = <T>(
    name: string,
    deadlineMs: number,
    body: (signal: AbortSignal) => Promise<T>,
  ) => guard({ name, deadlineMs, log }, body);

  return {
    tools: parts.tools,
    skills: parts.skills,
    onPrompt: (prompt) => run("onPrompt", HOOK_MS, (signal) => onPrompt(prompt, signal)),
    async onTurnEnd(sessionID, turns) {
      await run("onTurnEnd", TURN_END_MS, () => onTurnEnd(sessionID, turns));
      void whenIdle(sessions.of(sessionID));
    },
    onToolStart: (event) => guardSync("onToolStart", log, () => refusal(event)),
    onToolFailure: (event) =>
      run("onToolFailure", FIX_MS + 100, (signal) => onToolFailure(event, signal)),
    onCompact: (sessionID) => run("onCompact", COMPACT_MS, () => onCompact(sessionID)),
    onCompacted: (sessionID) => sessions.of(sessionID).forgetShown(),
    env: (sessionID) => {
      const who = identity(sessionID);
      return {
        MEM0_USER_ID: who.user,
        MEM0_APP_ID: who.project,
        MEM0_SESSION_ID: sessionID ?? "",
        MEM0_BRANCH: who.branch ?? "",
        MEM0_GLOBAL_SEARCH: String(settings().globalSearch),
      };
    },
    close: () => closed ??= run("close", CLOSE_MS, shutDown).then(() => undefined),
  };
}

/** Files in which other tools keep notes; here they belong into memory. */
const NOTES = /(?:^|[\\/])(?:MEMORY\.md$|\.claude[\\/]memory(?:[\\/]|$))/i;
const WRITERS = /^(?:write|edit|multi_?edit|patch|apply_?patch|create|str_replace\w*)$/i;

/** Why a tool of the host may not run; undefined when it may. */
function refusal({ tool, args }: ToolEvent): string | undefined {
  if (!WRITERS.test(tool) || typeof args !== "object" || args === null) return undefined;
  const given = args as Record<string, unknown>;
  const named = [given.filePath, given.file_path, given.path];
  const patch = given.patchText ?? given.patch ?? given.input;
  if (typeof patch === "string" && byteLength(patch) < 1 << 20) {
    named.push(...[...patch.matchAll(/^\*\*\* (?:Add|Update) File: (.+)$/gm)].map((one) => one[1]));
  }
  const path = named.find((one) => typeof one === "string" && NOTES.test(one.trim()));
  return path === undefined
    ? undefined
    : `Cannot write "${path}": notes are kept in memory here; call add_memory with the text instead`;
}
