import assert from "node:assert/strict";
import { focusOf, nameOrigin, resolve, tidy } from "./self_contained.ts";

Deno.test("tidy drops lead-ins, politeness and empty labels", () => {
  const cases: [string, string][] = [
    ["ok so we use pnpm here btw", "We use pnpm here"],
    ["Please remember that the port is 80.", "The port is 80"],
    ["Could you please answer in English?", "answer in English"],
    ["Quick note: never push to main!", "Never push to main"],
    [
      "Secrets policy, because you asked: nothing in .env files",
      "Secrets policy: nothing in .env files",
    ],
    ["Regarding the translations: keys are dotted", "translations: keys are dotted"],
    ["pnpm is used here", "pnpm is used here"],
    ["I looked at the log: the disk is full", "The disk is full"],
    [
      "I looked at tides.js in your paste: it reads local times",
      "I looked at tides.js in your paste: it reads local times",
    ],
    ["No emojis", "No emojis"],
    ["The farm is at Hetzner, but not needed today I think", "The farm is at Hetzner"],
    ["Stores live in src/stores, good that you guessed it.", "Stores live in src/stores"],
    ["Second: the limit is 75", "The limit is 75"],
    [
      "In branches put the ticket first: abc-12-title",
      "In branches put the ticket first: abc-12-title",
    ],
  ];
  for (const [said, tidied] of cases) assert.equal(tidy(said), tidied);
});

/** The second clause, resolved after the first. */
const after = (first: string, second: string) => resolve(second, focusOf(first, {}));

Deno.test("resolve puts the antecedent in place of a pronoun", () => {
  const cases: [string, string, string][] = [
    ["The broker is Mosquitto 2.0", "It only accepts TLS", "Mosquitto 2.0 only accepts TLS"],
    ["The board is an nRF52840 DK", "Its UART0 is taken", "The nRF52840 DK's UART0 is taken"],
    [
      "The stream is called ORDERS",
      "its retention is 72 hours",
      "The stream ORDERS' retention is 72 hours",
    ],
    [
      "We're on Kubernetes 1.28 with Cilium",
      "Its policies are strict",
      "Cilium's policies are strict",
    ],
    ["The contact for SAP is Beatriz", "She's in Lisbon", "Beatriz is in Lisbon"],
    [
      "Refunds older than 180 days are refused",
      "support does them by hand",
      "support does refunds by hand",
    ],
    [
      "Use Valkey for the cache",
      "Sessions live 12 hours in there",
      "Sessions live 12 hours in Valkey",
    ],
    [
      "There's still RxJava in :legacy",
      "that module is frozen, so don't touch it",
      ":legacy is frozen, so don't touch :legacy",
    ],
  ];
  for (const [first, second, resolved] of cases) {
    assert.deepEqual(after(first, second), { text: resolved, dangling: false });
  }
});

Deno.test("resolve says when a clause still needs the one before", () => {
  assert.equal(after("We fixed a race", "That broke the build").dangling, true);
  assert.equal(resolve("It is slow", {}).dangling, true);
  assert.equal(resolve("They renew it", {}).dangling, true);
  assert.equal(resolve("They need the forms by Friday", {}).dangling, true);
  assert.equal(resolve("They moved the wiki to host owl", {}).dangling, false);
  assert.equal(resolve("They've replaced the old runner by two", {}).dangling, false);
  assert.equal(resolve("The port is 80", {}).dangling, false);
  assert.equal(resolve("shorter intro though", {}).dangling, true);
  assert.equal(resolve("This repo uses tabs", {}).dangling, false);
  assert.deepEqual(resolve("That flaky checkout test is understood", {}), {
    text: "The flaky checkout test is understood",
    dangling: false,
  });
});

Deno.test("resolve leaves a clause alone that has its own antecedent", () => {
  const text = "If the token is old, refresh it";
  assert.deepEqual(resolve(text, { thing: "the gateway" }), { text, dangling: false });
});

Deno.test("resolve leaves a pronoun that nothing named before is sure to be meant by", () => {
  const cases: [string, string][] = [
    ["Fixed by collecting the offsets first", "It compiles now"],
    ["Set up my dotfiles", "It's fish now, not zsh"],
    ["merge it after the audit has run", "The audit is on the same machine as the export"],
    ["Please requeue the failed jobs", "It's the chat server that fails"],
    ["Odile says tabs are better", "In this repo all errors start lowercase"],
    ["Commit messages start with the ticket", "It's KLM-77"],
    ["Could be that the drone loses packets", "It's in rx/main.cpp"],
    ["We use Python here", "It's generally good to have backups"],
    ['Ferran says "just use TCP"', "It's a bad idea"],
    ["every icon button needs a label", "Tooltips do the same job"],
  ];
  for (const [before, text] of cases) assert.equal(after(before, text).text, text, before);
});

Deno.test("nameOrigin says from what, when the sentence before named it", () => {
  const focus = focusOf("The Jenkins box died again", {});
  assert.equal(
    nameOrigin("We migrate to GitHub Actions", focus),
    "We migrate from Jenkins to GitHub Actions",
  );
  assert.equal(nameOrigin("We migrate to Jenkins", focus), "We migrate to Jenkins");
  assert.equal(nameOrigin("The wiki was moved to GitLab", focus), "The wiki was moved to GitLab");
});
