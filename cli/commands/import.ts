import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Json, Metadata } from "../../client/store.ts";
import { redact } from "../../plugin/core/redact.ts";
import { redactDeep } from "../../plugin/core/tools/job.ts";
import { defineCommand, EXIT, Failure } from "../command.ts";
import { FORMAT_NAMES, parseFile } from "../formats/mod.ts";
import { FormatError } from "../formats/own.ts";
import type { Io } from "../io.ts";
import { Journal } from "../journal.ts";
import { type Memories, type StoreOptions, storeOptions, withMemories } from "../memories.ts";
import { countOf, printJson, printTable } from "../output.ts";
import type { MemoryRecord } from "../records.ts";
import { reportOutcome, SERVER_MS, SETTLE_FLAG, settleMsOf } from "../reports.ts";
import { transfer } from "../transfer.ts";

/** Options of `import`. */
export interface ImportOptions extends StoreOptions {
  /** `-`: stdin. */
  file: string;
  /** Default: found out. */
  format?: string;
  /** Where memories go that name no project. */
  scope: "project" | "global";
  /** Take over other users' memories as one's own? */
  asMine: boolean;
  dryRun: boolean;
  settleMs?: number;
  json: boolean;
}

/** `import`: what people have, each memory once. */
export const importing = defineCommand<ImportOptions>({
  name: "import",
  summary: "Stores what a file holds: our exports, notes, other programs' exports",
  words: "FILE",
  flags: {
    format: { type: "string", value: "NAME", help: "its format, when it isn't found out" },
    scope: {
      type: "string",
      value: "SCOPE",
      help: "where memories without a project go: project (default) or global",
    },
    "as-mine": { type: "boolean", help: "take over memories of other users" },
    "dry-run": { type: "boolean", help: "only show what would be stored" },
    ...SETTLE_FLAG,
  },
  details: 'FILE "-" is stdin. Running it again stores nothing twice. Secrets are taken out.\n' +
    `Formats: ${FORMAT_NAMES.slice(0, 6).join(", ")},\n  ${FORMAT_NAMES.slice(6).join(", ")}.`,
  read(given) {
    given.atMost(1);
    const format = given.oneOf("format", FORMAT_NAMES);
    return {
      ...storeOptions(given),
      ...settleMsOf(given),
      file: given.first("the file"),
      ...format === undefined ? {} : { format },
      scope: given.oneOf("scope", ["project", "global"] as const) ?? "project",
      asMine: given.on("as-mine"),
      dryRun: given.on("dry-run"),
      json: given.on("json"),
    };
  },
  run: (options, io) =>
    withMemories(options, io, async (memories) => {
      const { config, store, identity } = memories;
      const { format, records, own } = await read(options, memories, io);
      io.tell(`${options.file}: ${countOf(records.length)} (format ${format})`);
      if (options.dryRun) {
        preview(records, options.json, io);
        return EXIT.done;
      }
      const source = options.file === "-" ? "stdin" : resolve(io.directory, options.file);
      const journal = await Journal.open(config.stateDir, [
        "import",
        source,
        config.backendId,
        identity.user,
      ]);
      try {
        const outcome = await transfer({
          records,
          target: store,
          journal,
          settleMs: config.backend === "embedded" ? 0 : options.settleMs ?? SERVER_MS,
          progress: io.progress("Importing", records.length),
          signal: io.signal,
          sameTextIsEnough: !own,
        });
        return reportOutcome(outcome, "Imported", options.json, io);
      } finally {
        await journal.close();
      }
    }),
});

async function read(options: ImportOptions, memories: Memories, io: Io) {
  const { identity } = memories;
  const name = basename(options.file);
  let parsed;
  try {
    const text = options.file === "-" ? await io.readInput() : readFile(options.file, io);
    const place = { identity, scope: options.scope };
    parsed = await parseFile(name, text, place, options.format);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new Failure(`Cannot import "${options.file}": ${error.message}`, { cause: error });
  }
  const foreign = new Set<string>();
  const kinds = new Set<string>();
  const records = new Map<string, MemoryRecord>();
  for (const record of parsed.records) {
    const { user } = record.scope;
    if (user !== undefined && user !== identity.user) foreign.add(user);
    const mine = { ...record, scope: { ...record.scope, user: identity.user } };
    if (!records.has(record.id)) records.set(record.id, cleaned(mine, kinds));
  }
  if (foreign.size > 0 && !options.asMine) {
    throw new Failure(
      `Cannot import "${options.file}": it holds memories of ${[...foreign].join(", ")}, and you ` +
        `are ${identity.user}; add --as-mine to take them over, or name yourself with --user`,
    );
  }
  if (kinds.size > 0) io.tell(`Secrets were taken out (${[...kinds].join(", ")})`);
  return { ...parsed, records: [...records.values()] };
}

function readFile(path: string, io: Io): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolve(io.directory, path));
  } catch (error) {
    const { code } = error as { code?: string };
    const why = code === "ENOENT"
      ? "there is no such file"
      : code === "EISDIR"
      ? "it is a folder; name a file in it"
      : (error as Error).message;
    throw new Failure(`Cannot read "${path}": ${why}`, { cause: error });
  }
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return new TextDecoder().decode(isGzip ? gunzipSync(bytes) : bytes);
}

function cleaned(record: MemoryRecord, kinds: Set<string>): MemoryRecord {
  const { text, found } = redact(record.text);
  for (const kind of found) kinds.add(kind);
  const metadata = redactDeep(record.metadata as Json, redact, kinds) as Metadata;
  return { ...record, text, metadata };
}

function preview(records: readonly MemoryRecord[], json: boolean, io: Io): void {
  if (json) return printJson(records, io);
  printTable(
    [{ title: "TYPE" }, { title: "PROJECT" }, { title: "TEXT", elastic: true }],
    records.map(({ text, metadata }) => [
      typeof metadata.type === "string" ? metadata.type : "-",
      typeof metadata.app_id === "string" ? metadata.app_id : "global",
      text,
    ]),
    io,
  );
}
