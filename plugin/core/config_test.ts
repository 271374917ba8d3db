import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type Config, readConfig } from "./config.ts";
import { parseSettings, readSettings } from "./settings.ts";

const BACKENDS: [what: string, env: Record<string, string>, backend: string, id: RegExp][] = [
  ["nothing", {}, "embedded", /^embedded:.*memories\.db$/],
  ["a host", { MEM0_HOST: "localhost:9999/" }, "server", /^server:http:\/\/localhost:9999$/],
  [
    "the older name of the host",
    { MEM0_SELF_HOST_URL: "https://m.example/mem0" },
    "server",
    /mem0$/,
  ],
  ["a key alone", { MEM0_API_KEY: "m0sk_x" }, "server", /^server:http:\/\/localhost:8888$/],
  ["an e-mail", { MEM0_EMAIL: "a@b.c", MEM0_PASSWORD: "x" }, "server", /8888$/],
  [
    "a host and MEM0_BACKEND",
    { MEM0_HOST: "h", MEM0_BACKEND: "embedded" },
    "embedded",
    /^embedded/,
  ],
  ["MEM0_BACKEND alone", { MEM0_BACKEND: "SERVER" }, "server", /8888$/],
  ["blank variables", { MEM0_HOST: " ", MEM0_API_KEY: "" }, "embedded", /^embedded/],
  [
    "credentials in the host",
    { MEM0_HOST: "https://ann:s3cret@m.example" },
    "server",
    /^server:https:\/\/m\.example$/,
  ],
  ["an address that is none", { MEM0_HOST: "ftp://ann:s3cret@x" }, "server", /^server:invalid$/],
];
for (const [what, env, backend, id] of BACKENDS) {
  Deno.test(`readConfig chooses ${backend} for ${what}`, () => {
    withHome((home) => {
      const config = readConfig({ env, home });
      assert.equal(config.backend, backend);
      assert.match(config.backendId, id);
      assert.deepEqual(config.warnings, []);
    });
  });
}

Deno.test("readConfig takes option before environment before settings before default", () => {
  withHome((home) => {
    writeFileSync(
      join(home, ".mem0/settings.json"),
      '{"host": "c", "api_key": "k", "user_id": "u"}',
    );
    const env = { MEM0_HOST: "b", MEM0_SELF_HOST_URL: "d", MEM0_USER_ID: "v" };
    const config = readConfig({ options: { host: "a" }, env, home });
    assert.deepEqual([config.host, config.apiKey, config.userId], ["a", "k", "v"]);
    assert.deepEqual(config.origins, {
      host: "option host",
      apiKey: "settings file",
      userId: "environment MEM0_USER_ID",
    });
    assert.equal(readConfig({ env, home }).host, "b");
    assert.equal(readConfig({ env: {}, home }).host, "c");
  });
});

Deno.test("readConfig makes paths absolute and expands ~", () => {
  withHome((home) => {
    const read = (path: string): Config =>
      readConfig({
        env: { MEM0_DB_PATH: path, MEM0_STATE_DIR: path },
        home,
        directory: "/home/ann/x",
      });
    assert.equal(read("~/a.db").dbPath, join(home, "a.db"));
    assert.equal(read("a.db").stateDir, "/home/ann/x/a.db");
    assert.equal(read("/srv/a.db").dbPath, "/srv/a.db");
    assert.equal(read(":memory:").dbPath, ":memory:");
    assert.equal(readConfig({ env: {}, home }).stateDir, join(home, ".mem0/state"));
  });
});

Deno.test("readConfig names what it can't use and goes on with the default", () => {
  withHome((home) => {
    const env = {
      MEM0_BACKEND: "cloud",
      MEM0_CAPTURE: "sometimes",
      MEM0_LOG: "loud",
      MEM0_EMBEDDER: "openai",
      MEM0_LLM_MODEL: "m",
      MEM0_TELEMETRY: "on",
    };
    const config = readConfig({ env, home, options: { host: { a: 1 } } });
    assert.deepEqual(
      [config.backend, config.capture, config.logLevel, config.embedder.kind, config.llm],
      ["embedded", "auto", "info", "minilm", undefined],
    );
    assert.equal(config.warnings.length, 7);
    for (const name of ["cloud", "sometimes", "loud", "EMBEDDER", "LLM", "TELEMETRY", "host"]) {
      assert.ok(config.warnings.some((warning) => warning.includes(name)), name);
    }
  });
});

