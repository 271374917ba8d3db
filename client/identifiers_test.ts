import assert from "node:assert/strict";
import { isMemoryError } from "./errors.ts";
import { checkText, cleanId, cleanScope, memoryId } from "./identifiers.ts";

const invalid = (error: unknown) => isMemoryError(error) && error.code === "invalid";

Deno.test("cleanId trims, joins inner white space with a dash and keeps slashes", () => {
  assert.equal(cleanId("  ann "), "ann");
  assert.equal(cleanId("Ann \t Lee"), "Ann-Lee");
  assert.equal(cleanId("team/ann"), "team/ann");
  assert.equal(cleanId("ü☕"), "ü☕");
});

Deno.test("cleanId refuses an empty id, a star, NUL and half a surrogate pair", () => {
  for (const id of ["", "   ", "*", " * ", "a\0b", "a\ud800"]) {
    assert.throws(() => cleanId(id), invalid, JSON.stringify(id));
  }
});

Deno.test("cleanScope drops what is not given and refuses an empty scope", () => {
  assert.deepEqual(cleanScope({ user: " a b ", agent: undefined }), { user: "a-b" });
  assert.throws(() => cleanScope({}), invalid);
  assert.throws(() => cleanScope({ user: undefined }), invalid);
  assert.throws(() => cleanScope({ user: "ann", run: "" }), invalid);
});

Deno.test("memoryId takes UUIDs only", () => {
  const id = "0B2C8A90-0000-4000-8000-00000000ABCD";
  assert.equal(memoryId(` ${id} `), id.toLowerCase());
  for (const bad of ["", "not-a-uuid", id.slice(0, 8), `{${id}}`, id.replaceAll("-", "")]) {
    assert.equal(memoryId(bad), undefined, bad);
  }
});

Deno.test("checkText passes whole emoji", () => {
  checkText("👩‍💻 ☕", "the text");
});
