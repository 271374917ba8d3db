/** Ten thousand memories moved between two real stores by a process that is killed three times. */
import assert from "node:assert/strict";
import { EmbeddedStore } from "../../embedded/store.ts";
import { endOf, startCli, withFolders } from "./program.ts";

const ROWS = 10_000;
const KILLS = 3;

/** Many texts are the same, and some memories have everything that a memory can have. */
async function fill(path: string): Promise<void> {
  const store = await EmbeddedStore.open({ path });
  for (let done = 0; done < ROWS; done += 100) {
    const project = `project-${done / 100 % 7}`;
    await store.add({
      scope: { user: "ann", agent: project, ...done % 500 === 0 ? { run: "ses_1" } : {} },
      messages: Array.from({ length: 100 }, (_, row) => ({
        role: row % 2 === 0 ? "user" : "assistant",
        content: row % 10 === 0 ? "The same text, many times" : `Fact ${done + row}: ünïcode 日本`,
      })),
      infer: false,
      metadata: { app_id: project, type: "convention", batch: done, nested: { b: [1], a: null } },
      ...done % 1000 === 0 ? { expirationDate: "2020-01-01" } : {},
    });
  }
  await store.close();
}

Deno.test("move of 10,000 memories, killed three times, loses none and doubles none", () =>
  withFolders(async ({ home, directory, root }) => {
    const source = `${home}/.mem0/memories.db`;
    await fill(source);
    const served = startCli(["serve", "--port", "0", "--db", `${root}/served.db`, "--json"], {
      home,
      directory,
      env: { MEM0_EMBEDDER: "none" },
    });
    const reader = served.stdout.getReader();
    const { value } = await reader.read();
    const { url } = JSON.parse(new TextDecoder().decode(value)) as { url: string };
    const errors = new Response(served.stderr).text();
    try {
      const options = { home, directory, env: { MEM0_BACKEND: "embedded" } };
      const args = ["move", "--to", "server", "--host", url, "--settle", "1", "--json"];
      const arrived = async () => {
        const target = await EmbeddedStore.open({ path: `${root}/served.db` });
        const { count } = await target.count({ scope: { user: "ann" }, showExpired: true });
        await target.close();
        return count;
      };
      const counts: number[] = [];
      for (let kill = 1; kill <= KILLS; kill++) {
        const child = startCli(args, options);
        const ended = endOf(child);
        while (await arrived() < kill * ROWS / (KILLS + 1)) {
          await new Promise((wake) => setTimeout(wake, 50));
        }
        child.kill("SIGKILL");
        assert.notEqual((await ended).code, 0);
        counts.push(await arrived());
      }
      assert.ok(counts.every((count) => count < ROWS), `${counts}`);

      const { code, out, err } = await endOf(startCli(args, options));
      assert.equal(code, 0, err);
      const outcome = JSON.parse(out);
      assert.equal(outcome.total, ROWS);
      assert.equal(outcome.copied + outcome.present, ROWS);
      assert.ok(outcome.present >= ROWS * KILLS / (KILLS + 1));
      assert.deepEqual([outcome.verified, outcome.doubled, outcome.differing], [true, [], []]);

      // The promise again, by other means: what both stores export is the same, byte for byte.
      const here = await endOf(startCli(["export"], options));
      const there = await endOf(startCli(["export", "--db", `${root}/served.db`], options));
      assert.equal(here.out.split("\n").length, ROWS + 1);
      assert.equal(there.out, here.out);
      console.log(
        `  interrupted at ${counts.join(", ")}; ${outcome.copied} copied by the last run`,
      );
    } finally {
      served.kill("SIGTERM");
      await served.status;
      reader.releaseLock();
      await served.stdout.cancel();
      await errors;
    }
  }));
