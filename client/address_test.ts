import assert from "node:assert/strict";
import fc from "fast-check";
import { type Address, parseAddress, withoutCredentials } from "./address.ts";
import { isMemoryError } from "./errors.ts";

const FORMS: [string, Address][] = [
  ["http://localhost:8888", { kind: "server", url: "http://localhost:8888" }],
  ["localhost:8888", { kind: "server", url: "http://localhost:8888" }],
  ["localhost", { kind: "server", url: "http://localhost" }],
  ["127.0.0.1:8888", { kind: "server", url: "http://127.0.0.1:8888" }],
  ["[::1]:8888", { kind: "server", url: "http://[::1]:8888" }],
  ["http://[::1]:8888/", { kind: "server", url: "http://[::1]:8888" }],
  ["https://mem.example.org/", { kind: "server", url: "https://mem.example.org" }],
  ["HTTPS://Mem.Example.org:443//", { kind: "server", url: "https://mem.example.org" }],
  ["  http://h/team/mem0/ ", { kind: "server", url: "http://h/team/mem0" }],
  ["h.example/mem0", { kind: "server", url: "http://h.example/mem0" }],
  ["https://bücher.example", { kind: "server", url: "https://xn--bcher-kva.example" }],
  ["http://ann:s3cret@h:1/x/", { kind: "server", url: "http://h:1/x", basic: btoa("ann:s3cret") }],
  ["ann:s3cret@h:1", { kind: "server", url: "http://h:1", basic: btoa("ann:s3cret") }],
  ["http://ann:p%40ss@h", { kind: "server", url: "http://h", basic: btoa("ann:p@ss") }],
  ["http://ann:50%@h", { kind: "server", url: "http://h", basic: btoa("ann:50%") }],
  ["http://:only@h", { kind: "server", url: "http://h", basic: btoa(":only") }],
  [":memory:", { kind: "memory" }],
  ["file:mem.db", { kind: "file", path: "mem.db" }],
  ["file:~/.mem0/memories.db", { kind: "file", path: "~/.mem0/memories.db" }],
  ["file:/var/lib/mem.db", { kind: "file", path: "/var/lib/mem.db" }],
  ["file:///var/lib/my%20mem.db", { kind: "file", path: "/var/lib/my mem.db" }],
  ["file://localhost/var/mem.db", { kind: "file", path: "/var/mem.db" }],
  ["file:///C:/mem.db", { kind: "file", path: "C:/mem.db" }],
];

for (const [text, address] of FORMS) {
  Deno.test(`parseAddress reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseAddress(text), address);
  });
}

const REFUSED = [
  "",
  "  ",
  "ftp://x",
  "postgres://ann:s3cret@db/mem",
  "/var/lib/mem.db",
  "./mem.db",
  "~/mem.db",
  "http://",
  "http:// h",
  "http://h:99999",
  "http://h/x?key=s3cret",
  "http://h/#top",
  "http://ann:s3cret@h:port",
  "ann:p@s3cret@:x",
  "file:",
  "file://",
  "file://other.example/mem.db",
  "C:\\mem.db",
];

for (const text of REFUSED) {
  Deno.test(`parseAddress refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => parseAddress(text), (error) => {
      assert.ok(isMemoryError(error) && error.code === "invalid");
      if (text.includes("@")) assert.doesNotMatch(error.message, /s3cret/);
      return true;
    });
  });
}

Deno.test("parseAddress gives an address that parses to itself, and never shows credentials", () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
  fc.assert(
    fc.property(
      fc.record({
        scheme: fc.constantFrom("http://", "https://", ""),
        user: fc.option(fc.tuple(word, fc.string({ minLength: 1 })), { nil: undefined }),
        host: fc.oneof(word.map((one) => `x${one}`), fc.constantFrom("127.0.0.1", "[::1]")),
        port: fc.option(fc.integer({ min: 1, max: 65535 }), { nil: undefined }),
        path: fc.array(word, { maxLength: 3 }),
        slash: fc.constantFrom("", "/", "//"),
      }),
      ({ scheme, user, host, port, path, slash }) => {
        const secret = user && encodeURIComponent(user[1].toWellFormed());
        const text = scheme + (user ? `${user[0]}:${secret}@` : "") + host +
          (port === undefined ? "" : `:${port}`) + path.map((one) => `/${one}`).join("") + slash;
        const address = parseAddress(text);
        assert.ok(address.kind === "server");
        assert.deepEqual(parseAddress(address.url), { kind: "server", url: address.url });
        assert.ok(!address.url.includes("@"));
        assert.ok(!withoutCredentials(text).includes("@"));
        assert.equal(address.basic !== undefined, user !== undefined);
      },
    ),
  );
});
