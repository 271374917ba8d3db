import assert from "node:assert/strict";
import { CursorFile } from "../../plugin/core/cursor.ts";
import { Intake } from "../../plugin/core/intake.ts";
import { Outbox } from "../../plugin/core/outbox.ts";
import { Spool } from "../../plugin/core/spool.ts";

const SPOOL = new URL("../../plugin/core/spool.ts", import.meta.url).href;

/** A process that hears one message and is gone before it gates it. */
async function hearAndDie(dir: string, createdAt: number): Promise<void> {
  const entry = {
    sessionID: "ses_1",
    messageID: "msg_1",
    user: "ann",
    project: "shop",
    backend: "embedded:x",
    text: "We decided to use PostgreSQL 16 for the billing service.",
    createdAt,
  };
  const code = `import { Spool } from "${SPOOL}";
    await new Spool({ dir: ${JSON.stringify(dir)}, log() {} }).write(${JSON.stringify(entry)});
    Deno.exit(9);`;
  const { code: exit } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "-A", "data:application/typescript," + encodeURIComponent(code)],
  }).output();
  assert.equal(exit, 9);
}

Deno.test("recover queues what a dead process heard, also when the session went on elsewhere", async () => {
  const folder = await Deno.makeTempDir();
  const log = () => {};
  const spool = new Spool({ dir: `${folder}/spool`, log });
  try {
    await hearAndDie(`${folder}/spool`, Date.now() - 60_000);
    const cursors = new CursorFile({ dir: `${folder}/cursors` });
    const later = { messageID: "msg_9", createdAt: Date.now(), said: [] };
    await cursors.write("ses_1", later);
    const outbox = new Outbox({
      dir: `${folder}/outbox`,
      target: { backend: "embedded:x", user: "ann" },
      log,
    });
    const intake = new Intake({
      mode: "auto",
      backendId: "embedded:x",
      spool,
      cursors,
      outbox: () => outbox,
      templates: [],
      storeJudges: false,
      log,
    });
    assert.equal(await intake.recover(), 1);
    assert.equal((await outbox.status()).waiting, 1);
    const cursor = await cursors.read("ses_1");
    assert.equal(cursor.messageID, "msg_9", "the cursor went back");
    assert.equal(await intake.recover(), 0, "it is recovered once");
  } finally {
    await spool.close();
    await Deno.remove(folder, { recursive: true });
  }
});
