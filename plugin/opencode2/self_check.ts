import { parseJson } from "../../client/json.ts";
import type { Log } from "../../client/store.ts";
import { ensureFolder, readText, writeAtomic } from "../core/files.ts";
import { describe } from "../core/guard.ts";
import type { Context } from "./types.ts";

/** What could be read in the host's sources only, and is looked for in a running one. */
export type Point =
  /** Hooks, transforms and events: registered, and called. */
  | "prompt"
  | "context"
  | "compaction"
  | "refusal"
  | "shell"
  | "events"
  /** A note set in `prompt` arrives with the message in `context`. */
  | "metadata"
  /** The same, of a message that an earlier process or instance saw. */
  | "restart"
  /** Two requests of a conversation begin with the same messages. */
  | "prefix"
  /** What `context` adds is in that request only. */
  | "additions"
  /** The ten tools are offered directly, optional arguments optional. */
  | "tools"
  | "skills"
  | "commands"
  /** A sub-agent's prompt can be told from the user's. */
  | "subagents"
  /** The host awaited the clean-up. */
  | "cleanup";

/** What was found of one point. */
export interface Finding {
  /** false: this host differs, and a feature works less well or not at all. */
  holds: boolean;
  /** When it doesn't hold, one sentence: what was seen, and what that means for the user. */
  note?: string;
  /** When, ISO 8601. */
  at: string;
}

/** The JSON file `<stateDir>/opencode2.json`. A point that is missing wasn't met yet. */
export interface Report {
  v: 1;
  /** As OpenCode names itself; findings of another version are dropped. */
  host: { name: string; version: string; channel: string };
  /** What OpenCode runs on, e.g. `bun 1.3.14`. */
  runtime: string;
  points: Partial<Record<Point, Finding>>;
}

/**
 * Compares a running OpenCode 2 with what its sources say. Each finding goes to the log and into the
 * report once; nothing is sent anywhere. Never throws.
 */
export class SelfCheck {
  readonly #points: Report["points"] = {};
  readonly #host: Report["host"];
  #writing: Promise<void> = Promise.resolve();
  #queued = false;

  /** @param path The report's file; without one only the log is written. */
  constructor(app: Context["app"], private readonly log: Log, private readonly path?: string) {
    const { name = "", version = "", channel = "" } = app ?? {};
    this.#host = { name, version, channel };
  }

  /** A point was seen to be as expected. */
  holds(point: Point, note?: string): void {
    if (this.#points[point] === undefined) this.#note(point, true, note);
  }

  /** A point is not as expected; that stays so. */
  differs(point: Point, note: string): void {
    if (this.#points[point]?.holds !== false) this.#note(point, false, note);
  }

  /** What was found by this instance; undefined: nothing yet. */
  found(point: Point): boolean | undefined {
    return this.#points[point]?.holds;
  }

  /** Resolves once the report is written. */
  flush(): Promise<void> {
    return this.#writing;
  }

  #note(point: Point, holds: boolean, note?: string): void {
    this.#points[point] = { holds, ...note ? { note } : {}, at: new Date().toISOString() };
    this.log(
      holds ? "info" : "warn",
      `OpenCode ${this.#host.version}: ${point} ${holds ? "holds" : "differs"}: ${note ?? "seen"}`,
    );
    const { path } = this;
    if (this.#queued || path === undefined) return;
    this.#queued = true;
    this.#writing = this.#writing.then(() => this.#write(path));
  }

  async #write(path: string): Promise<void> {
    this.#queued = false;
    try {
      // Instances share the file: what another one found stays.
      const before = parseReport(await readText(path));
      const kept = before?.host.version === this.#host.version ? before.points : {};
      const points = { ...kept, ...this.#points };
      const report: Report = { v: 1, host: this.#host, runtime: runtimeName(), points };
      await ensureFolder(path.replace(/[\\/][^\\/]*$/, ""));
      await writeAtomic(path, `${JSON.stringify(report, null, 2)}\n`);
    } catch (error) {
      this.log("debug", `Cannot write the self-check: ${describe(error)}`);
    }
  }
}

/** A report as it was written; undefined when it is of another form. */
export function parseReport(text = ""): Report | undefined {
  const report = parseJson(text) as Partial<Report> | null | undefined;
  return report?.v === 1 && report.host && report.points ? report as Report : undefined;
}

function runtimeName(): string {
  const { process } = globalThis as { process?: { versions?: Record<string, string> } };
  const { bun, deno, node } = process?.versions ?? {};
  return bun ? `bun ${bun}` : deno ? `deno ${deno}` : `node ${node ?? "?"}`;
}
