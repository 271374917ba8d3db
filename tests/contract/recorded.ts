/**
 * Replays the recorded contract (golden.json) against a server and tells where it answers otherwise.
 * Placeholders bind on first sight: `<uuid:3>` is the same value wherever it occurs.
 */
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Json } from "../../client/store.ts";

/** A recorded request and its answer. */
export interface RecordedCase {
  name: string;
  area: string;
  auth: "admin" | "member" | "wrong" | "jwt" | "none";
  target?: "main" | "open" | "fresh";
  needs?: "faults" | "extraction" | "ranking";
  unordered?: boolean;
  request: {
    method: string;
    path: string;
    query?: Record<string, Json>;
    headers?: Record<string, string>;
    body?: Json;
    raw?: string;
    raw_hex?: string;
    times?: number;
  };
  response: { status: number; headers: Record<string, string>; body: Json };
}

/** Read golden.json. */
export async function readRecording(): Promise<RecordedCase[]> {
  return JSON.parse(await Deno.readTextFile(new URL("golden.json", import.meta.url)));
}

const KINDS: Record<string, string> = {
  jwt: "eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+",
  apikey: "m0sk_[\\w-]{43}",
  keyprefix: "m0sk_[\\w-]{7}",
  uuid: "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
  iso8601z: "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z",
  iso8601: "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?[+-]\\d\\d:\\d\\d",
  rid: "[0-9a-f]{8}",
};
const PLACEHOLDER = /<(jwt|apikey|keyprefix|uuid|iso8601z|iso8601|rid):\d+>/g;
const HEADERS = [
  "content-type",
  "x-request-id",
  "www-authenticate",
  "location",
  "allow",
  "access-control-allow-origin",
  "access-control-allow-credentials",
  "access-control-allow-methods",
  "access-control-allow-headers",
  "access-control-max-age",
  "vary",
];

/** What the keys are, and where the targets listen. */
export interface Setting {
  bases: { main: string; open?: string };
  keys: { admin: string; member: string };
}

/** One run over the cases, in order, from an empty store. */
export class Replay {
  #known = new Map<string, string>();

  constructor(readonly setting: Setting) {}

