import assert from "node:assert/strict";
import { stripBlocks } from "./block.ts";
import { type CaptureOptions, planCapture, statementKey } from "./capture.ts";
import type { Turn } from "./host.ts";
import { redact } from "./redact.ts";

const OPTIONS: CaptureOptions = {
  mode: "auto",
  sessionID: "ses_1",
  branch: "main",
  stripBlocks,
  redact,
};

function said(messageID: string, text: string, more: Partial<Turn> = {}): Turn {
  return { messageID, role: "user", text, complete: true, ...more };
}

function texts(plan: ReturnType<typeof planCapture>): string[] {
  return plan.memories.map(({ memory }) => memory.messages.map((one) => one.content).join(" | "));
}

Deno.test("planCapture hands facts on for extraction with the surface's metadata", () => {
  const plan = planCapture([said("m1", "We use pnpm here, not npm.")], { said: [] }, OPTIONS);
  assert.deepEqual(plan.memories, [{
    from: "ses_1/m1",
    memory: {
      messages: [{ role: "user", content: "We use pnpm here, not npm." }],
      infer: true,
      metadata: {
        confidence: 0.7,
        source: "opencode",
        session_id: "ses_1",
        branch: "main",
        files: ["*"],
      },
      defaultType: "convention",
    },
  }]);
  assert.equal(plan.cursor.messageID, "m1");
  assert.deepEqual(plan.messageIDs, ["m1"]);
});

Deno.test("planCapture stores what is to be remembered word for word, in explicit mode too", () => {
  for (const mode of ["auto", "explicit"] as const) {
    const plan = planCapture([said("m1", "Remember that CI runs on ARM")], { said: [] }, {
      ...OPTIONS,
      mode,
    });
    const [first] = plan.memories;
    assert.deepEqual(first?.memory.messages, [{ role: "user", content: "CI runs on ARM" }]);
    assert.equal(first?.memory.infer, false);
    assert.equal(first?.memory.metadata?.confidence, 1);
    assert.equal(plan.memories.length, 1);
  }
});

Deno.test("planCapture in explicit mode keeps nothing else, and off keeps nothing", () => {
  const turns = [
    said("m1", "We use pnpm here, not npm."),
    said("a1", "The root cause was the cache in Store2, fixed by clearing it.", {
      role: "assistant",
    }),
  ];
  assert.deepEqual(texts(planCapture(turns, { said: [] }, { ...OPTIONS, mode: "explicit" })), []);
  const off = planCapture([said("m2", "remember that x is y")], { said: [] }, {
    ...OPTIONS,
    mode: "off",
  });
  assert.deepEqual(texts(off), []);
  assert.equal(off.cursor.messageID, "m2");
});

Deno.test("planCapture looks only at what came after the cursor", () => {
  const turns = [said("m1", "We use pnpm here, not npm."), said("m2", "Never push to main.")];
  const plan = planCapture(turns, { messageID: "m1", said: [] }, OPTIONS);
  assert.deepEqual(texts(plan), ["Never push to main."]);
  assert.deepEqual(texts(planCapture(turns, plan.cursor, OPTIONS)), []);
});

Deno.test("planCapture goes by time when the cursor's message is gone", () => {
  const turns = [
    said("m1", "We use pnpm here, not npm.", { createdAt: 10 }),
    said("m3", "Never push to main.", { createdAt: 30 }),
  ];
  const plan = planCapture(turns, { messageID: "m2", createdAt: 20, said: [] }, OPTIONS);
  assert.deepEqual(texts(plan), ["Never push to main."]);
});

Deno.test("planCapture drops a repeated statement, also across calls", () => {
  const first = planCapture([said("m1", "We use pnpm here, not npm.")], { said: [] }, OPTIONS);
  const turns = [said("m1", "…"), said("m2", "we use pnpm here, not npm!")];
  const again = planCapture(turns, first.cursor, OPTIONS);
  assert.deepEqual(texts(again), []);
  assert.deepEqual(again.dropped, [{ messageID: "m2", reason: "said before" }]);
});

Deno.test("planCapture drops sub-agents, what nobody typed, and templates", () => {
  const turn = said("m1", "We use pnpm here, not npm.");
  assert.deepEqual(
    texts(planCapture([turn], { said: [] }, { ...OPTIONS, subAgent: true })),
    [],
  );
  assert.deepEqual(texts(planCapture([{ ...turn, synthetic: true }], { said: [] }, OPTIONS)), []);
  assert.deepEqual(
    texts(planCapture([said("m2", "We use pnpm here, not npm. Then do this: x")], { said: [] }, {
      ...OPTIONS,
      templates: ["We use pnpm here, not npm. Then do this: $ARGUMENTS"],
    })),
    [],
  );
});

Deno.test("planCapture adds the outcome of the same turn, and only of a finished answer", () => {
  const outcome = "The root cause was the cache in Store2, fixed by clearing it in reset().";
  const turns = [
    said("m1", "Never push to main."),
    said("a1", "Looking into it.", { role: "assistant" }),
    said("a2", outcome, { role: "assistant" }),
  ];
  assert.deepEqual(texts(planCapture(turns, { said: [] }, OPTIONS)), [
    `Never push to main. | ${outcome}`,
  ]);
  const cut = turns.map((turn) => turn.messageID === "a2" ? { ...turn, complete: false } : turn);
  assert.deepEqual(texts(planCapture(cut, { said: [] }, OPTIONS)), ["Never push to main."]);
  const request = turns.map((turn) => turn.messageID === "m1" ? said("m1", "fix it") : turn);
  assert.deepEqual(texts(planCapture(request, { said: [] }, OPTIONS)), [outcome]);
});

