import { listen, type Listener } from "../../cli/listen.ts";
import { type MemoryStore, RestStore } from "../../client/mod.ts";
import { createHandler, type Handler } from "../../embedded/handler.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import { USER } from "./harness.ts";

/** The key that the server asks for. */
export const KEY = "m0sk_key_of_the_scenarios";

/**
 * What happens to a request: `cut` does what it asks and then ends the connection unanswered, `hang`
 * does it and then answers nothing until the next change.
 */
export type Fault = "none" | "cut" | "hang" | number;

/**
 * A Mem0 server, on one port all its life, that can go down and come back: the live one of
 * MEM0_TEST_HOST and MEM0_TEST_KEY behind that port, else our own `serve`.
 */
export interface Backend {
  /** Its address, also while it is down. */
  url: string;
  /** Method and path of every request that arrived. */
  requests: string[];
  /** Decides what happens to the requests from now on; a number is answered as status. */
  fault(decide: (request: string) => Fault): void;
  /** Ends connections and listens no more; what it stores stays. */
  down(): Promise<void>;
  /** Listens again. */
  up(): Promise<void>;
  /** The texts of all memories of the home's user. */
  remembered(): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts it on a free loopback port. */
export async function startBackend(): Promise<Backend> {
  const { store, handle } = await openServer();
  const requests: string[] = [];
  const held: (() => void)[] = [];
  let decide: (request: string) => Fault = () => "none";
  const respond: Handler = async (request) => {
    const line = `${request.method} ${new URL(request.url).pathname}`;
    requests.push(line);
    const fault = decide(line);
    if (typeof fault === "number") return Response.json({ detail: "Not now" }, { status: fault });
    const response = await handle(request);
    if (fault === "hang") await new Promise<void>((resolve) => held.push(resolve));
    if (fault === "cut") throw new Error("The connection is cut");
    return response;
  };
  let listener: Listener | undefined = await listen(respond, "127.0.0.1", 0);
  const { url } = listener;
  const letGo = () => held.splice(0).forEach((resolve) => resolve());
  const down = async () => {
    letGo();
    await listener?.close(0);
    listener = undefined;
  };
  return {
    url,
    requests,
    fault(next) {
      decide = next;
      letGo();
    },
    down,
    async up() {
      listener ??= await listen(respond, "127.0.0.1", Number(new URL(url).port));
    },
    remembered: async () =>
      (await store.list({ scope: { user: USER } })).memories.map((memory) => memory.text),
    async close() {
      await down();
      await store.removeAll({ scope: { user: USER } });
      await store.close();
    },
  };
}

/** What answers the requests, and the same memories as a store. */
interface Served {
  store: MemoryStore;
  handle: Handler;
}

async function openServer(): Promise<Served> {
  const host = Deno.env.get("MEM0_TEST_HOST");
  if (host) return await openLive(host, Deno.env.get("MEM0_TEST_KEY"));
  const store = await EmbeddedStore.open({ path: ":memory:" });
  return { store, handle: createHandler(store, { keys: { admin: KEY } }) };
}

/** A throw-away server: what it keeps of the scenarios' user is deleted. */
async function openLive(host: string, apiKey: string | undefined): Promise<Served> {
  const store = new RestStore({ host, ...(apiKey && { apiKey }) });
  await store.removeAll({ scope: { user: USER } });
  return {
    store,
    async handle(request) {
      const { pathname, search } = new URL(request.url);
      const headers = new Headers();
      const type = request.headers.get("content-type");
      if (type !== null) headers.set("content-type", type);
      // The scenarios' key stands for the server's own; a wrong one stays wrong.
      const given = request.headers.get("x-api-key");
      const key = given === KEY ? apiKey : given;
      if (key) headers.set("x-api-key", key);
      const bytes = await request.arrayBuffer();
      const body = bytes.byteLength === 0 ? {} : { body: bytes };
      const { method } = request;
      const answer = await fetch(`${host}${pathname}${search}`, { method, headers, ...body });
      const kept = new Headers(answer.headers);
      for (const name of ["content-encoding", "content-length"]) kept.delete(name);
      return new Response(await answer.arrayBuffer(), { status: answer.status, headers: kept });
    },
  };
}
