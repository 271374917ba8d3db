import { listen, type Listener } from "../../cli/listen.ts";
import { createHandler } from "../../embedded/handler.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import { USER } from "./harness.ts";

/** The key that the server asks for. */
export const KEY = "m0sk_key_of_the_scenarios";

/**
 * What happens to a request: `cut` does what it asks and then ends the connection unanswered, `hang`
 * does it and then answers nothing until the next change.
 */
export type Fault = "none" | "cut" | "hang" | number;

/** A Mem0 server: our own `serve`, on one port all its life, that can go down and come back. */
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
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const handle = createHandler(store, { keys: { admin: KEY } });
  const requests: string[] = [];
  const held: (() => void)[] = [];
  let decide: (request: string) => Fault = () => "none";
  const respond = async (request: Request): Promise<Response> => {
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
      await store.close();
    },
  };
}
