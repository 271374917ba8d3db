import assert from "node:assert/strict";
import fc from "fast-check";
import type { Memory, Message } from "../client/store.ts";
import { extractByRules, judgedExtractor, outdatedByRules, ruleExtractor } from "./extract.ts";
import type { Judge } from "./judge.ts";
import { isMemoryType, type MemoryType } from "./types.ts";

const user = (content: string): Message => ({ role: "user", content });
const assistant = (content: string): Message => ({ role: "assistant", content });
const texts = (...messages: Message[]) => extractByRules(messages).map(({ text }) => text);

Deno.test("extractByRules keeps what is durable and leaves out the request beside it", () => {
  assert.deepEqual(
    texts(user("Hi! We never deploy on Fridays. The cluster runs on k3s. Can you list the pods?")),
    ["We never deploy on Fridays", "The cluster runs on k3s"],
  );
});

Deno.test("extractByRules names the kind of each statement", () => {
  const cases: [string, string][] = [
    ["We decided to use NATS for events.", "decision"],
    ["Never force-push to release branches.", "anti_pattern"],
    ["I prefer short answers.", "user_preference"],
    ["Every endpoint must have a test.", "convention"],
    ["Lesson: the importer needs 4 GB.", "task_learning"],
    ["Staging runs on port 9090.", "environmental"],
    ["The timeout was caused by a missing index.", "bug_fix"],
    ["Wir haben uns für Keycloak entschieden.", "decision"],
    ["Niemals auf main pushen!", "anti_pattern"],
    ["Je préfère les réponses courtes.", "user_preference"],
    ["Todos os serviços rodam em Docker, sempre.", "convention"],
    ["コミットメッセージは必ず英語で書く。", "convention"],
    ["我们决定改用 pnpm。", "decision"],
  ];
  for (const [said, type] of cases) {
    assert.deepEqual(extractByRules([user(said)]).map((fact) => fact.type), [type], said);
  }
});

Deno.test("extractByRules stores nothing of questions, requests, guesses, chat and moments", () => {
  const noise = [
    "Should we use Redis?",
    "do we always need await here?",
    "rename getUser to fetchUser please",
    "maybe we could move to Bun some day",
    "I'm running the tests now",
    "thanks, great work!",
    "Kannst du den Test reparieren?",
    "you are right",
    "",
    "```\nwe always use tabs\n```",
  ];
  for (const content of noise) assert.deepEqual(texts(user(content)), [], content);
});

Deno.test("extractByRules keeps a correction and drops what it corrects", () => {
  const kept = texts(
    user("staging is at 10.4.0.12"),
    assistant("Noted."),
    user("no wait, wrong one. staging is 10.4.0.21"),
  );
  assert.deepEqual(kept, ["staging is 10.4.0.21"]);
});

Deno.test("extractByRules drops what is taken back, and the words that take it back", () => {
  const cases: [string, string[]][] = [
    [
      "We store weights in pounds. No scratch that, that was the old lab. We store weights in kilograms.",
      ["We store weights in kilograms"],
    ],
    [
      "The render farm listens on port 80... wait, Ilse just corrected me, the render farm listens on port 81.",
      ["The render farm listens on port 81"],
    ],
    [
      "The Jenkins agent listens on port 50017. Sorry, I misread my notes, the Jenkins agent listens on port 50071.",
      ["The Jenkins agent listens on port 50071"],
    ],
  ];
  for (const [said, facts] of cases) assert.deepEqual(texts(user(said)), facts);
});

Deno.test("extractByRules puts a value right in what was said before, where its correction names nothing", () => {
  const said = user("The staging database listens on stage-2.acme.dev, port 5433.");
  for (
    const correction of [
      "ah no sorry, 5433 was the old pooler. it's 6432. Try again please",
      "sorry, 5433 was the old one, 6432",
    ]
  ) {
    assert.deepEqual(texts(said, assistant("Noted."), user(correction)), [
      "The staging database listens on stage-2.acme.dev, port 6432",
    ]);
  }
  assert.deepEqual(texts(user("The relay is on pin 17."), assistant("Ok."), user("no wait, 22")), [
    "The relay is on pin 22",
  ]);
  // A search for the value that tried each of its digits would not come back.
  const endless = user(`sorry, ${"1".repeat(200_000)}`);
  assert.deepEqual(texts(user("The relay is on pin 17."), endless), ["The relay is on pin 17"]);
  assert.deepEqual(
    texts(user("The relay is on pin 17."), assistant("Ok."), user("no wait, the fan is on pin 22")),
    ["The relay is on pin 17", "The fan is on pin 22"],
  );
});

