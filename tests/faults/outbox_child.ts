/**
 * A process that puts memories into an outbox and delivers them to an SQLite store, and may kill
 * itself in between: `outbox_child.ts <folder> <kill before step, 0: never> <from>...`
 */
import { EmbeddedStore } from "../../embedded/store.ts";
import { DISK, type Disk } from "../../plugin/core/disk.ts";
import { Outbox } from "../../plugin/core/outbox.ts";

const [folder = "", killAt = "0", ...sources] = Deno.args;
let step = 0;

/** Counts a step, and ends the process without any farewell before the chosen one. */
function next(): void {
  if (++step === Number(killAt)) Deno.kill(Deno.pid, "SIGKILL");
}

/** The disk with a step before each operation. */
function stepping(disk: Disk): Disk {
  const wrapped: Record<string, unknown> = { ...disk };
  for (const name of ["writeAtomic", "linkNew", "move", "remove", "readText", "syncFolder"]) {
    const operation = disk[name as "move"];
    wrapped[name] = (from: string, to: string) => {
      next();
      return operation(from, to);
    };
  }
  return wrapped as unknown as Disk;
}

const store = await EmbeddedStore.open({ path: `${folder}/memories.db` });
const add = store.add.bind(store);
store.add = async (input, call) => {
  next();
  const changes = await add(input, call);
  next();
  return changes;
};
const outbox = new Outbox({
  dir: `${folder}/outbox`,
  target: { backend: "file", user: "ann" },
  log: () => {},
  serverLimitMs: 0,
  disk: stepping(DISK),
});
for (const from of sources) {
  await outbox.put({
    scope: { user: "ann" },
    messages: [{ role: "user", content: `Fact from ${from}` }],
    infer: false,
  }, from);
}
for (let round = 0; round < 20; round++) {
  if ((await outbox.drain(store)).waiting === 0) break;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await store.close();
