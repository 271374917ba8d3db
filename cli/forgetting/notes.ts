/**
 * Forgetting what stands in files that are read by people: the log, and the notes of a tidying; and
 * what an interrupted write left of any file.
 *
 * @module
 */
import { isAlive, listNames, readText, remove, takeLock } from "../../plugin/core/files.ts";
import { facts } from "../../plugin/core/files.ts";
import { fingerprint } from "../../plugin/core/fingerprint.ts";
import type { Owned } from "../../plugin/core/scope.ts";
import { dropLines, parseLine } from "./lines.ts";
import type { Kept, Wanted } from "./wanted.ts";

/** A tidying takes no longer, in milliseconds; nor does a write by far. */
const LONGEST_MS = 30 * 60_000;

/** Takes lines out of the log, whoever they are about; resolves to how many. */
export async function forgetLogged(stateDir: string, { texts }: Wanted): Promise<number> {
  let gone = 0;
  for (const name of ["mem0.log", "mem0.log.1"]) {
    gone += await dropLines(`${stateDir}/${name}`, (line) => texts.areIn(line));
  }
  return gone;
}

/** Takes out what a tidying kept of memories before it changed them. */
export async function forgetNoted(
  stateDir: string,
  wanted: Wanted,
): Promise<{ gone: number; kept: Kept[] }> {
  const noted: { gone: number; kept: Kept[] } = { gone: 0, kept: [] };
  const own = wanted.backends.map((backend) => fingerprint(backend).slice(0, 16));
  for (const backend of await listNames(`${stateDir}/dream`)) {
    const isMeant = (line: string) => isNoteMeant(line, wanted, own.includes(backend));
    for (const name of await listNames(`${stateDir}/dream/${backend}`)) {
      if (!name.endsWith(END)) continue;
      const path = `${stateDir}/dream/${backend}/${name}`;
      if (!(await readText(path) ?? "").split("\n").some(isMeant)) continue;
      const unlock = await takeLock(`${path.slice(0, -END.length)}.lock`, LONGEST_MS);
      if (unlock === undefined) {
        noted.kept.push({
          path,
          why: "a running OpenCode is just tidying up memories, and deletes it the next time",
        });
        continue;
      }
      try {
        noted.gone += await dropLines(path, isMeant);
      } finally {
        await unlock();
      }
    }
  }
  return noted;
}

const END = ".undo.jsonl";

function isNoteMeant(line: string, wanted: Wanted, isOwn: boolean): boolean {
  if (line === "") return false;
  const { identity, texts, isAllOf } = wanted;
  const note = parseLine(line) as Partial<Owned & { text: string }> | undefined;
  if (note === undefined) return texts.areIn(line);
  const { text, scope = {}, metadata = {} } = note;
  if (scope.user !== identity.user) return false;
  return isOwn && isAllOf?.({ scope, metadata }) === true || texts.areSaidIn(text ?? "");
}

/** Deletes what writes that were cut off have left beside their files. */
export async function forgetCut(stateDir: string, { texts }: Wanted): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const folder of await foldersOf(stateDir)) {
    for (const name of await listNames(folder)) {
      const writer = /\.(\d+)\.[0-9a-f]{8}\.tmp$/.exec(name);
      const path = `${folder}/${name}`;
      if (writer === null || !texts.areIn(await readText(path) ?? "")) continue;
      const known = await facts(path);
      const isOld = known === undefined || Date.now() - known.changedAt > LONGEST_MS;
      if (isOld || !isAlive(Number(writer[1]))) await remove(path);
      else kept.push({ path, why: "a running OpenCode is just writing it" });
    }
  }
  return kept;
}

async function foldersOf(stateDir: string): Promise<string[]> {
  const folders = [stateDir, `${stateDir}/spool`];
  for (const name of await listNames(`${stateDir}/outbox`)) {
    const target = `${stateDir}/outbox/${name}`;
    folders.push(...["ids", "tmp", "failed"].map((part) => `${target}/${part}`));
  }
  for (const name of await listNames(`${stateDir}/dream`)) {
    folders.push(`${stateDir}/dream/${name}`);
  }
  return folders;
}
