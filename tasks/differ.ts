/**
 * Sends the same random requests to a live Mem0 server and to our own `serve`, and prints where status
 * or body differ:
 *
 *     MEM0_HOST=http://127.0.0.1:8888 deno run -A tasks/differ.ts [rounds=2000] [seed]
 *
 * The server must be a throw-away one with AUTH_DISABLED. Scores, times and ids are left out, and of
 * searches the order. What embedded/handler.ts does otherwise on purpose isn't sent.
 */
import { createHandler } from "../embedded/handler.ts";
import { EmbeddedStore } from "../embedded/store.ts";

type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
interface Sent {
  method: string;
  path: string;
  body?: Value;
}
interface Answer {
  status: number;
  body: Value;
}
type Send = (request: Sent) => Promise<Answer>;

const rounds = Number(Deno.args[0] ?? 2_000);
const seed = Number(Deno.args[1] ?? Math.floor(Math.random() * 2 ** 31));
const host = Deno.env.get("MEM0_HOST");
if (!host) {
  console.error("Cannot compare: set MEM0_HOST to a throw-away Mem0 server with AUTH_DISABLED");
  Deno.exit(2);
}
let state = seed;
const random = () => { // mulberry32
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};
const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;
const maybe = (share: number) => random() < share;

const mark = crypto.randomUUID().slice(0, 6);
const USERS = [`d-${mark}-ann`, `d-${mark}-bob`];
const TEXTS = [
  "We deploy with Kamal",
  "Port 6544 is staging's",
  "Tabs, not spaces",
  "Ärger mit 🐉",
];
const ODD: readonly Value[] = [null, true, 0, 7, -1, 1.5, "", " ", "7", "x y", [], ["a"], {}, {
  a: 1,
}];
const KEYS = ["app_id", "type", "n", "flag", "missing", "created_at"];
const VALUES: readonly Value[] = ["shop", "blog", 7, "7", 1.5, true, false];
/** Per side, the ids in the order of their making. */
const ids: [string[], string[]] = [[], []];

function scope(): Record<string, Value> {
  const found: Record<string, Value> = { user_id: pick(USERS) };
  if (maybe(0.3)) found.agent_id = pick(["shop", "blog"]);
  if (maybe(0.15)) found.run_id = "r1";
  return found;
}

function metadata(): Value {
  if (maybe(0.1)) return pick(ODD);
  const found: Record<string, Value> = {};
  for (const key of KEYS.slice(0, 4)) if (maybe(0.5)) found[key] = pick(VALUES);
  if (maybe(0.1)) found.nested = { a: [1, null] };
  if (maybe(0.05)) found.expiration_date = pick(["2020-01-01", "2999-01-01"]);
  return found;
}

function condition(): Record<string, Value> {
  const key = pick(KEYS.slice(0, 5));
  const op = pick([
    "eq",
    "ne",
    "in",
    "nin",
    "gt",
    "gte",
    "lt",
    "lte",
    "contains",
    "icontains",
    "odd",
  ]);
  const value = pick(VALUES);
  if (maybe(0.4)) return { [key]: maybe(0.1) ? pick(ODD) : value };
  if (op === "in" || op === "nin") return { [key]: { [op]: [value, pick(VALUES)] } };
  if (/^[gl]t/.test(op)) return { n: { [op]: pick<Value>([1, 7, 7.5, "7", "x"]) } };
  return { [key]: { [op]: maybe(0.1) ? pick(ODD) : value } };
}

function filters(): Value {
  const found = { ...maybe(0.95) ? scope() : {}, ...maybe(0.5) ? condition() : {} };
  if (maybe(0.4)) return { ...found, [pick(["AND", "OR", "NOT"])]: [condition(), condition()] };
  return found;
}

/** A path of one memory; `n` is the place of its id, -1 an unknown one, -2 a malformed one. */
type Planned = (side: 0 | 1) => Sent;

