import assert from "node:assert/strict";
import { EmbeddedStore } from "../../embedded/store.ts";
import { Courier } from "./courier.ts";
import { DISK, type Disk } from "./disk.ts";
import { BackendHealth } from "./health.ts";
import { Notices } from "./notices.ts";
import { Outbox } from "./outbox.ts";

Deno.test("Courier delivers what a process had accepted when it was killed, though nothing else waits", async (t) => {
  const dying: Partial<Disk>[] = [
    // Accepted in every way but for its place in the queue, and before it has its id.
    { move: () => Promise.reject(new Error("killed")) },
    { linkNew: () => Promise.reject(new Error("killed")) },
  ];
  for (const step of dying) {
    await t.step(`killed in ${Object.keys(step)}`, async () => {
      const dir = await Deno.makeTempDir();
      const store = await EmbeddedStore.open({ path: ":memory:" });
      const log = () => undefined;
      const outbox = (disk: Disk) =>
        new Outbox({ dir, target: { backend: "here", user: "ann" }, log, disk });
      // No process has this number.
      const dead = { ...DISK, ...step, ownProcess: () => ({ pid: 2 ** 22 + 1, since: 1 }) };
      const health = new BackendHealth({
        probe: () => store.check(),
        log,
        onChange: () => undefined,
      });
      try {
        await assert.rejects(
          outbox(dead).put({
            scope: { user: "ann" },
            messages: [{ role: "user", content: "We deploy with Kamal" }],
            infer: false,
          }),
        );
        const courier = new Courier({
          outboxes: () => [outbox(DISK)],
          store: () => Promise.resolve(store),
          health,
          notices: new Notices({ notify: () => Promise.resolve() }, log),
          log,
        });
        await courier.deliver();
        const { memories } = await store.list({ scope: { user: "ann" } });
        assert.deepEqual(memories.map(({ text }) => text), ["We deploy with Kamal"]);
      } finally {
        health.close();
        await store.close();
        await Deno.remove(dir, { recursive: true });
      }
    });
  }
});
