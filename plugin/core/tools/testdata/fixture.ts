import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { MemoryStore, NewMemory, Scope } from "../../../../client/store.ts";
import { EmbeddedStore } from "../../../../embedded/store.ts";
import { Dream } from "../../dream.ts";
import { Outbox } from "../../outbox.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../settings.ts";
import { createTools } from "../mod.ts";
import { type ToolContext, ToolFailure } from "../spec.ts";

/** A secret for tests: belongs to nobody, and is what {@link hide} takes out. */
export const SECRET = "tok_0123456789abcdef";

/** A redactor with one rule, so that these tests hold whatever the real one knows. */
export function hide(text: string): { text: string; found: string[] } {
  const clean = text.replace(/tok_[0-9a-f]{16}/g, "[redacted:token]");
  return { text: clean, found: clean === text ? [] : ["token"] };
}

/** What a tool answered. */
export type Answer = Record<string, unknown> & {
  results: Record<string, unknown>[];
  count: number;
};

/** The tools of user ann in project shop, over a store of their own. */
export interface Bench {
  store: MemoryStore;
  dream: Dream;
  /** What waits to be stored. */
  outbox: Outbox;
  /** Folder of the dream's state. */
  dir: string;
  settings: Settings;
  log: string[];
  /** Time that the dream sees. */
  clock: { now: Date };
  call(tool: string, args?: unknown, context?: Partial<ToolContext>): Promise<Answer>;
  /** The message with which the call fails. */
  fails(tool: string, args?: unknown, context?: Partial<ToolContext>): Promise<string>;
  /** Writes one memory past the tools; its id. */
  seed(text: string, metadata?: NewMemory["metadata"], scope?: Scope): Promise<string>;
}

/** What to run the tools on; default a fresh embedded store. */
export type Open = () => Promise<{ store: MemoryStore; close(): Promise<void> }>;

const embedded: Open = async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  return { store, close: () => store.close() };
};

/** Runs a test on a bench and takes it down. */
export async function onBench(
  body: (bench: Bench) => Promise<void>,
  open: Open = embedded,
): Promise<void> {
  const dir = await mkdtemp(`${tmpdir()}/mem0-tools-`);
  const opened = await open();
  const { store } = opened;
  const log: string[] = [];
  const clock = { now: new Date() };
  const settings = structuredClone(DEFAULT_SETTINGS);
  const dream = new Dream({
    dir: `${dir}/dream`,
    directory: dir,
    settings: () => settings.dream,
    redact: hide,
    log: (level, message) => log.push(`${level} ${message}`),
    now: () => clock.now,
  });
  const outbox = new Outbox({
    dir: `${dir}/outbox`,
    target: { backend: "here", user: "ann" },
    log: (level, message) => log.push(`${level} ${message}`),
    now: () => clock.now.getTime(),
    monotonic: () => clock.now.getTime(),
  });
  const tools = createTools({
    store: () => Promise.resolve(store),
    identity: () => ({ user: "ann", project: "shop", branch: "main" }),
    settings: () => settings,
    forget: (isMeant) => outbox.forget(isMeant),
    redact: hide,
    dream,
    log: (level, message) => log.push(`${level} ${message}`),
    now: () => clock.now,
  });
  const call: Bench["call"] = async (name, args = {}, context = {}) => {
    const tool = tools.find((one) => one.name === name);
    assert.ok(tool, `there is a tool ${name}`);
    return JSON.parse(await tool.run(args, { sessionID: "s1", ...context })) as Answer;
  };
  const bench: Bench = {
    store,
    dream,
    outbox,
    dir,
    settings,
    log,
    clock,
    call,
    async fails(name, args, context) {
      try {
        const answer = await call(name, args, context);
        assert.fail(`${name} answered ${JSON.stringify(answer).slice(0, 300)}`);
      } catch (error) {
        assert.ok(error instanceof ToolFailure, String(error));
        return error.message;
      }
    },
    async seed(text, metadata = {}, scope = { user: "ann", agent: "shop" }) {
      const messages = [{ role: "user", content: text }];
      const [change] = await store.add({
        scope,
        messages,
        infer: false,
        metadata: { ...scope.agent === "shop" ? { app_id: "shop" } : {}, ...metadata },
      });
      assert.ok(change);
      return change.id;
    },
  };
  try {
    await body(bench);
  } finally {
    await dream.close();
    await opened.close();
    await rm(dir, { recursive: true });
  }
}
