import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import type { Memory } from "../../client/store.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import { type Bench, onBench, SECRET } from "./tools/testdata/fixture.ts";
import { isDue } from "./dream_state.ts";

const ME = { user: "ann", project: "shop" };
const DAY_MS = 86_400_000;

/** A clock that goes on by a second with each look, and a store that lives by it. */
const time = { at: 0 };
const inTime = (body: (bench: Bench) => Promise<void>) => () => {
  time.at = Date.now() - DAY_MS;
  return onBench(body, async () => {
    const now = () => new Date(time.at += 1000);
    const store = await EmbeddedStore.open({ path: ":memory:", now });
    return { store, close: () => store.close() };
  });
};

const begin = ({ dream, store }: Bench, sessionID = "s1", forced = true) =>
  dream.begin({ sessionID, identity: ME, store: () => Promise.resolve(store), forced });

const all = async ({ store }: Bench): Promise<Memory[]> =>
  (await store.list({ scope: { user: "ann" }, showExpired: true })).memories;

/** Does what the list says, as a model would that reads nothing else. */
async function follow({ call }: Bench, list: string): Promise<void> {
  for (const line of list.split("\n").filter((one) => one.startsWith("- "))) {
    const id = String.raw`[0-9a-f]{8}[0-9a-f-]*`;
    const [, targets] = new RegExp(`=> ((?:${id}(?:, )?)+)`).exec(line) ?? [];
    if (targets !== undefined) {
      for (const one of targets.split(", ")) await call("delete_memory", { id: one.trim() });
      continue;
    }
    const [, one, why] = new RegExp(`^- (${id}) \\(([^)]*)\\)`).exec(line) ?? assert.fail(line);
    if (/days/.test(why!)) await call("delete_memory", { id: one });
    else {
      const { memory } = await call("get_memory", { id: one });
      await call("update_memory", { id: one, text: memory });
    }
  }
}

// Plain words, no two statements alike.
const SUBJECTS = [
  "billing worker",
  "mobile app",
  "search index",
  "auth service",
  "payment gateway",
  "admin panel",
  "invoice printer",
  "image resizer",
  "audit log",
  "session cache",
  "mail queue",
  "report builder",
  "feature flags",
  "rate limiter",
  "data lake",
  "design system",
  "import job",
  "webhook relay",
];
const FACTS = [
  "keeps its settings in a file beside the binary",
  "must be restarted by hand after a schema change",
  "was written by the platform group",
  "logs to standard output alone",
  "needs a tunnel on laptops",
  "has no owner at weekends",
  "is tested against a recorded day of traffic",
];
const unique = SUBJECTS.flatMap((subject) => FACTS.map((fact) => `The ${subject} ${fact}`));

