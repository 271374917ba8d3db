import assert from "node:assert/strict";
import { Texts } from "./texts.ts";

Deno.test("a text is found in a message, whatever its spaces, capitals and closing signs", () => {
  const texts = new Texts(["We met at the Zanzibar.", "我们在桑给巴尔见面。", "Use C"]);
  for (
    const message of [
      "we met at the zanzibar",
      "Remember: we met at\n  the zanzibar, on Monday",
      '"We met at the Zanzibar!"',
      "记住我们在桑给巴尔见面",
      "Use C.",
    ]
  ) assert.ok(texts.areSaidIn(message), message);
});

Deno.test("a text is not found in what has another word, version or sign at its place", () => {
  const texts = new Texts(["We met at the zanzibar", "Deploys use version 1", "We always use C"]);
  for (
    const message of [
      "We met at the zanzibars",
      "We met at the zanzibar-hotel",
      "Owe met at the zanzibar",
      "We met near the zanzibar",
      "Deploys use version 1.2",
      "Deploys use version 12",
      "We always use C++",
    ]
  ) assert.ok(!texts.areSaidIn(message), message);
});

Deno.test("a text is found in a message that quotes its beginning, cut", () => {
  const texts = new Texts(['We met at the "zanzibar", at the end of the street, on a Monday']);
  const cut = (text: string) => `Goal: something\nLast: ${text}\nOutcome: all is well…`;
  assert.ok(texts.areSaidIn(cut("'We met at the 'zanzibar', at the end of the …'")));
  assert.ok(!texts.areSaidIn(cut("'We met at the 'zanzibar', at the beginning of the …'")));
  assert.ok(!texts.areSaidIn(cut("We met…")));
  assert.ok(!texts.areSaidIn('We met at the "zanzibar", at the end of the street'));
});

Deno.test("a short text must be all that a message says, and is found in a line", () => {
  const texts = new Texts(["npm"]);
  assert.ok(texts.areSaidIn("NPM."));
  assert.ok(!texts.areSaidIn("We use npm for all scripts"));
  assert.ok(texts.areIn("2026-01-01 info said: npm"));
  texts.addMessage("Done.");
  assert.ok(!texts.areIn("The dream is done"));
});

Deno.test("a text is found in a line that escapes it, and in one that is cut", () => {
  const text = 'It is the "new" zanzibar, at the end of the street\nwhere the ships are built';
  const texts = new Texts([text]);
  const json = JSON.stringify({ body: JSON.stringify({ input: text }) });
  for (const line of [json, JSON.stringify(json), `x ${text.slice(0, 60)}…`]) {
    assert.ok(texts.areIn(line), line);
  }
  assert.ok(!texts.areIn("It is the new zanzibar"));
});

Deno.test("any text is taken, and many are as quick as few", () => {
  for (const text of ["", " ", "!!!", "\\", "🙂", "a\u0000b", "\ud800"]) {
    const texts = new Texts([text]);
    assert.equal(texts.areSaidIn(text), text.trim() !== "");
  }
  const many = new Texts(Array.from({ length: 50_000 }, (_, at) => `We decided on number ${at}`));
  const lines = Array.from({ length: 5_000 }, (_, at) => `we decided on something else ${at}`);
  const started = performance.now();
  assert.ok(!lines.some((line) => many.areIn(line)));
  assert.ok(performance.now() - started < 5_000);
});