Deno.test("extractByRules says by name what a pronoun stands for, and of which part a rule is", () => {
  const cases: [string, string[]][] = [
    ["There is our internal npm registry. It lives at npm.acme.dev.", [
      "Our internal npm registry lives at npm.acme.dev",
    ]],
    ["The payroll export runs on the 22nd at 05:00. And it always goes out as Latin-1.", [
      "The payroll export runs on the 22nd at 05:00",
      "The payroll export always goes out as Latin-1",
    ]],
    [
      "Let's make it a rule for the fleet backend: code never calls time.time(), it takes a Clock.",
      ["The fleet backend: code never calls time.time(), it takes a Clock"],
    ],
  ];
  for (const [said, facts] of cases) assert.deepEqual(texts(user(said)), facts);
});

Deno.test("extractByRules keeps a fact behind words that only say it is one, not those words alone", () => {
  assert.deepEqual(
    texts(user("I have to tell you that we never ship anything under GPL in the desktop product.")),
    ["I have to tell you that we never ship anything under GPL in the desktop product"],
  );
  assert.deepEqual(texts(user("Two things were agreed today.")), []);
  assert.deepEqual(texts(user("The gateway is on port 8080, isn't it?")), []);
  assert.deepEqual(texts(user("Anders is off sick.\nOh, that's all it is.")), []);
});

Deno.test("extractByRules keeps a trouble, its cause and its fix together", () => {
  const [fact, ...others] = extractByRules([user(
    "The nightly import died twice. Turned out the disk was full. We moved the dumps to /data.",
  )]);
  assert.equal(fact?.type, "bug_fix");
  for (const part of [/import died/, /disk was full/, /\/data/]) assert.match(fact!.text, part);
  assert.deepEqual(others, []);
});

Deno.test("extractByRules keeps what ended a trouble with what caused it, whatever kind it is taken for", () => {
  const facts = texts(user(
    "I know why the printer queue stalled: the spooler ran out of handles, because it never closes them. " +
      "We raised the limit to 4096 and the stalls are gone.",
  ));
  assert.equal(facts.length, 1, facts.join("\n"));
  assert.match(facts[0]!, /handles[\s\S]*4096/);
});

Deno.test("extractByRules keeps what is to be done instead with the ban", () => {
  const cases: [string, string[]][] = [
    ["Dont ever run the whole suite on the bus. Only run it with MOCK_GPS=1.", [
      "Dont ever run the whole suite on the bus. Only run it with MOCK_GPS=1",
    ]],
    [
      "Never mock the scale in tests. The real one rejected every second box. Use tools/scalesim instead.",
      [
        "Never mock the scale in tests. The real one rejected every second box. Use tools/scalesim instead",
      ],
    ],
  ];
  for (const [said, facts] of cases) assert.deepEqual(texts(user(said)), facts);
});

Deno.test("extractByRules reads of an assistant's words only outcomes", () => {
  assert.deepEqual(
    texts(
      user("why is it slow?"),
      assistant("You could always add an index. I renamed the file."),
    ),
    [],
  );
  const facts = extractByRules([
    assistant("Fixed: the cache was never invalidated because the key had no version."),
  ]);
  assert.equal(facts.length, 1);
  assert.equal(facts[0]!.speaker, "assistant");
  assert.deepEqual(texts({ role: "system", content: "Never deploy on Fridays." }), []);
});

Deno.test("extractByRules completes a short choice by the question it answers", () => {
  assert.deepEqual(
    texts(
      user("Should we use Redis or Valkey for the session cache?"),
      assistant("Both work."),
      user("Valkey then."),
    ),
    ["Use Valkey for the session cache"],
  );
});

Deno.test("extractByRules gives the words of what a change makes outdated", () => {
  const replaces = (said: string) => extractByRules([user(said)])[0]?.replaces;
  assert.match(replaces("We moved from Jest to Vitest.") ?? "", /Jest/);
  assert.match(replaces("The API listens on port 9090.") ?? "", /API/);
  assert.equal(replaces("I prefer short answers."), undefined);
});