Deno.test("readConfig reads endpoints, and words that switch capture off", () => {
  withHome((home) => {
    const endpoint = {
      MEM0_LLM_BASE_URL: "http://l/v1",
      MEM0_LLM_MODEL: "m",
      MEM0_LLM_API_KEY: "k",
    };
    const embedder = {
      MEM0_EMBEDDER: "openai",
      MEM0_EMBEDDER_BASE_URL: "http://e",
      MEM0_EMBEDDER_MODEL: "n",
    };
    const config = readConfig({ env: { ...endpoint, ...embedder, MEM0_CAPTURE: "no" }, home });
    assert.deepEqual(config.llm, { baseUrl: "http://l/v1", model: "m", apiKey: "k" });
    assert.deepEqual(config.embedder, {
      kind: "openai",
      endpoint: { baseUrl: "http://e", model: "n" },
    });
    assert.equal(config.capture, "off");
  });
});

Deno.test("readConfig never throws, whatever options and settings hold", () => {
  withHome((home) => {
    const names = ["host", "apiKey", "backend", "dbPath", "capture", "log", "llm_model", "dream"];
    const anything = fc.dictionary(fc.constantFrom(...names), fc.anything());
    fc.assert(fc.property(anything, fc.json(), (options, settings) => {
      writeFileSync(join(home, ".mem0/settings.json"), settings);
      const config = readConfig({ options, env: {}, home });
      assert.ok(["server", "embedded"].includes(config.backend));
    }));
  });
});

const BROKEN: [what: string, text: string, warning: RegExp][] = [
  ["an empty file", "", /empty/],
  ["null", "null", /no JSON object/],
  ["a list", "[]", /no JSON object/],
  ["cut JSON", '{"default_scope": "glob', /not valid JSON/],
  ["an unknown scope", '{"default_scope": "team"}', /default_scope "team"/],
  ["a text for a switch", '{"global_search": "yes"}', /global_search "yes"/],
  ["a text for a number", '{"dream": {"minHours": "soon"}}', /minHours "soon"/],
  ["a number below zero", '{"dream": {"minSessions": -1}}', /minSessions -1/],
];
for (const [what, text, warning] of BROKEN) {
  Deno.test(`parseSettings meets ${what} with defaults and one warning`, () => {
    const { settings, warning: said } = parseSettings(text, "settings.json");
    assert.match(said ?? "", warning);
    assert.deepEqual(settings, parseSettings("{}", "settings.json").settings);
  });
}

Deno.test("readSettings reads afresh, keeps unknown keys and applies MEM0_DREAM", () => {
  withHome((home) => {
    const path = join(home, ".mem0/settings.json");
    assert.equal(readSettings(path).warning, undefined);
    writeFileSync(
      path,
      '\ufeff{"default_scope": "global", "dream": {"enabled": false}, "theme": "x"}',
    );
    const { settings, raw } = readSettings(path, "on");
    assert.equal(settings.defaultScope, "global");
    assert.deepEqual([settings.dream.enabled, settings.dream.auto], [true, true]);
    assert.equal(raw.theme, "x");
    for (const off of ["false", "0", "No", "OFF"]) {
      assert.equal(readSettings(path, off).settings.dream.auto, false);
    }
  });
});

Deno.test("readSettings says what is wrong with a file that can't be read", () => {
  withHome((home) => {
    mkdirSync(join(home, "folder"));
    assert.match(readSettings(join(home, "folder")).warning ?? "", /Cannot read/);
  });
});

function withHome(body: (home: string) => void): void {
  const home = mkdtempSync(join(tmpdir(), "config-"));
  mkdirSync(join(home, ".mem0"));
  try {
    body(home);
  } finally {
    rmSync(home, { recursive: true });
  }
}
