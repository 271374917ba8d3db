import assert from "node:assert/strict";
import { md5 } from "./md5.ts";

Deno.test("md5 gives the digests of RFC 1321, and of a text's UTF-8 bytes", () => {
  const expected: [text: string, digest: string][] = [
    ["", "d41d8cd98f00b204e9800998ecf8427e"],
    ["abc", "900150983cd24fb0d6963f7d28e17f72"],
    ["1234567890".repeat(8), "57edf4a22be3c955ac49da2e2107b67a"],
    ["é", "66ddcd97cfdeabb2f6fb8a999b4bc76f"],
    ["\ud800", md5("\ufffd")], // half a surrogate pair has no bytes of its own
  ];
  for (const [text, digest] of expected) assert.equal(md5(text), digest, JSON.stringify(text));
});
