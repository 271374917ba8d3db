/** Files and variables that people edit by hand: whatever is in them, there are settings, and a reason. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { readConfig } from "../../plugin/core/config.ts";
import { DEFAULT_RETENTION, readRetention } from "../../plugin/core/retention.ts";
import { isScopeName } from "../../plugin/core/scope.ts";
import { readSettings, type Settings } from "../../plugin/core/settings.ts";
import { anyValue, hostileText, INPUTS, jsonWith, mostly } from "./inputs.ts";

const settingsJson = jsonWith(
  "default_scope global_search dream enabled auto minHours minSessions minMemories host apiKey capture"
    .split(" "),
).map((json) => JSON.stringify(json));
const fileBytes = fc.oneof(
  settingsJson.map((text) => new TextEncoder().encode(text)),
  settingsJson.map((text) => new TextEncoder().encode(`\ufeff${text.slice(0, -1)}`)),
  hostileText.map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ maxLength: 60 }),
);

function inFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "mem0-fuzz-"));
  return body(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}

Deno.test("readSettings gives whole settings for any file, and says when it can't use it", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "settings.json");
    await fc.assert(
      fc.asyncProperty(fileBytes, fc.option(hostileText, { nil: undefined }), (bytes, dream) => {
        writeFileSync(path, bytes);
        const { settings, raw, warning } = readSettings(path, dream);
        assertWhole(settings);
        assert.equal(typeof raw, "object");
        let isObject = false;
        try {
          const value = JSON.parse(new TextDecoder().decode(bytes));
          isObject = typeof value === "object" && value !== null && !Array.isArray(value);
        } catch (error) {
          assert.ok(error instanceof SyntaxError);
        }
        if (!isObject) assert.match(warning ?? "", /settings\.json/);
        return Promise.resolve();
      }),
      { numRuns: INPUTS },
    );
  });
});

function assertWhole({ defaultScope, globalSearch, dream }: Settings): void {
  assert.ok(isScopeName(defaultScope));
  assert.equal(typeof globalSearch, "boolean");
  assert.equal(typeof dream.enabled, "boolean");
  assert.equal(typeof dream.auto, "boolean");
  for (const count of [dream.minHours, dream.minSessions, dream.minMemories]) {
    assert.ok(Number.isFinite(count) && count >= 0, String(count));
  }
}

Deno.test("readConfig gives a whole configuration for any options, variables and file", async () => {
  const names = ("backend host apiKey email password dbPath stateDir embedder embedderBaseUrl " +
    "llmModel capture log userId appId dream").split(" ");
  const variables = ("MEM0_BACKEND MEM0_HOST MEM0_API_KEY MEM0_EMAIL MEM0_PASSWORD MEM0_DB_PATH " +
    "MEM0_STATE_DIR MEM0_EMBEDDER MEM0_CAPTURE MEM0_LOG MEM0_USER_ID MEM0_APP_ID MEM0_DREAM " +
    "MEM0_TELEMETRY MEM0_SELF_HOST_URL").split(" ");
  await inFolder(async (home) => {
    await fc.assert(
      fc.asyncProperty(
        mostly(fc.dictionary(fc.constantFrom(...names), anyValue)),
        fc.dictionary(fc.constantFrom(...variables), hostileText),
        (options, env) => {
          const config = readConfig({ options, env, home, directory: home });
          assert.ok(["server", "embedded"].includes(config.backend));
          assert.ok(["auto", "explicit", "off"].includes(config.capture));
          assert.ok(["error", "warn", "info", "debug"].includes(config.logLevel));
          for (const warning of config.warnings) assert.doesNotMatch(warning, /\[object|undefined/);
          return Promise.resolve();
        },
      ),
      { numRuns: INPUTS },
    );
  });
});

Deno.test("readRetention gives days or null by type for any file, and keeps the defaults", async () => {
  const json = jsonWith(["retention", "session_state", "decision"]).map((one) =>
    JSON.stringify(one)
  );
  const front = fc.array(
    fc.oneof(
      fc.constantFrom("---", "retention:", "  decision: 30", "  bug_fix: null", "# x", "  a: b: c"),
      hostileText,
    ),
    { maxLength: 6 },
  ).map((lines) => lines.join("\n"));
  const file = fc.oneof(
    fc.tuple(fc.constant(".mem0.json"), fc.oneof(json, hostileText)),
    fc.tuple(fc.constant(".mem0.md"), front),
  );
  await inFolder(async (folder) => {
    await fc.assert(
      fc.asyncProperty(file, async ([name, text]) => {
        const path = join(folder, name);
        writeFileSync(path, text);
        const retention = await readRetention(folder, () => {});
        rmSync(path);
        assert.ok(Object.keys(DEFAULT_RETENTION).every((type) => Object.hasOwn(retention, type)));
        for (const days of Object.values(retention)) {
          assert.ok(days === null || Number.isFinite(days) && days > 0, String(days));
        }
      }),
      { numRuns: INPUTS },
    );
  });
});
