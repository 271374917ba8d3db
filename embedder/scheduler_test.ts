import assert from "node:assert/strict";
import { drive, Scheduler } from "./scheduler.ts";

/** Work that takes as many steps as the text has letters, and notes each. */
function makeScheduler(trace: string[]) {
  let resume: (() => void)[] = [];
  const begin = function* (text: string) {
    if (text === "broken") throw new Error("no such text");
    for (const letter of text) {
      trace.push(letter);
      yield;
    }
    return Float32Array.of(text.length);
  };
  const scheduler = new Scheduler({
    budgetMs: -1, // one step at a stretch
    pause: () => new Promise((resolve) => resume.push(resolve)),
  });
  const turn = async () => {
    const ready = resume;
    resume = [];
    for (const next of ready) next();
    await Promise.resolve();
    return ready.length > 0;
  };
  return {
    add(text: string, urgent = false) {
      const { vector, cancel } = scheduler.add(() => begin(text), urgent);
      vector.then(() => trace.push(`[${text}]`), (error) => trace.push(String(error)));
      return cancel;
    },
    turn,
    async finish() {
      while (await turn());
    },
  };
}

Deno.test("Scheduler works off jobs in order, urgent ones before what is half done", async () => {
  const trace: string[] = [];
  const { add, turn, finish } = makeScheduler(trace);
  add("abcd");
  add("ef");
  await turn();
  await turn();
  add("X", true);
  add("Y", true);
  await finish();
  assert.equal(trace.join(""), "abX[X]Y[Y]cd[abcd]ef[ef]");
});

Deno.test("Scheduler forgets a job that is cancelled, begun or not", async () => {
  const trace: string[] = [];
  const { add, turn, finish } = makeScheduler(trace);
  const first = add("abcdefgh");
  const second = add("ij");
  add("kl");
  await turn();
  await turn();
  first();
  second();
  await finish();
  assert.equal(trace.join(""), "abkl[kl]");
  first(); // no harm
});

Deno.test("Scheduler tells a job's error and goes on with the next, also after it was idle", async () => {
  const trace: string[] = [];
  const { add, finish } = makeScheduler(trace);
  add("broken");
  add("a");
  await finish();
  assert.equal(trace.join(" "), "Error: no such text a [a]");
  add("b");
  await finish();
  assert.equal(trace.join(" "), "Error: no such text a [a] b [b]");
});

Deno.test("Scheduler begins after a pause", async () => {
  const trace: string[] = [];
  const { add, finish } = makeScheduler(trace);
  add("a");
  assert.deepEqual(trace, []);
  await finish();
  assert.equal(trace.join(""), "a[a]");
});

Deno.test("drive does all steps and pauses between", async () => {
  let pauses = 0;
  const steps = (function* () {
    yield;
    yield;
    return "done";
  })();
  const pause = () => {
    pauses++;
    return Promise.resolve();
  };
  assert.equal(await drive(steps, { budgetMs: 0, pause }), "done");
  assert.equal(pauses, 3);
});
