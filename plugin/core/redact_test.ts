import assert from "node:assert/strict";
import { redact } from "./redact.ts";
import { PREFIX_RULES, RULES } from "./redact_rules.ts";

/** A token body that looks drawn by lot. Never a real one. */
const BODY = "aZ3kQ9pLx7VbN2mT5wYc";

Deno.test("redact keeps what surrounds a secret and names its kind", () => {
  assert.deepEqual(redact("DB_PASSWORD=s3cr3t-7 make run"), {
    text: "DB_PASSWORD=[redacted:password] make run",
    found: ["password"],
  });
  assert.deepEqual(redact(`push with glpat-${BODY} please`), {
    text: "push with [redacted:gitlab] please",
    found: ["gitlab"],
  });
});

Deno.test("redact leaves a text without secrets as it is", () => {
  const text = "Use pnpm 9; the token is refreshed every 15 minutes, see commit " +
    "3f786850e387550fdab836ed7e6dc881de23001b";
  assert.deepEqual(redact(text), { text, found: [] });
});

Deno.test("redact hides private passages, nested, unclosed, and with attributes", () => {
  const hidden: [string, string][] = [
    ["a <private>b</private> c", "a [redacted:private] c"],
    ["a <private>b", "a [redacted:private]"],
    ["a <private>b <private>c</private> d</private> e", "a [redacted:private] e"],
    ["a <PRIVATE note='x > y'>b</Private> c", "a [redacted:private] c"],
    ["a <private\nb", "a [redacted:private]"],
    ["a</private> b", "a</private> b"],
    ["the <privateer> sails", "the <privateer> sails"],
    ["a <private/> b", "a <private/> b"],
  ];
  for (const [text, expected] of hidden) assert.equal(redact(text).text, expected, text);
});

Deno.test("redact takes a key block out, whole or cut", () => {
  const key = "MIIEowIBAAKCAQEA7bq0v\nZ3kQ9pLx7VbN2mT5wYcR8";
  const dashes = "-----";
  const whole =
    `${dashes}BEGIN RSA PRIVATE KEY${dashes}\n${key}\n${dashes}END RSA PRIVATE KEY${dashes}`;
  assert.equal(redact(`see ${whole} done`).text, "see [redacted:private_key] done");
  const cut =
    redact(`see ${dashes}BEGIN RSA PRIVATE KEY${dashes}\n${key}\n\nthe rest is prose`).text;
  assert.equal(cut, "see [redacted:private_key]\n\nthe rest is prose");
});

Deno.test("redact takes a password out of an address, also with signs that break it", () => {
  for (const password of ["s3cret", "p@ss:w0rd", "b:uild/Me#2024"]) {
    const { text } = redact(`postgres://ann:${password}@db:5432/app is down`);
    assert.equal(text, "postgres://ann:[redacted:password]@db:5432/app is down", password);
  }
});

Deno.test("redact takes all of a long secret, and does not stop at a sample of it", () => {
  const tail = "Zq9k".repeat(500);
  assert.ok(!redact(`token: ${BODY}${tail}LAST`).text.includes("LAST"));
  assert.ok(!redact(`password: "${BODY}${tail}LAST"`).text.includes("LAST"));
});

Deno.test("redact withholds what it cannot scan", () => {
  assert.deepEqual(redact("a".repeat(600_000)), {
    text: "[redacted:too_long]",
    found: ["too_long"],
  });
  assert.deepEqual(redact("password is ".repeat(10_000)).found, ["too_dense"]);
});

Deno.test("redact takes out what the option of a tool tells, and no other option", () => {
  for (const tool of ["ldapsearch -x -w ", "smbclient -U ann%", "mysqldump -p", "7z a -p"]) {
    assert.equal(redact(`${tool}Otter4821 x`).text, `${tool}[redacted:password] x`);
  }
  for (const text of ["7z a -p archive", 'read -rs -p "Password: " DB_PASS', "plink -P 2222 h"]) {
    assert.equal(redact(text).text, text);
  }
});

Deno.test("redact takes a password out that is told in pieces, and the key of a WLAN", () => {
  assert.equal(
    redact('the password in two parts: "Tundra7x" and "Moth55ab"').text,
    'the password in two parts: "[redacted:password]" and "[redacted:password]"',
  );
  assert.equal(
    redact("Das WLAN heißt acme, der Schlüssel ist Nebel-5521-Horn").text,
    "Das WLAN heißt acme, der Schlüssel ist [redacted:password]",
  );
});

Deno.test("redact leaves nothing of a long text that does not settle in the time it has", () => {
  const text = `${"a b ".repeat(30_000)} password: Otter4821x`;
  assert.equal(redact(text).text, "[redacted:unsettled]");
});

Deno.test("no rule looks behind, for which Bun does not compile a pattern", () => {
  const patterns = [...PREFIX_RULES, ...RULES].map(({ pattern }) => pattern);
  for (const { after } of RULES) if (after !== undefined) patterns.push(after);
  for (const { source } of patterns) assert.doesNotMatch(source, /\(\?<[=!]/);
});

Deno.test("redact takes all cookies of a session out, and no others", () => {
  const sid = "Zk93jdLqPw0aVb2x";
  assert.equal(
    redact(`curl -b "lang=de_DE_very_long_x; sid=${sid}; jwt=${sid}" https://acme.dev`).text,
    'curl -b "lang=de_DE_very_long_x; sid=[redacted:cookie]; jwt=[redacted:cookie]" https://acme.dev',
  );
});

Deno.test("redact takes all of a value out that begins where its command is looked at no longer", () => {
  const long = "Zk93jdLqPw0aVb2x".repeat(20);
  const text = `curl ${"-v ".repeat(30)} -b "sid=${long}LAST" https://acme.dev`;
  assert.ok(!redact(text).text.includes("LAST"), redact(text).text);
});

Deno.test("redact takes a wrapped token out whole, and passwords with signs and points", () => {
  const hidden: [string, string][] = [
    [
      `it was wrapped:\nghp_${BODY}\nakb1LNkQ9pSmxd28 x\n`,
      "it was wrapped:\n[redacted:github] x\n",
    ],
    ["<password>Nexus.lk4A0kRrX8mf</password>", "<password>[redacted:password]</password>"],
    ["log in with password “Amber;Finch+82”", "log in with password “[redacted:password]”"],
    ["{ jwtSecret: 'mango-Tractor-lilac-58' }", "{ jwtSecret: '[redacted:secret]' }"],
    ["htpasswd -B -b f ann Ferry-6160", "htpasswd -B -b f ann [redacted:password]"],
    [
      "the password of root on db4.acme.dev is Lime_7731!",
      "the password of root on db4.acme.dev is [redacted:password]",
    ],
    [
      `https://hooks.acme.dev/services/T0/B0/${BODY}`,
      "https://hooks.acme.dev/services/[redacted:webhook]",
    ],
    [
      `ghp_${BODY}\n3f786850e387550fdab836ed7e6dc881de23001b`,
      "[redacted:github]\n3f786850e387550fdab836ed7e6dc881de23001b",
    ],
  ];
  for (const [text, expected] of hidden) assert.equal(redact(text).text, expected);
});