Deno.test("planCapture lets no secret and no private passage through", () => {
  const turns = [
    said("m1", "We never use the key sk-proj-aZ3kQ9pLx7VbN2mT5wYc in CI <private>ask Bo</private>"),
    said("m2", "remember that the db password is Zebra77!x"),
  ];
  const all = JSON.stringify(planCapture(turns, { said: [] }, OPTIONS));
  assert.doesNotMatch(all, /aZ3kQ9|ask Bo|Zebra77/);
});

Deno.test("statementKey tells apart what differs in a name, number, path or negation", () => {
  assert.equal(statementKey("Use tabs!"), statementKey("please use  tabs"));
  const different = [
    "port 5433",
    "port 5432",
    "node 20",
    "a/b.ts",
    "a/c.ts",
    "we use x",
    "we don't use x",
    "v1.2",
    "v12",
    "A calls B",
    "B calls A",
    "--all",
    "all",
    "@a/b",
    ".env",
    "env",
    "C",
    "C++",
    "C#",
    "5 %",
    "5",
    "x < y",
    "x > y",
    "src/App",
    "src/app",
    "US",
    "us",
    "10⁶",
    "106",
  ];
  assert.equal(new Set(different.map(statementKey)).size, different.length);
});

Deno.test("planCapture hands all that was typed to a store that judges, with what it answers to", () => {
  const turns = [
    said("m1", "which port does staging use?"),
    said("a1", "The root cause was the cache in Store2, fixed by clearing it. Is the port 5433?", {
      role: "assistant",
    }),
    said("m2", "Yes, and Amara approves releases now.\n```\n[INFO] a log\n```"),
    said("a2", "The cause was the stale cache, fixed by clearing it.", { role: "assistant" }),
    said("m3", "Yes, and Amara approves releases now."),
    said("m4", "thanks"),
  ];
  const options = { ...OPTIONS, storeJudges: true };
  const { memories, dropped } = planCapture(turns, { messageID: "m1", said: [] }, options);
  assert.deepEqual(
    memories.map(({ memory }) => memory.messages.map(({ role, content }) => `${role}: ${content}`)),
    [
      [
        "assistant: Is the port 5433?",
        "user: Yes, and Amara approves releases now.",
        "assistant: The cause was the stale cache, fixed by clearing it.",
      ],
      // The same words answer something else, here nothing.
      ["user: Yes, and Amara approves releases now."],
      ["user: thanks"],
      // It came after its question had been captured.
      ["assistant: The root cause was the cache in Store2, fixed by clearing it."],
    ],
  );
  assert.deepEqual(dropped, []);
  const gated = planCapture(turns, { messageID: "m1", said: [] }, OPTIONS);
  assert.deepEqual(gated.dropped.map(({ messageID }) => messageID), ["m3", "m4"]);
});

Deno.test("planCapture takes a wish to forget for no statement", () => {
  for (const storeJudges of [false, true]) {
    const turns = [
      said("m1", "Please forget what I said about short functions, I don't care that much."),
      said("m2", "forget that we always deploy on Fridays"),
      said("m3", "We never forget to run the linter before a push."),
      said("m4", "Forget it, we always deploy with Kamal."),
    ];
    const plan = planCapture(turns, { said: [] }, { ...OPTIONS, storeJudges });
    assert.deepEqual(plan.dropped.map(({ messageID }) => messageID), ["m1", "m2"]);
    assert.deepEqual(texts(plan), turns.slice(2).map(({ text }) => text));
  }
});

Deno.test("planCapture keeps nothing of a sentence that held a secret only", () => {
  for (const storeJudges of [false, true]) {
    const options = { ...OPTIONS, storeJudges };
    const one = said(
      "m1",
      "The staging key is sk_live_9f8e7d6c5b4a39281706abcd — for this call only.",
    );
    const plan = planCapture([one], { said: [] }, options);
    assert.deepEqual(texts(plan), []);
    assert.deepEqual(plan.dropped, [{ messageID: "m1", reason: "only a secret, or to forget" }]);
    const two = said("m1", `${one.text} We deploy with Kamal, not Helm.`);
    const kept = texts(planCapture([two], { said: [] }, options));
    assert.deepEqual(kept, ["We deploy with Kamal, not Helm."]);
    const host = said(
      "m1",
      "We always use postgres://app:hunter2secret@db.lan/shop for staging, never prod.",
    );
    assert.equal(planCapture([host], { said: [] }, options).memories.length, 1);
  }
  for (
    const text of [
      "The staging host is db.lan and its key is sk_live_9f8e7d6c5b4a39281706abcd.",
      "The staging key is sk_live_9f8e7d6c5b4a39281706abcd, the user is app.",
    ]
  ) {
    const plan = planCapture([said("m1", text)], { said: [] }, { ...OPTIONS, storeJudges: true });
    assert.match(texts(plan).join(), /db\.lan|app/, text);
  }
});
