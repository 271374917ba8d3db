/**
 * Who may import whom: the table of docs/architecture.md as data, compared with what
 * `deno info --json` says of the real sources. A new edge is a line here, in the same change.
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** First match wins. `may`: folders or files below the root; `node`: may it import node: modules? */
const RULES: { part: RegExp; may: RegExp[]; node?: boolean; npm?: RegExp }[] = [
  { part: /^client\//, may: [/^client\//] },
  { part: /^language\//, may: [/^language\//] },
  { part: /^embedded\/(database_\w+|md5)\.ts$/, may: [/^client\//, /^embedded\//], node: true },
  { part: /^embedded\//, may: [/^client\//, /^embedded\//, /^language\//] },
  {
    part: /^embedder\/(kernel|weights_file)\.ts$/,
    may: [/^client\//, /^embedded\/embedder\.ts$/, /^embedder\//],
    node: true,
  },
  // A model behind a service is asked in one way, for vectors and for facts.
  {
    part: /^embedder\//,
    may: [/^client\//, /^embedded\/(embedder|judge|service|types)\.ts$/, /^embedder\//],
  },
  { part: /^mod\.ts$/, may: [/^client\//, /^embedded\//, /^embedder\//] },
  {
    part: /^plugin\/core\/(files|git|log|config|settings|skills)\.ts$/,
    may: [/^client\//, /^plugin\/core\//],
    node: true,
  },
  // What is durable, and what replaces what, is judged once: for what is stored and what is shown.
  { part: /^plugin\/core\//, may: [/^client\//, /^language\//, /^plugin\/core\//] },
  { part: /^plugin\/opencode1\//, may: [/^client\//, /^plugin\/core\//, /^plugin\/opencode1\//] },
  { part: /^plugin\/opencode2\//, may: [/^client\//, /^plugin\/core\//, /^plugin\/opencode2\//] },
  {
    part: /^plugin\/(start|mod|on_opencode\d)\.ts$/,
    may: [/^mod\.ts$/, /^client\//, /^plugin\//],
    node: true,
  },
  {
    part: /^cli\//,
    may: [
      /^(mod\.ts|deno\.json)$/,
      /^client\//,
      /^cli\//,
      /^embedded\/(handler|mod|owner|purge|remains|undo)\.ts$/,
      /^plugin\/core\//,
    ],
    node: true,
    npm: /./,
  },
];

/** Modules that must be reached by dynamic import only, so that not everybody loads them. */
const LAZY: { from: RegExp; to: RegExp }[] = [
  { from: /^mod\.ts$/, to: /^(embedded|embedder)\// },
];

interface Edge {
  from: string;
  to: string;
  dynamic: boolean;
  typeOnly: boolean;
}

const edges = await readEdges();

Deno.test("imports follow the table of the house", () => {
  const broken: string[] = [];
  for (const { from, to } of edges) {
    const rule = RULES.find((candidate) => candidate.part.test(from));
    if (rule === undefined) continue;
    const allowed = to.startsWith("node:") || to.startsWith("bun:")
      ? rule.node === true
      : to.startsWith("npm:")
      ? rule.npm?.test(to) === true
      : rule.may.some((may) => may.test(to));
    if (!allowed) broken.push(`${from} imports ${to}`);
  }
  assert.deepEqual(broken, []);
});

Deno.test("every source file is covered by a rule of the table", () => {
  const uncovered = new Set(
    edges.map((edge) => edge.from).filter((file) => !RULES.some((rule) => rule.part.test(file))),
  );
  assert.deepEqual([...uncovered], []);
});

Deno.test("the heavy parts are imported lazily", () => {
  const eager = edges.filter((edge) =>
    !edge.dynamic && !edge.typeOnly &&
    LAZY.some((rule) => rule.from.test(edge.from) && rule.to.test(edge.to))
  );
  assert.deepEqual(eager.map((edge) => `${edge.from} imports ${edge.to}`), []);
});

Deno.test("no import cycle", () => {
  const next = new Map<string, string[]>();
  for (const { from, to, typeOnly } of edges) {
    if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  const visit = (file: string, path: string[]): void => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      return;
    }
    state.set(file, "open");
    for (const target of next.get(file) ?? []) visit(target, [...path, file]);
    state.set(file, "done");
  };
  for (const file of next.keys()) visit(file, []);
  assert.deepEqual(cycles, []);
});

Deno.test("runtime globals stay in the database drivers", async () => {
  const offenders: string[] = [];
  for await (const file of sources()) {
    if (/^embedded\/database_/.test(file)) continue;
    const code = stripComments(await Deno.readTextFile(root + file));
    if (/(?<![\w.])(Deno|Bun)\./.test(code)) offenders.push(file);
  }
  assert.deepEqual(offenders, []);
});

Deno.test("wire words stay where the wire is", async () => {
  const allowed =
    /^(client\/(wire|rest|admin|probe|where|identifiers|compat|listing|legacy\w*|golden\w*)\.ts|embedded\/|plugin\/core\/(scope|identity)\.ts|plugin\/core\/tools\/)/;
  const offenders: string[] = [];
  for await (const file of sources()) {
    if (allowed.test(file)) continue;
    const code = stripComments(await Deno.readTextFile(root + file));
    if (/\btop_k\b|\buser_id\b|\bshow_expired\b/.test(code)) offenders.push(file);
  }
  assert.deepEqual(offenders, []);
});

Deno.test("source files stay readable in size", async () => {
  const sizes: [string, number][] = [];
  for await (const file of sources()) {
    sizes.push([file, (await Deno.readTextFile(root + file)).split("\n").length]);
  }
  const large = sizes.filter(([, lines]) => lines > 250).sort((a, b) => b[1] - a[1]);
  for (const [file, lines] of large) console.log(`  ${lines} lines: ${file}`);
  assert.deepEqual(large.filter(([, lines]) => lines > 450), []);
});

async function* sources(folder = ""): AsyncGenerator<string> {
  const roots = ["client", "language", "embedded", "embedder", "plugin", "cli", "mod.ts"];
  for await (const entry of Deno.readDir(root + folder)) {
    const path = folder + entry.name;
    if (folder === "" && !roots.includes(entry.name)) continue;
    if (entry.isDirectory) yield* sources(path + "/");
    else if (path.endsWith(".ts") && !path.endsWith("_test.ts") && !path.includes("/testdata/")) {
      yield path;
    }
  }
}

function stripComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:])\/\/.*$/gm, "$1");
}

async function readEdges(): Promise<Edge[]> {
  interface Info {
    modules: {
      specifier: string;
      dependencies?: {
        specifier: string;
        code?: { specifier?: string };
        type?: { specifier?: string };
        isDynamic?: boolean;
      }[];
    }[];
  }
  const found = new Map<string, Edge>();
  const visited = new Set<string>();
  const prefix = new URL("..", import.meta.url).href;
  for await (const file of sources()) {
    if (visited.has(file)) continue;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", file],
      cwd: root,
    }).output();
    const info = JSON.parse(new TextDecoder().decode(stdout)) as Info;
    for (const module of info.modules) {
      if (!module.specifier.startsWith(prefix)) continue;
      const from = module.specifier.slice(prefix.length);
      visited.add(from);
      for (const dependency of module.dependencies ?? []) {
        const target = dependency.code?.specifier ?? dependency.type?.specifier ??
          dependency.specifier;
        const to = target.startsWith(prefix) ? target.slice(prefix.length) : target;
        const edge: Edge = {
          from,
          to,
          dynamic: dependency.isDynamic === true,
          typeOnly: dependency.code === undefined,
        };
        found.set(`${from} ${to} ${edge.dynamic} ${edge.typeOnly}`, edge);
      }
    }
  }
  return [...found.values()];
}