Deno.test("outdatedByRules names only memories that are untrue for certain", async () => {
  const memories: Memory[] = ["The tests run with Jest", "The docs are in Markdown"].map((
    text,
  ) => ({
    id: text,
    text,
    scope: { user: "u" },
    metadata: {},
    createdAt: "2026-01-01T00:00:00Z",
  }));
  const text = "We moved from Jest to Vitest";
  assert.deepEqual(outdatedByRules(text, memories), ["The tests run with Jest"]);
  assert.deepEqual(await ruleExtractor.outdated!({ text }, memories), ["The tests run with Jest"]);
});

Deno.test("extractByRules keeps numbers, versions, paths and negations as they were said", () => {
  const exact = fc.constantFrom(
    "10.4.0.21",
    "v1.26.3",
    "/etc/acme/certs",
    "src/a_b.ts",
    "1,500",
    "ghcr.io/acme",
  );
  const said = fc.tuple(
    fc.constantFrom("The gateway runs on", "We never deploy to", "Staging must use"),
    exact,
  );
  fc.assert(fc.property(said, ([head, value]) => {
    assert.deepEqual(texts(user(`Hey, ${head} ${value}. Can you check?`)), [`${head} ${value}`]);
  }));
});

Deno.test("extractByRules answers any text, with typed statements that are not empty", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "we always ",
      "it's ",
      ": ",
      "; ",
      "```",
      "<a>\n",
      "that's why ",
      "\n- ",
      " or ",
      "?",
      "。",
      "fixed by ",
    ),
  );
  const content = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
  fc.assert(fc.property(fc.array(content, { maxLength: 4 }), (contents) => {
    for (const fact of extractByRules(contents.map(user))) {
      assert.notEqual(fact.text.trim(), "");
      assert.ok(isMemoryType(fact.type));
    }
  }));
});

Deno.test("extractByRules reads a long message without blowing up", () => {
  const words = "we always use the port and it is ".repeat(3000);
  const lines = "The service uses port 80, and its log is at /var/log. ".repeat(2000);
  assert.ok(texts(user(words), user(lines), user("a".repeat(200_000))).length > 0);
});

Deno.test("extractByRules leaves out what is withdrawn, guessed, or told again with its cause", () => {
  const said = (...contents: string[]) =>
    extractByRules(contents.map((content, place) => ({
      role: place % 2 === 0 ? "user" : "assistant",
      content,
    }))).map(({ text }) => text);
  assert.deepEqual(
    said(
      "The radar feed listens on 7001. Oh wait, no, that was the simulator. It's 7010 on the real one.",
    ),
    ["The radar feed listens on 7010"],
  );
  assert.deepEqual(said("Let's use SQLite then. Hmm, scratch that."), []);
  assert.deepEqual(
    said(
      "The order form freezes when you paste an IBAN. Lars suspects the mask library.",
      "Fixed: the order form froze on pasted IBANs because the mask regex backtracked.",
    ),
    ["Fixed: the order form froze on pasted IBANs because the mask regex backtracked"],
  );
  assert.deepEqual(
    said("Don't use floats for money, ever.", "Understood, the invoice module now uses integers."),
    ["Don't use floats for money, ever"],
  );
});

Deno.test("a doubtful statement is kept only when it makes a memory untrue", async () => {
  const [alone] = await ruleExtractor.extract([
    { role: "user", content: "well, our bundler is esbuild, ok" },
  ], { now: new Date() });
  assert.equal(alone?.tentative, true);
  assert.deepEqual(
    extractByRules([{ role: "user", content: "well, our bundler is esbuild, ok" }]),
    [],
  );
});

/** Finds worth keeping what has one of the words; behind another sentence it may be other words. */
function judgeOf(alone: RegExp, behind: RegExp): Judge {
  return {
    statements: (said) =>
      Promise.resolve(said.map(({ text, before }) => ({
        odds: (before === "" ? alone : behind).test(text) ? 4 : -3.6,
        type: "decision",
      }))),
    replaced: (_, older) => Promise.resolve(older.map(() => -4)),
  };
}

const keptBy = async (judge: Judge, ...messages: Message[]) =>
  (await judgedExtractor(judge).extract(messages, { now: new Date() }))
    .filter(({ tentative }) => !tentative).map(({ text }) => text);

Deno.test("a judge hears a memory as it will be read, and what says nothing then is not kept", async () => {
  const said = user(
    "I looked at the sale badge. Make the corners a bit rounder. Deploys use Kamal.",
  );
  assert.deepEqual(await keptBy(judgeOf(/Kamal/, /Kamal|rounder/), said), ["Deploys use Kamal"]);
  assert.deepEqual(await keptBy(judgeOf(/Kamal|rounder/, /Kamal|rounder/), said), [
    "Make the corners a bit rounder",
    "Deploys use Kamal",
  ]);
});

