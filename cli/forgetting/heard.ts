/**
 * Forgetting what was just heard and not looked at yet.
 *
 * @module
 */
import { originsOf } from "../../plugin/core/capture.ts";
import { DISK } from "../../plugin/core/disk.ts";
import { folderOf, originOf } from "../../plugin/core/outbox.ts";
import { DONE } from "../../plugin/core/outbox_folder.ts";
import { freeName, isAbandoned, newName, type SpoolEntry } from "../../plugin/core/spool.ts";
import { dropLines, parseLine } from "./lines.ts";
import type { Kept, Wanted } from "./wanted.ts";

/** What {@link forgetHeard} did. */
export interface Heard {
  /** Messages that are gone. */
  gone: number;
  /** What they said. */
  texts: string[];
  kept: Kept[];
}

/**
 * Takes messages out of the spool, each file claimed like by a process that takes it over. The file
 * of a running process is left; its messages are kept from being queued, as are those that are gone:
 * their conversation may be opened again.
 */
export async function forgetHeard(stateDir: string, wanted: Wanted): Promise<Heard> {
  const dir = `${stateDir}/spool`;
  const heard: Heard = { gone: 0, texts: [], kept: [] };
  for (const name of await DISK.listNames(dir)) {
    if (!name.endsWith(".jsonl")) continue;
    const lines = (await DISK.readText(`${dir}/${name}`) ?? "").split("\n");
    const entries = lines.filter((line) => isMeant(line, wanted)).map(parseLine);
    if (entries.length === 0) continue;
    for (const entry of entries as (SpoolEntry | undefined)[]) {
      if (entry === undefined) continue;
      heard.texts.push(entry.text);
      await keepFromQueue(`${stateDir}/outbox`, entry);
    }
    if (!await isAbandoned(dir, name, DISK, Date.now())) {
      heard.kept.push({
        path: `${dir}/${name}`,
        why: "a running OpenCode has just heard it; it isn't stored, and is deleted there at the " +
          "end of the turn, or when OpenCode is closed",
      });
      continue;
    }
    const own = `${dir}/${newName(DISK)}`;
    if (!await DISK.move(`${dir}/${name}`, own)) continue; // a process has just taken it over
    heard.gone += await dropLines(own, (line) => isMeant(line, wanted));
    await DISK.move(own, `${dir}/${freeName()}`);
  }
  return heard;
}

function isMeant(line: string, { identity, texts, isAllOf, backends }: Wanted): boolean {
  if (line === "") return false;
  const entry = parseLine(line) as Partial<SpoolEntry> | undefined;
  if (entry === undefined) return texts.areIn(line);
  const { text, user, project, backend } = entry;
  if (typeof text !== "string" || user !== identity.user) return false;
  const isOwn = backends.includes(backend ?? "");
  const owned = { scope: { user }, metadata: { app_id: project ?? null } };
  return isOwn && isAllOf?.(owned) === true || texts.areSaidIn(text);
}

/** Whatever comes of this message later counts as done already. */
async function keepFromQueue(outbox: string, entry: SpoolEntry): Promise<void> {
  const target = { backend: entry.backend, user: entry.user };
  const ids = `${outbox}/${folderOf(target)}/ids`;
  await DISK.ensureFolder(ids);
  for (const from of originsOf(entry.sessionID, entry.messageID)) {
    const path = `${ids}/${originOf(target, from)}`;
    // What is queued already was looked at there, by what it says.
    if (await DISK.facts(path) === undefined) await DISK.writeAtomic(path, DONE);
  }
}