Deno.test(
  "a dream of 200 memories finds all that was planted and loses nothing else",
  inTime(async (bench) => {
    const { seed, clock, dream } = bench;
    const gone = new Set<string>();
    const kept = new Set<string>();
    const pinnedIds = new Set<string>();
    // The clock of a store never goes back: what is old comes first.
    const today = time.at;
    time.at -= 120 * DAY_MS;
    const originals = unique.slice(0, 105);
    const [repeats, distinct] = [originals.slice(0, 30), originals.slice(30)];
    for (let at = 0; at < 10; at++) {
      const text = `State ${at}: ${SUBJECTS[at]} half migrated, ${FACTS[at % 7]}`;
      gone.add(await seed(text, { type: "session_state" }));
    }
    // 20 pinned ones, made so that each looks like something to tidy up.
    for (let at = 0; at < 20; at++) {
      const text = at < 7
        ? `[PINNED] ${distinct[at]}`
        : at < 14
        ? `The ${SUBJECTS[at - 7]} listens on port ${9000 + at}`
        : `State of old: ${SUBJECTS[at - 14]} is pinned`;
      pinnedIds.add(
        await seed(text, {
          type: at < 14 ? "convention" : "session_state",
          ...at < 7 ? {} : { pinned: true },
        }),
      );
    }
    time.at = today;
    // 105 unique ones, of which 30 are repeated in other words.
    for (const text of originals) kept.add(await seed(text, { type: "convention" }));
    for (const [at, text] of repeats.entries()) {
      const said = [
        text.toUpperCase() + ".",
        `Please remember that ${text.replace("The", "the")}!`,
        `  "${text}"  `,
        `Note: ${text.replace("The ", "our ")}`,
      ][at % 4]!;
      await seed(said, { type: "convention" });
    }
    // 10 contradictions: 20 rows.
    for (let at = 0; at < 10; at++) {
      const say = [
        (port: number) => `The ${SUBJECTS[at]} listens on port ${port}`,
        (port: number) => `Deploys of the ${SUBJECTS[at]} go to cluster-${port}.internal`,
      ][at % 2]!;
      gone.add(await seed(say(4000 + at), { type: "environmental" }));
      kept.add(await seed(say(7000 + at), { type: "environmental" }));
    }
    const leaked: string[] = [];
    for (let at = 0; at < 5; at++) {
      leaked.push(await seed(`The token of the ${SUBJECTS[at]} is ${SECRET.slice(0, -1)}${at}`));
    }
    for (let at = 105; (await all(bench)).length < 200; at++) kept.add(await seed(unique[at]!));
    assert.equal((await all(bench)).length, 200);
    clock.now = new Date();

    const list = await begin(bench);
    assert.ok(list);
    assert.doesNotMatch(list, new RegExp(SECRET.slice(0, -1)));
    await follow(bench, list);

    const left = await all(bench);
    const leftIds = new Set(left.map(({ id }) => id));
    for (const id of gone) assert.ok(!leftIds.has(id), "outdated and expired ones are gone");
    for (const id of leaked) {
      const text = left.find((one) => one.id === id)?.text ?? "";
      assert.match(text, /^The token of the .* is \[redacted:token\]$/);
    }
    const fold = (text: string) =>
      text.toLowerCase().replace(/please remember that|note: |our |the |\[pinned\]|[^a-z ]/g, "")
        .replace(/\s+/g, " ").trim();
    // Each repeated statement is there once, whichever wording was kept; seven unique ones live on
    // as the pinned statement that says the same.
    for (const text of originals) {
      const same = left.filter((one) => fold(one.text) === fold(text));
      assert.equal(same.length, 1, text);
    }
    for (const id of [...pinnedIds, ...[...kept].slice(105)]) {
      assert.ok(leftIds.has(id), "pinned and newer ones stay");
    }
    assert.equal(left.length, 200 - 30 - 10 - 10 - 7);
    assert.equal(dream.isActive("s1"), false, "done when the list is");
    assert.equal(await begin(bench, "s2").then((text) => /nothing to tidy/.test(text ?? "")), true);
  }),
);

Deno.test(
  "pinned memories, other projects and sweeping deletes are refused during a dream",
  inTime(async (bench) => {
    const { seed, fails, call, store } = bench;
    await seed("Deploys happen on Tuesdays");
    await seed("deploys happen on tuesdays.");
    const pinned = await seed("Never force-push", { pinned: true });
    const marked = await seed("[PINNED] Ship small");
    const blog = await seed("blog", { app_id: "blog" }, { user: "ann", agent: "blog" });
    const global = await seed("global", { scope: "global" }, { user: "ann" });
    assert.ok(await begin(bench));
    for (
      const [id, why] of [[pinned, /pinned/], [marked, /pinned/], [blog, /not of this project/], [
        global,
        /not of this project/,
      ]] as const
    ) {
      assert.match(await fails("delete_memory", { id }), why);
      assert.match(await fails("update_memory", { id, metadata: { pinned: false } }), why);
    }
    assert.match(await fails("delete_all_memories", {}), /tidied up/);
    assert.match(await fails("delete_entities", { agent_id: "shop" }), /tidied up/);
    // Other conversations are not held up.
    await call("update_memory", { id: pinned, metadata: { note: "x" } }, { sessionID: "s2" });
    await bench.dream.close();
    await call("delete_memory", { id: pinned });
    assert.equal(await store.get(pinned), undefined);
  }),
);

