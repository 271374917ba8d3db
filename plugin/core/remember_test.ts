import assert from "node:assert/strict";
import { findRemember } from "./remember.ts";

Deno.test("findRemember gives the words after the command and leaves the rest", () => {
  const found = findRemember(
    "Fix the footer. And remember that retries are capped at 4.\n\nThen test",
  );
  assert.equal(found?.text, "retries are capped at 4.");
  assert.match(found?.rest ?? "", /Fix the footer/);
  assert.match(found?.rest ?? "", /Then test/);
  assert.doesNotMatch(found?.rest ?? "", /retries/);
});

Deno.test("findRemember stops where a request begins", () => {
  assert.equal(
    findRemember("remember: the port is 7070. Now add a test for it")?.text,
    "the port is 7070.",
  );
});

Deno.test("findRemember takes a list whole", () => {
  assert.equal(findRemember("remember this:\n- a is b\n- c is d")?.text, "- a is b\n- c is d");
});

Deno.test("findRemember knows no command in questions, memories and names", () => {
  const texts = [
    "do you remember the port?",
    "remember when this was fast?",
    "the remember-me cookie is broken",
    "I can't remember who wrote it",
    "",
    "remember",
  ];
  for (const text of texts) assert.equal(findRemember(text), undefined, text);
});

Deno.test("findRemember hears a command behind the fact, before it, and for later sessions", () => {
  const fact = "the port is 7070";
  const texts = [
    `${fact}. Could you add that to your memory, please?`,
    `${fact} — please remember this.`,
    `${fact}, vergiss das nicht`,
    `Keep this in mind. ${fact}`,
    `For future sessions, remember that ${fact}`,
    `para el futuro, ten en cuenta que ${fact}`,
    `Note to yourself: ${fact}`,
  ];
  for (const text of texts) assert.equal(findRemember(text)?.text.replace(/\.$/, ""), fact, text);
});

Deno.test("findRemember takes all that a paragraph told before", () => {
  const list = "Our rules:\n- tabs\n- no default exports";
  assert.equal(findRemember(`Run the tests.\n\n${list}\n\nRemember these.`)?.text, list);
});

Deno.test("findRemember hears no command in work that is not to be forgotten", () => {
  const texts = [
    "Vergiss nicht, die Tests laufen zu lassen.",
    "Denk daran, das Changelog zu aktualisieren",
    "N'oublie pas de lancer les tests",
    "No olvides el changelog",
    "Não se esqueça de rodar os testes",
    "Ricordati di eseguire i test",
    "Vergeet niet de tests te draaien",
    "テストを実行するのを忘れないでください",
    "别忘了运行测试",
    "Не забудь, пожалуйста, запустить тесты",
  ];
  for (const text of texts) assert.equal(findRemember(text), undefined, text);
});

Deno.test("findRemember hears a misspelt please, a clause before the command, and a ban after it", () => {
  const fact = "the CI only runs on Linux";
  for (const lead of ["plese rember taht", "Before we start, remember that"]) {
    assert.equal(findRemember(`${lead} ${fact}`)?.text, fact, lead);
  }
  const told = "The table is in pricing.yml. Never merge it with the default one.";
  assert.equal(findRemember(`Remember this: ${told}`)?.text, told);
  assert.equal(findRemember(`Remember this: ${told} Run the tests.`)?.text, told);
});
