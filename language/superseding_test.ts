import assert from "node:assert/strict";
import fc from "fast-check";
import { replacedWords, superseder, supersedes, untrueAmong } from "./superseding.ts";

Deno.test("supersedes sees a value that is given up", () => {
  const cases: [string, string][] = [
    ["Emails go through Mailgun", "We swapped Mailgun for Postmark"],
    ["Feature flags live in LaunchDarkly", "LaunchDarkly is gone, flags live in Postgres"],
    ["We use Moment for dates", "Don't use Moment any more, use date-fns"],
    ["The shop app is tested with Jest", "The shop app moved from Jest to Vitest"],
    ["Wir nutzen Jenkins für die CI", "Wir sind von Jenkins auf GitLab umgestiegen"],
    ["Usamos Jest", "Migramos de Jest a Vitest"],
    ["我们用 Jest 测试", "我们从 Jest 换到 Vitest"],
    ["Olga looks after the invoices", "Olga quit, Ben looks after the invoices"],
    ["We decided to use Riak for the carts", "We reversed the Riak decision, carts go to Postgres"],
    ["Session keys are kept in Consul", "We took the session keys out of Consul"],
  ];
  for (const [older, newer] of cases) assert.equal(supersedes(newer, older), true, newer);
});

Deno.test("supersedes sees a new value of the same property", () => {
  const cases: [string, string][] = [
    ["Staging listens on port 8080", "Staging listens on port 9090"],
    ["The backup runs at 02:00", "The backup runs at 04:00 since the move"],
    ["The project lead is Hanna", "The project lead is Mo now"],
    ["Retries: 3 attempts", "Retries were raised to 5 attempts"],
    [
      "The API base URL is https://api.acme.dev/v1",
      "API base URL changed: it's https://api.acme.dev/v2",
    ],
    ["The default currency is EUR", "The default currency is NOK now"],
    ["Previews of the stamps are saved as JPEG", "Previews of the stamps are saved as WebP"],
    [
      "The map tiles come from https://a.acme.dev/t",
      "The map tiles come from https://b.acme.dev/t",
    ],
    [
      "Photos may have 5 MB in the forum",
      "The forum takes photos up to 12 MB, we raised the limit",
    ],
    ["The probe has a rate of 20 Hz", "The probe's rate is 50 Hz, 20 was too coarse"],
  ];
  for (const [older, newer] of cases) assert.equal(supersedes(newer, older), true, newer);
});

Deno.test("supersedes sees a ban that is lifted", () => {
  const cases: [string, string][] = [
    ["Don't use workers in the viewer, Safari crashes", "The viewer can use workers again"],
    ["We pin zod to 3 because of the SDK", "The zod pin is lifted, the SDK works with zod 4"],
  ];
  for (const [older, newer] of cases) assert.equal(supersedes(newer, older), true, newer);
});

Deno.test("supersedes leaves another subject, another property and an addition alone", () => {
  const cases: [string, string][] = [
    ["Jest is used in the admin app", "The shop app moved from Jest to Vitest"],
    ["Logs are kept for 30 days", "Metrics are kept for 90 days now"],
    ["The gateway listens on port 80", "The gateway also listens on port 443"],
    ["The v1 endpoints return XML", "The v2 endpoints return JSON now"],
    ["Omar reviews /infra", "Sofie reviews /apps from now on"],
    ["Tags are pushed by the bot", "Tags are deleted after a year"],
    ["Don't use workers in the viewer", "The exporter can use workers"],
    ["Staging keeps 3 backups", "Production keeps 30 backups"],
  ];
  for (const [older, newer] of cases) assert.notEqual(supersedes(newer, older), true, newer);
});

Deno.test("supersedes sees a plain restatement with another value, and leaves another part alone", () => {
  const cases: [string, string, string][] = [
    ["The API is written in Go", "The API is written in Rust", "The API is written by Ada"],
    [
      "I prefer tabs for indentation",
      "I prefer spaces for indentation now",
      "I prefer short names for variables",
    ],
    ["Our formatter is black", "Our formatter is yapf", "Our formatter runs in a hook"],
    [
      "Elena owns the checkout flow",
      "Viktor has taken over the checkout flow from Elena",
      "Viktor has taken over the search page from Lena",
    ],
    [
      "A kiosk mode is planned for the ticket machine",
      "The kiosk mode for the ticket machine has been cancelled",
      "The quiet mode of the bell has been cancelled",
    ],
    [
      "The thumbnail cache lives 7 days",
      "We set the thumbnail cache lifetime to 1 day",
      "We set the avatar cache lifetime to 1 day",
    ],
  ];
  for (const [older, newer, beside] of cases) {
    assert.equal(supersedes(newer, older), true, newer);
    assert.notEqual(supersedes(beside, older), true, beside);
  }
});

Deno.test("supersedes is unsure when much is the same, but perhaps not the property", () => {
  const cases: [string, string][] = [
    ["The gateway has a timeout of 5 s", "The gateway retries 5 times now"],
    ["Invoices are sent on Mondays", "Invoices are sent by Ben now"],
  ];
  for (const [older, newer] of cases) assert.equal(supersedes(newer, older), "unsure", newer);
});

Deno.test("supersedes is never true of a statement and itself, whatever it is", () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "We moved from Jest to Vitest",
      "Staging is now on port 80",
      "No longer use axios",
    ),
  );
  fc.assert(fc.property(text, (one) => assert.equal(supersedes(one, one), false)));
  fc.assert(fc.property(text, fc.string(), (one, other) => {
    assert.ok([true, false, "unsure"].includes(supersedes(one, other)));
  }));
});

Deno.test("replacedWords gives the statement with the value given up, and nothing of a taste", () => {
  assert.equal(
    replacedWords("The shop app moved from Jest to Vitest"),
    "Jest The shop app moved from Jest to Vitest",
  );
  assert.equal(replacedWords("Staging listens on port 9090"), "Staging listens on port 9090");
  assert.equal(replacedWords("I like short answers"), undefined);
});

Deno.test("superseder hears another's odds, and leaves alone what shares no word", () => {
  const asked: string[] = [];
  const compare = (odds: number) =>
    superseder("Coordinates are given as lon, lat", {
      sure: 0,
      consult: (older) => {
        asked.push(older);
        return odds;
      },
    });
  assert.equal(compare(3)("Coordinates are given as lat, lon"), true);
  assert.notEqual(compare(-5)("Coordinates are given as lat, lon"), true);
  asked.length = 0;
  assert.equal(compare(9)("The shop is closed on Mondays"), false);
  assert.equal(compare(9)("Coordinates are given as lon, lat"), false);
  assert.deepEqual(asked, []);
});

Deno.test("untrueAmong takes the likest at even odds, and others only when they are clear", () => {
  const older = ["Staging is on host owl", "Staging backs up at night", "Logs stay for a week"];
  const among = (...odds: number[]) =>
    untrueAmong("Staging and its logs are on host elk", older, (text) => odds[older.indexOf(text)]);
  assert.deepEqual(among(9, 1, 9), [true, false, true]);
  assert.deepEqual(among(1, 9, -9), [false, true, false]);
  assert.deepEqual(among(-9, -9, -9), [false, false, false]);
  assert.deepEqual(untrueAmong("Staging is on host elk", []), []);
});
