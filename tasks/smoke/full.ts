/** The long steps of `smoke --full`: 1,200 rows across 12 projects. */
import assert from "node:assert/strict";
import type { Step } from "./steps.ts";

const PROJECTS = 12;
const ROWS = 100;

/** About 1,200 writes and as many deletes: a minute or two on a server. */
export const FULL_STEPS: Step[] = [
  [`write ${PROJECTS * ROWS} rows in ${PROJECTS} projects`, async (context) => {
    for (let done = 0; done < PROJECTS * ROWS; done += 20) {
      const project = `${context.project}-${Math.floor(done / ROWS)}`;
      await context.store.add({
        scope: { user: context.user, agent: project },
        messages: Array.from({ length: 20 }, (_, row) => ({
          role: "user",
          content: `Fact ${done + row} of ${context.mark}`,
        })),
        infer: false,
        metadata: { app_id: project },
      }, { timeoutMs: 60_000 });
      context.progress(`${done + 20} of ${PROJECTS * ROWS} rows written`);
    }
  }],
  ["list all of them", async (context) => {
    const listing = await context.store.list({
      scope: { user: context.user },
      where: { field: "app_id", op: "contains", value: `${context.project}-` },
    }, { timeoutMs: 60_000 });
    const numbered = listing.memories.filter((memory) => memory.text.startsWith("Fact "));
    assert.equal(numbered.length, PROJECTS * ROWS);
    assert.equal(new Set(numbered.map((memory) => memory.id)).size, PROJECTS * ROWS);
    assert.equal(listing.complete, true);
  }],
  ["list one project of them", async (context) => {
    const listing = await context.store.list({
      scope: { user: context.user },
      where: { field: "app_id", is: `${context.project}-7` },
    }, { timeoutMs: 60_000 });
    assert.equal(listing.memories.length, ROWS);
    assert.equal(listing.complete, true);
  }],
  ["delete one project of them, verified, and only that", async (context) => {
    const { removed, left } = await context.store.removeAll({
      scope: { user: context.user },
      where: { field: "app_id", is: `${context.project}-7` },
      showExpired: true,
    }, {
      timeoutMs: 300_000,
      onProgress: (done, total) => context.progress(`${done} of ${total} rows deleted`),
    });
    assert.deepEqual({ removed, left }, { removed: ROWS, left: 0 });
    const { count } = await context.store.count({
      scope: { user: context.user },
      where: { field: "app_id", is: `${context.project}-8` },
    });
    assert.equal(count, ROWS, "rows of the next project are gone");
  }],
];