Deno.test(
  "what a dream deletes or changes can be brought back from its log",
  inTime(async (bench) => {
    const { seed, call, dir } = bench;
    const old = await seed("The API listens on port 8080", { type: "environmental" });
    await seed("The API listens on port 9090", { type: "environmental" });
    const leak = await seed(`The token is ${SECRET}`);
    const list = await begin(bench);
    await follow(bench, list!);
    const [, path] = /kept in ("[^"]+")/.exec(list!) ?? [];
    const text = await readFile(JSON.parse(path!) as string, "utf8");
    assert.ok((JSON.parse(path!) as string).startsWith(dir));
    assert.doesNotMatch(text, new RegExp(SECRET));
    const entries = text.trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(
      entries.map(({ kind, id }) => `${kind} ${id}`).sort(),
      [
        `delete ${old}`,
        `update ${leak}`,
      ].sort(),
    );
    const { metadata, text: said } = entries.find(({ kind }) => kind === "delete");
    await call("add_memory", { text: said, metadata, infer: false });
    assert.ok((await all(bench)).some((one) => one.text === "The API listens on port 8080"));
  }),
);

Deno.test(
  "a dream ends with its work, and then waits for its gates again",
  inTime(async (bench) => {
    const { seed, settings, clock, call } = bench;
    settings.dream = { enabled: true, auto: true, minHours: 24, minSessions: 2, minMemories: 3 };
    const older = await seed("Deploys happen on Tuesdays");
    await seed("Deploys happen on Thursdays");
    assert.equal(await begin(bench, "a", false), undefined, "one conversation is too few");
    assert.equal(await begin(bench, "a", false), undefined, "and the same counts once");
    assert.equal(await begin(bench, "b", false), undefined, "two memories are too few");
    await seed("The API returns JSON");
    const list = await begin(bench, "c", false);
    assert.match(list!, /=> [0-9a-f]{8} "Deploys happen on Tuesdays"/);
    assert.equal(await begin(bench, "d"), undefined, "one at a time");
    await call("delete_memory", { id: older }, { sessionID: "c" });
    assert.equal(bench.dream.isActive("c"), false);
    await seed("The API returns JSON!");
    for (const session of ["e", "f", "g"]) {
      assert.equal(await begin(bench, session, false), undefined);
    }
    clock.now = new Date(clock.now.getTime() + 25 * 3_600_000);
    assert.ok(await begin(bench, "h", false), "a day later");
  }),
);

Deno.test(
  "a dream that nobody finishes is over with the next message, and offered again",
  inTime(async (bench) => {
    const { seed, settings, clock } = bench;
    settings.dream = { enabled: true, auto: true, minHours: 24, minSessions: 1, minMemories: 1 };
    const pinned = await seed("Deploys happen on Tuesdays", { pinned: true });
    await seed("Deploys happen on Tuesdays!");
    assert.ok(await begin(bench, "a", false));
    await bench.dream.next("other");
    assert.equal(bench.dream.isActive("a"), true);
    await bench.dream.next("a");
    assert.equal(bench.dream.isActive("a"), false);
    await bench.call("update_memory", { id: pinned, metadata: { note: 1 } }, { sessionID: "a" });
    assert.equal(await begin(bench, "b", false), undefined, "not at once");
    clock.now = new Date(clock.now.getTime() + 2 * 3_600_000);
    assert.ok(await begin(bench, "c", false));
    // One that the user asked for waits for the user's word.
    assert.ok(await begin(bench, "c", true));
    await bench.dream.next("c");
    assert.equal(bench.dream.isActive("c"), true);
    clock.now = new Date(clock.now.getTime() + 31 * 60_000);
    assert.equal(bench.dream.isActive("c"), false, "but not for ever");
  }),
);