Deno.test("a clause that stands alone is kept without the one that doesn't", async () => {
  const said = user("I'm new at a chain of bakeries. Their tills close the day at 04:00.");
  assert.deepEqual(await keptBy(judgeOf(/^Their tills/, /tills/), said), [
    "Their tills close the day at 04:00",
  ]);
  assert.deepEqual(await keptBy(judgeOf(/tills/, /tills/), said), [
    "I'm new at a chain of bakeries. Their tills close the day at 04:00",
  ]);
});

Deno.test("a user's only sentence is kept at even odds, one of several needs more", async () => {
  const judge: Judge = {
    ...judgeOf(/none/, /none/),
    statements: (said) => Promise.resolve(said.map(() => ({ odds: 0.2, type: "decision" }))),
  };
  const told = "Fuzzing runs on the box owl, overnight.";
  assert.deepEqual(await keptBy(judge, user(told)), ["Fuzzing runs on the box owl, overnight"]);
  assert.deepEqual(await keptBy(judge, user(`${told} It found two, in the parser.`)), []);
});

Deno.test("a plain statement that is the whole message is kept, though the judge doubts it", async () => {
  const said = user("Deploys use Kamal.");
  assert.deepEqual(await keptBy(judgeOf(/none/, /none/), said), ["Deploys use Kamal"]);
  const sure: Judge = {
    ...judgeOf(/none/, /none/),
    statements: (said) => Promise.resolve(said.map(() => ({ odds: -3.9, type: "decision" }))),
  };
  assert.deepEqual(await keptBy(sure, said), []);
  const decided = user("We decided to call the drill service by its full name.");
  assert.deepEqual(await keptBy(judgeOf(/none/, /none/), decided), [
    "We decided to call the drill service by its full name",
  ]);
  assert.deepEqual(
    await keptBy(judgeOf(/none/, /none/), user("We looked at the drill service.")),
    [],
  );
  // To the words it looks like a request.
  const rather: Judge = {
    ...judgeOf(/none/, /none/),
    statements: (said) => Promise.resolve(said.map(() => ({ odds: -1, type: "decision" }))),
  };
  assert.deepEqual(await keptBy(rather, user("Now Babak approves changes to the Helm charts.")), [
    "Now Babak approves changes to the Helm charts",
  ]);
});

Deno.test("what is doubtful is not kept for replacing something doubtful", async () => {
  const judge: Judge = {
    ...judgeOf(/none/, /none/),
    replaced: (_, older) => Promise.resolve(older.map(() => 20)),
  };
  const told = [user("hm, our webhook arrives twice"), user("so our webhook was slow, lol")];
  assert.deepEqual(await keptBy(judge, ...told), []);
});

/** Log-odds by the first pattern that a sentence meets, whatever stands before it; else idle. */
function oddsBy(...known: [RegExp, number, MemoryType?][]): Judge {
  return {
    statements: (said) =>
      Promise.resolve(said.map(({ text }) => {
        const [, odds, type] = known.find(([pattern]) => pattern.test(text)) ?? [null, -4];
        return { odds, type: type ?? "decision" };
      })),
    replaced: (newer, older) =>
      Promise.resolve(older.map((text) => /1e-4|WeasyPrint/.test(newer + text) ? 2.9 : -4)),
  };
}

Deno.test("a clause counts by itself as much as in its place", async () => {
  const said = user("Somebody asks in #482 how to require it. Since v5 we ship ESM only.");
  const judge = (alone: number): Judge => ({
    ...oddsBy(),
    statements: (said) =>
      Promise.resolve(said.map(({ text, before }) => ({
        odds: /ESM/.test(text) ? before === "" ? alone : -1 : -4,
        type: "decision",
      }))),
  });
  assert.deepEqual(await keptBy(judge(4), said), ["Since v5 we ship ESM only"]);
  assert.deepEqual(await keptBy(judge(1), said), []);
});

Deno.test("what was done about a trouble is kept with its cause, though it says little by itself", async () => {
  const judge = oddsBy([/because/, 4, "bug_fix"], [/now filter/, -3], [/coffee/, -3]);
  assert.deepEqual(
    await keptBy(
      judge,
      user(
        "The import failed because the reader sends a NUL byte. I now filter bytes below 0x20. Off to get a coffee.",
      ),
    ),
    ["The import failed because the reader sends a NUL byte. I now filter bytes below 0x20"],
  );
});

