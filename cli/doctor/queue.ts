import type { MemoryStore } from "../../client/store.ts";
import type { Config } from "../../plugin/core/config.ts";
import { listNames } from "../../plugin/core/files.ts";
import { Outbox } from "../../plugin/core/outbox.ts";
import type { Io } from "../io.ts";
import { logTo } from "../memories.ts";
import { countOf } from "../output.ts";
import { PROGRAM } from "../version.ts";
import type { Finding } from "./finding.ts";

const RETRY = `${PROGRAM} doctor --retry`;

/** What waits to be stored, and what was given up. */
export async function checkOutbox(config: Config, user: string, io: Io): Promise<Finding[]> {
  const name = "outbox";
  const outbox = openOutbox(config, user, io);
  const { waiting, failed, dropped } = await outbox.status();
  const findings: Finding[] = [];
  if (failed > 0) {
    const reasons = [...new Set(await outbox.reasons())];
    findings.push({
      name,
      status: "warning",
      detail: `${countOf(failed)} could not be stored and ${failed === 1 ? "is" : "are"} kept: ` +
        `${reasons.slice(0, 3).join("; ")}${reasons.length > 3 ? "; …" : ""}`,
      next: RETRY,
    });
  }
  if (dropped > 0) {
    findings.push({
      name,
      status: "note",
      detail: `${countOf(dropped)} were dropped for their age or the outbox's size`,
    });
  }
  const others = await countOthers(config, waiting + failed);
  if (others > 0) {
    findings.push({
      name,
      status: "note",
      detail: `${countOf(others)} wait for another server, file or user, as they were meant to`,
    });
  }
  if (failed === 0) {
    findings.unshift({
      name,
      status: "ok",
      detail: waiting === 0 ? "empty" : `${countOf(waiting)} wait to be stored`,
    });
  }
  return findings;
}

/** Puts what was given up back into the queue, and delivers what is there. */
export async function retryOutbox(
  config: Config,
  user: string,
  store: MemoryStore | undefined,
  io: Io,
): Promise<Finding[]> {
  const outbox = openOutbox(config, user, io);
  const back = await outbox.retryFailed();
  const detail = `${countOf(back)} went back into the queue`;
  if (store === undefined) {
    return [{ name: "retry", status: "note", detail: `${detail}; the store can't be reached now` }];
  }
  const { delivered, waiting } = await outbox.drain(store, { wake: true, signal: io.signal });
  return [{
    name: "retry",
    status: "ok",
    detail: `${detail}; ${delivered} stored now, ${waiting} still waiting`,
  }];
}

function openOutbox(config: Config, user: string, io: Io): Outbox {
  return new Outbox({
    dir: `${config.stateDir}/outbox`,
    target: { backend: config.backendId, user },
    log: logTo(io),
    ...config.backend === "embedded" ? { serverLimitMs: 0 } : {},
  });
}

/** Entries of all targets but one's own: their folders' names don't tell whose they are. */
async function countOthers({ stateDir }: Config, own: number): Promise<number> {
  let all = 0;
  for (const target of await listNames(`${stateDir}/outbox`)) {
    for (const part of ["queue", "claimed", "failed"]) {
      const names = await listNames(`${stateDir}/outbox/${target}/${part}`);
      all += names.filter((name) => name.endsWith(".json")).length;
    }
  }
  return Math.max(0, all - own);
}