Deno.test(
  "marking a memory as reviewed settles it, now and next time",
  inTime(async (bench) => {
    const older = await bench.seed("The worker listens on port 8080");
    await bench.seed("The worker listens on port 9090");
    assert.match((await begin(bench))!, /disagree/);
    await bench.call("update_memory", { id: older.slice(0, 8), metadata: { reviewed: true } });
    assert.equal(bench.dream.isActive("s1"), false);
    assert.match((await begin(bench))!, /nothing to tidy up/);
  }),
);

Deno.test(
  "a series of values is no contradiction",
  inTime(async (bench) => {
    for (let at = 1; at <= 6; at++) await bench.seed(`The number of the node is ${at}`);
    assert.match((await begin(bench))!, /nothing to tidy up/);
  }),
);

Deno.test(
  "begin prepares nothing when it is switched off, locked elsewhere, or the disk refuses",
  inTime(async (bench) => {
    const { seed, settings, dir, log } = bench;
    await seed("Deploys happen on Tuesdays");
    await seed("deploys happen on tuesdays");
    settings.dream.enabled = false;
    assert.equal(await begin(bench), undefined);
    settings.dream.enabled = true;
    const lock = `${dir}/dream/ann.shop.lock`;
    await writeFile(lock, JSON.stringify({ pid: 1, token: "x", since: Date.now() }));
    assert.equal(await begin(bench), undefined, "another living process dreams");
    await writeFile(lock, JSON.stringify({ pid: 1, token: "x", since: Date.now() - 3_600_000 }));
    assert.ok(await begin(bench), "an expired lock is taken over");
    await bench.dream.close();
    await writeFile(`${dir}/dream/ann.shop.json`, "{broken");
    assert.ok(await begin(bench), "a broken state is begun anew");
    const failing = bench.dream.begin({
      sessionID: "s9",
      identity: ME,
      store: () => Promise.reject(new Error("down")),
      forced: true,
    });
    await bench.dream.close();
    assert.equal(await failing, undefined);
    const later = await bench.dream.begin({
      sessionID: "s9",
      identity: ME,
      store: () => Promise.reject(new Error("down")),
      forced: true,
    });
    assert.equal(later, undefined);
    assert.ok(log.some((line) => line.startsWith("warn Cannot prepare a dream: down")), log.join());
  }),
);

const GATES = { enabled: true, auto: true, minHours: 24, minSessions: 2, minMemories: 0 };
const NOW = 100 * DAY_MS;
const DUE: [what: string, state: Parameters<typeof isDue>[0], gates: object, due: boolean][] = [
  ["never dreamt", { sessions: ["a", "b"] }, {}, true],
  ["too few conversations", { sessions: ["a"] }, {}, false],
  ["dreamt today", { last: NOW - DAY_MS / 2, sessions: ["a", "b"] }, {}, false],
  ["dreamt yesterday", { last: NOW - DAY_MS, sessions: ["a", "b"] }, {}, true],
  ["offered just now", { offered: NOW - 60_000, sessions: ["a", "b"] }, {}, false],
  [
    "offered just now, no wait wanted",
    { offered: NOW - 1, sessions: ["a", "b"] },
    { minHours: 0 },
    true,
  ],
  ["switched off", { sessions: ["a", "b"] }, { enabled: false }, false],
  ["on request only", { sessions: ["a", "b"] }, { auto: false }, false],
];
for (const [what, state, gates, due] of DUE) {
  Deno.test(`isDue says ${due}: ${what}`, () => {
    assert.equal(isDue(state, { ...GATES, ...gates }, NOW), due);
  });
}
