import type { MemoryStore } from "../../client/store.ts";
import { resolveIdentity } from "../../plugin/core/identity.ts";
import { defineCommand, EXIT } from "../command.ts";
import { type Finding, guarded } from "../doctor/finding.ts";
import { checkOpenCode, checkReport } from "../doctor/opencode.ts";
import { checkOutbox, retryOutbox } from "../doctor/queue.ts";
import { checkFolders, checkSettings, listSettings, type Setting } from "../doctor/settings.ts";
import { checkRuntime, checkStore } from "../doctor/store.ts";
import type { Io } from "../io.ts";
import { configure, openConfigured, type StoreOptions, storeOptions } from "../memories.ts";
import { paint, printJson, printTable } from "../output.ts";
import { PROGRAM, VERSION } from "../version.ts";

/** Options of `doctor`. */
export interface DoctorOptions extends StoreOptions {
  /** Bring back what the outbox gave up. */
  retry: boolean;
  json: boolean;
}

/** `doctor`: what is wrong, and what to do. */
export const doctor = defineCommand<DoctorOptions>({
  name: "doctor",
  summary: "Checks everything from the settings to OpenCode's cache, and says what to do",
  flags: {
    retry: { type: "boolean", help: "store again what the outbox had given up" },
  },
  details: "Exit code 1 only if the configured store can't be used; the rest is a warning.",
  read(given) {
    given.atMost(0);
    return { ...storeOptions(given), retry: given.on("retry"), json: given.on("json") };
  },
  async run(options, io) {
    const config = configure(options, io);
    const identity = await resolveIdentity({ directory: io.directory, ...config }, () => {});
    const settings = listSettings(config, identity, io.dotenv);
    const findings: Finding[] = [];
    const say = (some: readonly Finding[]) => {
      findings.push(...some);
      if (!options.json) { for (const finding of some) printFinding(finding, io); }
    };
    if (!options.json) printSettings(settings, io);

    say(await guarded("settings", "warning", () => checkSettings(config), REPORT));
    say(await guarded("folders", "warning", () => checkFolders(config), REPORT));
    say(await guarded("SQLite", "warning", () => checkRuntime(config), REPORT));
    let store: MemoryStore | undefined;
    say(
      await guarded("store", "failed", async () => {
        const checked = await checkStore(
          config,
          () => openConfigured(config, config.backend, () => {}),
        );
        store = checked.store;
        return checked.findings;
      }, REPORT),
    );
    try {
      if (options.retry) {
        const retry = () => retryOutbox(config, identity.user, store, io);
        say(await guarded("retry", "warning", retry, REPORT));
      }
    } finally {
      await store?.close();
    }
    say(
      await guarded("outbox", "warning", () => checkOutbox(config, identity.user, io), REPORT),
    );
    say(await guarded("OpenCode", "warning", () => checkOpenCode(io), REPORT));
    say(await guarded("OpenCode 2", "warning", () => checkReport(config.stateDir), REPORT));

    const isUsable = !findings.some(({ status }) => status === "failed");
    if (options.json) printJson({ version: VERSION, usable: isUsable, settings, findings }, io);
    else {
      const count = (status: Finding["status"]) =>
        findings.filter((finding) => finding.status === status).length;
      io.out(
        `\n${isUsable ? "The store can be used" : "The store can't be used"}: ` +
          `${count("failed")} failed, ${count("warning")} to look at\n`,
      );
    }
    return isUsable ? EXIT.done : EXIT.failed;
  },
});

const REPORT = `report it, with the output of: ${PROGRAM} doctor --json`;

function printSettings(settings: readonly Setting[], io: Io): void {
  const { dim } = paint(io);
  printTable(
    [{ title: "SETTING" }, { title: "VALUE" }, { title: "FROM", paint: dim, elastic: true }],
    settings.map(({ name, value, origin }) => [name, value, origin]),
    io,
  );
  if (io.isTerminal) io.out("\n");
}

/** A mark repeats what the word before it says. */
function printFinding({ name, status, detail, next }: Finding, io: Io): void {
  const { green, yellow, red, dim } = paint(io);
  const colour = { ok: green, note: dim, warning: yellow, failed: red }[status];
  io.out(`${colour(status.padEnd(7))}  ${name}: ${detail}\n`);
  if (next !== undefined && (status === "warning" || status === "failed")) {
    io.out(`         next: ${next}\n`);
  }
}