function plan(): Planned {
  const count = ids[0].length;
  const n = count > 0 && maybe(0.9) ? Math.floor(random() * count) : pick([-1, -2]);
  const at = (side: 0 | 1) =>
    n >= 0 ? ids[side][n]! : n === -1 ? "00000000-0000-4000-8000-000000000000" : "not-a-uuid";
  const one = (method: string, rest = "", body?: Value): Planned => (side) => ({
    method,
    path: `/memories/${at(side)}${rest}`,
    ...body === undefined ? {} : { body },
  });
  const same = (sent: Sent): Planned => () => sent;
  const kind = random();
  if (kind < 0.3) {
    const message = () => ({
      role: maybe(0.9) ? pick(["user", "assistant", "system"]) : pick(ODD),
      content: maybe(0.92) ? pick(TEXTS) : pick(ODD),
    });
    const body: Record<string, Value> = {
      messages: maybe(0.95) ? [message(), ...maybe(0.2) ? [message()] : []] : pick(ODD),
      ...maybe(0.97) ? scope() : {},
      infer: false,
      ...maybe(0.7) ? { metadata: metadata() } : {},
      ...maybe(0.1)
        ? { expiration_date: pick<Value>(["2020-01-01", "2999-12-31", "soon", 7]) }
        : {},
    };
    if (maybe(0.05)) body[pick(Object.keys(body).filter((key) => key !== "infer"))] = pick(ODD);
    return same({ method: "POST", path: "/memories", body });
  }
  if (kind < 0.6) {
    const body: Record<string, Value> = {
      query: maybe(0.95) ? pick(TEXTS) : pick(ODD),
      filters: maybe(0.96) ? filters() : pick(ODD),
      threshold: maybe(0.93) ? 0 : pick<Value>([-1, 2, "0", null, "x"]),
      top_k: maybe(0.93) ? 1_000 : pick<Value>([0, -1, 1.5, "5", null, "x"]),
      ...maybe(0.3) ? { show_expired: pick<Value>([true, false, "yes", 2]) } : {},
      ...maybe(0.15) ? { explain: pick<Value>([true, "x"]) } : {},
    };
    return same({ method: "POST", path: "/search", body });
  }
  if (kind < 0.72) {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(scope())) query.set(key, String(value));
    if (maybe(0.8)) {
      query.set("top_k", maybe(0.85) ? "1000" : pick(["0", "-1", "1001", "x", "1.5"]));
    }
    if (maybe(0.3)) query.set("show_expired", pick(["true", "1", "on", "x", ""]));
    return same({ method: "GET", path: `/memories?${query}` });
  }
  if (kind < 0.78) return one("GET");
  if (kind < 0.84) return one("GET", "/history");
  if (kind < 0.93) {
    const body: Record<string, Value> = {
      ...maybe(0.8) ? { text: maybe(0.9) ? pick(TEXTS) : pick(ODD) } : {},
      ...maybe(0.6) ? { metadata: metadata() } : {},
      ...maybe(0.1) ? { expiration_date: pick<Value>(["2020-01-01", null, "soon"]) } : {},
    };
    return one("PUT", "", maybe(0.97) ? body : pick(ODD));
  }
  if (kind < 0.97) return one("DELETE");
  if (kind < 0.985) {
    return same({ method: "DELETE", path: `/memories?user_id=${pick(USERS)}&run_id=r1` });
  }
  return same({
    method: pick(["GET", "POST", "PATCH", "HEAD"]),
    path: pick(["/memories/", "/nowhere", "/search", "/memories?user_id=x%20y", "/memories/x/y"]),
  });
}

function makeSend(call: (url: string, init: RequestInit) => Promise<Response>): Send {
  return async ({ method, path, body }) => {
    const init: RequestInit = { method, redirect: "manual" };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { "content-type": "application/json" };
    }
    const response = await call(path, init);
    const text = await response.text();
    try {
      return { status: response.status, body: text === "" ? "" : JSON.parse(text) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { status: response.status, body: text };
    }
  };
}

const NUMBERS = /score|_boost|latency/;
/** Without what differs from server to server: ids by their place, no times, no scores. */
function normalize(value: Value, side: 0 | 1, key = ""): Value {
  if (typeof value === "string") {
    const place = ids[side].indexOf(value);
    if (place >= 0) return `<id ${place}>`;
    if (key === "request_id") return "<request>";
    return value.replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g, "<time>")
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,}/g, "<uuid>");
  }
  if (typeof value === "number" && NUMBERS.test(key)) return "<number>";
  if (Array.isArray(value)) {
    const items = value.map((item) => normalize(item, side, key));
    if (key !== "results") return items;
    return items.map((item) => JSON.stringify(item)).sort();
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
      .map(([name, item]) => [name, normalize(item, side, name)]),
  );
}

/** Lists and searches that are cut, by number or score: which rows they hold is left to the server. */
function isCut({ method, path, body }: Sent): boolean {
  if (method === "GET" && path.startsWith("/memories?")) return !/top_k=1000/.test(path);
  const { top_k, threshold } = body as { top_k?: Value; threshold?: Value } ?? {};
  return path === "/search" && (top_k !== 1_000 || threshold !== 0);
}

function noteIds(answers: readonly [Answer, Answer]): void {
  const made = answers.map(({ body }) => {
    const results = (body as { results?: { id?: string; event?: string }[] } | null)?.results;
    return Array.isArray(results) ? results.filter((one) => one?.event === "ADD") : [];
  });
  if (made[0]!.length !== made[1]!.length) return;
  for (const side of [0, 1] as const) ids[side].push(...made[side]!.map(({ id }) => id!));
}

const store = await EmbeddedStore.open({ path: ":memory:" });
const handle = createHandler(store);
const sides: [Send, Send] = [
  makeSend((path, init) => fetch(host + path, init)),
  makeSend((path, init) => handle(new Request(`http://127.0.0.1${path}`, init))),
];
let different = 0;
try {
  for (let round = 0; round < rounds; round++) {
    const planned = plan();
    const answers = [await sides[0](planned(0)), await sides[1](planned(1))] as const;
    if (planned(0).path === "/memories" && planned(0).method === "POST") noteIds(answers);
    const [live, own] = ([0, 1] as const).map((side) => {
      const { status, body } = answers[side];
      const rows = isCut(planned(side))
        ? (body as { results?: Value[] } | null)?.results
        : undefined;
      const shown = planned(side).method === "HEAD" ? "" : rows?.length ?? body;
      return JSON.stringify(normalize({ status, body: shown }, side));
    });
    if (live === own) continue;
    different++;
    const { method, path, body } = planned(0);
    console.log(`${method} ${path} ${JSON.stringify(body) ?? ""}`);
    console.log(`  server: ${live!.slice(0, 600)}\n  ours:   ${own!.slice(0, 600)}`);
  }
} finally {
  for (const user of USERS) await sides[0]({ method: "DELETE", path: `/memories?user_id=${user}` });
  await store.close();
}
console.log(`${rounds - different} requests answered alike, ${different} otherwise; seed ${seed}`);
Deno.exit(different === 0 ? 0 : 1);