  /** The differences, one line each; undefined when the case needs what an earlier one lacked. */
  async run(recorded: RecordedCase): Promise<string[] | undefined> {
    const base = this.setting.bases[recorded.target === "open" ? "open" : "main"];
    if (base === undefined) return undefined;
    const missing = [...JSON.stringify(recorded.request).matchAll(PLACEHOLDER)]
      .some(([name]) => !this.#known.has(name));
    if (missing) return undefined;
    const { status, headers, body } = await this.#send(base, recorded);
    const wanted = recorded.response;
    const differences: string[] = [];
    if (status !== wanted.status) differences.push(`status ${status}, not ${wanted.status}`);
    differences.push(
      ...this.#match(wanted.headers, headers, "headers", false),
      ...this.#match(wanted.body, body, "body", recorded.unordered === true),
    );
    return differences;
  }

  async #send(base: string, { request, auth }: RecordedCase) {
    const { keys } = this.setting;
    const headers = new Headers();
    if (auth === "admin" || auth === "member") headers.set("x-api-key", keys[auth]);
    if (auth === "wrong") headers.set("x-api-key", "wrong-key-0000000000");
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      headers.set(name, this.#fill(value) as string);
    }
    const url = new URL(base + encodePath(this.#fill(request.path) as string));
    for (const [name, value] of Object.entries(request.query ?? {})) {
      url.searchParams.append(name, String(this.#fill(value)));
    }
    let payload: Uint8Array<ArrayBuffer> | undefined;
    if (request.raw !== undefined) payload = new TextEncoder().encode(request.raw);
    else if (request.raw_hex !== undefined) payload = Uint8Array.fromHex(request.raw_hex);
    else if (request.body !== undefined) {
      payload = new TextEncoder().encode(JSON.stringify(this.#fill(request.body)));
      if (!headers.has("content-type")) headers.set("content-type", "application/json");
    }
    const response = await fetch(url, {
      method: request.method,
      headers,
      redirect: "manual",
      ...payload === undefined ? {} : { body: payload },
    });
    const text = await response.text();
    const kept: Record<string, Json> = {};
    for (const name of HEADERS) {
      const value = response.headers.get(name);
      if (value !== null) kept[name] = value;
    }
    return { status: response.status, headers: kept, body: bodyOf(text, response) };
  }

  #fill(node: Json): Json {
    if (Array.isArray(node)) return node.map((one) => this.#fill(one));
    if (node !== null && typeof node === "object") {
      return Object.fromEntries(
        Object.entries(node).map(([key, value]) => [this.#fill(key) as string, this.#fill(value)]),
      );
    }
    if (typeof node !== "string") return node;
    return expand(node).replaceAll("${admin}", this.setting.keys.admin)
      .replace(PLACEHOLDER, (name) => this.#known.get(name)!);
  }

  #match(want: Json, got: Json, path: string, unordered: boolean, parent?: Json): string[] {
    if (want === "<any>") return [];
    if (want === "<float>") return typeof got === "number" ? [] : [`${path} is no number`];
    if (want === "<md5>") {
      const text = (parent as { memory?: Json } | undefined)?.memory;
      const sum = createHash("md5").update(String(text)).digest("hex");
      return got === sum ? [] : [`${path} is not the MD5 of the text`];
    }
    if (Array.isArray(want)) return this.#matchList(want, got, path, unordered);
    if (want !== null && typeof want === "object") {
      if (got === null || typeof got !== "object" || Array.isArray(got)) {
        return [`${path} is ${JSON.stringify(got)}, no object`];
      }
      const names = new Set([...Object.keys(want), ...Object.keys(got)]);
      return [...names].flatMap((name) => {
        if (!(name in got)) return [`${path}.${name} is missing`];
        if (!(name in want)) return [`${path}.${name} is ${JSON.stringify(got[name])}, not absent`];
        return this.#match(want[name]!, got[name]!, `${path}.${name}`, unordered, got);
      });
    }
    if (typeof want === "string" && typeof got === "string") {
      if (expand(want) === got || this.#matchText(want, got)) return [];
    } else if (isDeepStrictEqual(want, got)) return [];
    return [`${path} is ${JSON.stringify(got)?.slice(0, 200)}, not ${JSON.stringify(want)}`];
  }

  #matchList(want: Json[], got: Json, path: string, unordered: boolean): string[] {
    if (!Array.isArray(got)) return [`${path} is no list`];
    if (got.length !== want.length) {
      return [
        `${path} holds ${got.length}, not ${want.length}: ${JSON.stringify(got).slice(0, 200)}`,
      ];
    }
    if (!unordered) {
      return want.flatMap((one, index) =>
        this.#match(one, got[index]!, `${path}[${index}]`, false)
      );
    }
    const left = [...got];
    return want.flatMap((one) => {
      const index = left.findIndex((candidate) => {
        const before = new Map(this.#known);
        if (this.#match(one, candidate, path, true).length === 0) return true;
        this.#known = before;
        return false;
      });
      if (index < 0) return [`${path} has nothing like ${JSON.stringify(one).slice(0, 200)}`];
      left.splice(index, 1);
      return [];
    });
  }

  #matchText(want: string, got: string): boolean {
    const names: string[] = [];
    const pattern = want.split(PLACEHOLDER).map((part, index) => {
      if (index % 2 === 0) return RegExp.escape(part);
      return `(${KINDS[part]})`;
    }).join("");
    for (const [name] of want.matchAll(PLACEHOLDER)) names.push(name);
    const hit = new RegExp(`^${pattern}$`, "s").exec(got);
    if (hit === null) return false;
    const found = hit.slice(1);
    const isNew = (name: string) => name.startsWith("<jwt") || !this.#known.has(name);
    if (!names.every((name, at) => isNew(name) || this.#known.get(name) === found[at])) {
      return false;
    }
    names.forEach((name, at) => this.#known.set(name, found[at]!));
    return true;
  }
}

/** `<repeat:COUNT:UNIT>` and `<words:COUNT>` keep long texts out of the recording. */
function expand(text: string): string {
  const repeat = /^<repeat:(\d+):(.*)>$/s.exec(text);
  if (repeat !== null) return repeat[2]!.repeat(Number(repeat[1]));
  const words = /^<words:(\d+)>$/.exec(text);
  if (words === null) return text;
  return Array.from({ length: Number(words[1]) }, (_, index) => `w${index}`).join(" ");
}

function encodePath(path: string): string {
  return path.replace(/[^\w/%:@!$&'()*+,;=.~-]/gu, encodeURIComponent);
}

function bodyOf(text: string, response: Response): Json {
  if (text === "") return { $empty: true };
  const type = response.headers.get("content-type") ?? "";
  if (type.includes("html")) return { $html: true };
  if (!type.includes("json")) return { $text: text };
  const body = JSON.parse(text) as Json;
  const isDescription = body !== null && typeof body === "object" && "openapi" in body;
  return isDescription ? { $openapi: true } : body;
}
