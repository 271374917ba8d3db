import assert from "node:assert/strict";
import { correctsBefore } from "./taken_back.ts";
import { CONFIRMS, WORKS } from "./worth.ts";

Deno.test("WORKS and CONFIRMS tell an answer that agrees from one that goes on", () => {
  for (
    const text of [
      "works, thx!!",
      "Confirmed here too",
      "yep that did it",
      "that was it",
      "Ok, it's gone",
    ]
  ) {
    assert.ok(WORKS.test(text), text);
  }
  for (
    const text of ["works on my machine, but", "Do it and show me", "that was yesterday", "thanks"]
  ) {
    assert.ok(!WORKS.test(text), text);
  }
  for (const text of ["right, we moved in April", "Exactly", "yes, that's it"]) {
    assert.ok(CONFIRMS.test(text), text);
  }
  for (const text of ["right, thanks", "I'm right here", "maybe"]) {
    assert.ok(!CONFIRMS.test(text), text);
  }
});

Deno.test("correctsBefore hears that something said before was wrong", () => {
  for (
    const text of [
      "sorry, wrong number: the printer has 192.168.7.41",
      "wait, the lr is 1e-4",
      "Oh wait, that was the old device.",
      "I looked in the wrong row of the sheet. It's 1531.",
      "Scrap that: we take WeasyPrint",
      "Correction to above: updates go out on Thursdays",
      "I misread the label, it's 57600",
    ]
  ) assert.ok(correctsBefore(text), text);
  for (
    const text of [
      "The wait in the queue is 5 s",
      "The parser takes the wrong branch",
      "sorry, can you make it shorter?",
      "Autocorrection is off",
    ]
  ) assert.ok(!correctsBefore(text), text);
});