Deno.test("a trouble that help is asked for is not kept as a fact, with its cause it is", async () => {
  const judge = oddsBy([/daemon/, 2, "environmental"]);
  const told = "The daemon grows by 50 MB per hour.";
  assert.deepEqual(await keptBy(judge, user(`${told} Can you find out why?`)), []);
  const caused = "The daemon leaks because each reconnect makes a timer.";
  assert.deepEqual(await keptBy(judge, user(`${caused} Can you write a test?`)), [
    "The daemon leaks because each reconnect makes a timer",
  ]);
});

Deno.test("an assistant's cause that the user says was right needs less", async () => {
  const judge = oddsBy([/reconnect/, 0.2, "bug_fix"]);
  const told = [
    user("The daemon grows, can you look?"),
    assistant("The daemon grew because every reconnect made a timer."),
  ];
  assert.deepEqual(await keptBy(judge, ...told, user("Confirmed here too, brilliant.")), [
    "The daemon grew because every reconnect made a timer",
  ]);
  assert.deepEqual(await keptBy(judge, ...told, user("Hm, let me see first.")), []);
});

Deno.test("a value put right is kept, and takes the place of the wrong one", async () => {
  const judge = oddsBy([/1e-4|18:12/, -1.5], [/3e-4/, 3]);
  const wrong = user("The baseline lr is 3e-4. Could you write the sweep?");
  const right = "the baseline lr is 1e-4";
  assert.deepEqual(
    await keptBy(
      judge,
      wrong,
      assistant("Here it is."),
      user(`wait, I read the wrong run, ${right}.`),
    ),
    ["The baseline lr is 1e-4"],
  );
  // What is put right here is of something else.
  const other = user("wait, wrong tab: my train goes at 18:12.");
  assert.deepEqual(await keptBy(judge, wrong, assistant("Here it is."), other), [
    "The baseline lr is 3e-4",
  ]);
});

Deno.test("what a conversation decides anew takes the place of what it had decided", async () => {
  const judge = oddsBy([/ReportLab/, 3], [/WeasyPrint/, 4]);
  assert.deepEqual(
    await keptBy(
      judge,
      user("The invoices are made with ReportLab. Can you make a skeleton?"),
      assistant("Sure."),
      user("Too much for us. The invoices are made with WeasyPrint from a template."),
    ),
    ["The invoices are made with WeasyPrint from a template"],
  );
});

Deno.test("what is asked for by its name alone is what the next sentence is about", () => {
  const cases: [string, string[]][] = [
    [
      "Survey photos? that's in the Ceph bucket at s3.marsh.example these days. Fetch ten please",
      ["Survey photos are in the Ceph bucket at s3.marsh.example these days"],
    ],
    ["Staging database? It runs on port 5544.", ["Staging database runs on port 5544"]],
    ["Is it ready? That's on port 5544.", []],
    ["Can you look at why the backup is so large? It's 2.3 TB.", []],
  ];
  for (const [said, kept] of cases) assert.deepEqual(texts(user(said)), kept);
});

Deno.test('what is to be done is no name, and "that" is no thing told of before', async () => {
  const judge = oddsBy([/5544|purpose/, 4], [/cache/, 4]);
  for (
    const [said, wrong] of [
      ["Could you restart the build server? It's on port 5544 in the DMZ.", /restart .* is on/],
      ["The cache is off on staging. That's on purpose, for now.", /cache is on purpose/],
    ] as const
  ) {
    const kept = await keptBy(judge, user(said));
    assert.ok(kept.length > 0);
    for (const text of kept) assert.doesNotMatch(text, wrong);
  }
});

Deno.test("a judge is asked what a statement about oneself takes the place of, words are not", async () => {
  const said = [
    user("The greenhouse controller runs on a Raspberry Pi. Could you look at the log?"),
    assistant("Nothing in there."),
    user("I put the greenhouse controller on an ESP32, much less trouble."),
  ];
  const told = oddsBy([/controller/, 4]);
  const judge = (odds: number): Judge => ({
    ...told,
    replaced: (_, older) => Promise.resolve(older.map(() => odds)),
  });
  const later = "I put the greenhouse controller on an ESP32, much less trouble";
  assert.deepEqual(await keptBy(judge(4), ...said), [later]);
  assert.deepEqual(await keptBy(judge(-4), ...said), [
    "The greenhouse controller runs on a Raspberry Pi",
    later,
  ]);
});
