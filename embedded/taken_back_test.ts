import assert from "node:assert/strict";
import { judgeMessage } from "../language/message.ts";
import { sentencesOf } from "../language/sentences.ts";
import { valuePutRight, withoutFormer, withoutTakenBack } from "./taken_back.ts";

const held = (content: string) =>
  withoutTakenBack(judgeMessage(sentencesOf(content), { assistant: false, enough: 0 })).map((
    { text },
  ) => text);

Deno.test("withoutTakenBack drops what the next sentence corrects", () => {
  assert.deepEqual(held("The replica listens on 7001. Sorry, the replica listens on 7002."), [
    "Sorry, the replica listens on 7002.",
  ]);
});

Deno.test("withoutTakenBack puts a bare value in the place of the wrong one", () => {
  assert.deepEqual(held("The broker is on port 1883. No wait, 8883, the other is closed."), [
    "The broker is on port 8883.",
  ]);
  assert.deepEqual(held("The backup starts at 2. Hold on, it isn't 2, it's 23:30."), [
    "The backup starts at 23:30.",
  ]);
});

Deno.test("withoutTakenBack drops what is supposed and asked to be checked", () => {
  assert.deepEqual(held("I think the limit is 3. Can you check?"), ["Can you check?"]);
});

Deno.test("withoutTakenBack leaves alone what a no or a wait belongs to", () => {
  for (
    const text of [
      "The broker is on port 1883. No retained messages.",
      "We use tabs. No, the linter is not set up.",
    ]
  ) assert.equal(held(text).join(" "), text);
});

Deno.test("withoutTakenBack hears what is taken back in the same sentence", () => {
  assert.deepEqual(
    held("The scale is on /dev/ttyUSB0, hmm wait since the new hub it's /dev/ttyUSB3. Plot it."),
    ["The scale is on /dev/ttyUSB3,", "Plot it."],
  );
  assert.deepEqual(
    held("The till talks to Adyen - no, sorry, since May the till talks to Mollie."),
    ["no, sorry, since May the till talks to Mollie."],
  );
});

Deno.test("withoutTakenBack sees the right value behind an excuse, or beside the wrong one again", () => {
  assert.deepEqual(
    held(
      "The wiki keeps 14 versions. No, sorry, I looked at the old one. The wiki keeps 40 versions.",
    ),
    ["No, sorry, I looked at the old one.", "The wiki keeps 40 versions."],
  );
  assert.deepEqual(
    held("The relay is on pin 17. Hmm no wait, 17 was the old board, the relay is on pin 22."),
    ["Hmm no wait, 17 was the old board", "the relay is on pin 22."],
  );
});

Deno.test("valuePutRight hears which value is right and which was wrong", () => {
  const kept = [{ text: "The lab share is saved at 02:30" }, { text: "The registry is on 5000" }];
  assert.deepEqual(valuePutRight(kept, "I looked it up: it's 03:15 and not 02:30."), {
    statements: [{ text: "The lab share is saved at 03:15" }, kept[1]],
    value: "03:15",
  });
  // It says itself of what.
  assert.equal(valuePutRight(kept, "The full backup is at 03:15, not 02:30."), undefined);
  assert.equal(valuePutRight(kept, "It's 12 and not 13."), undefined);
});

Deno.test("withoutFormer drops the wrong value at a statement's end, if it was told before", () => {
  const text = "The limit is 150 rows per call at the meter API, not 200";
  assert.deepEqual(withoutFormer({ text }, "at most 200 rows per call."), {
    text: "The limit is 150 rows per call at the meter API",
  });
  assert.deepEqual(withoutFormer({ text }, "at most 2000 rows per call."), { text });
});

Deno.test("values put right are looked for in pasted rubbish of any length, and it ends", () => {
  for (
    const rubbish of [
      "1".repeat(50_000),
      "a1".repeat(25_000),
      `${"1".repeat(2_000)} not `.repeat(20),
    ]
  ) {
    const statement = { text: rubbish };
    assert.equal(withoutFormer(statement, rubbish), statement);
    assert.equal(valuePutRight([statement], rubbish), undefined);
  }
});
