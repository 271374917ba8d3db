/**
 * A request handler on a socket, by node:http, which Deno, Bun and Node all have.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Incoming } from "../embedded/handler.ts";

/** A running server. */
export interface Listener {
  /** `http://127.0.0.1:8888` */
  url: string;
  /** Takes no more requests, lets running ones finish for so long, then ends. */
  close(graceMs?: number): Promise<void>;
}

/** A larger body is refused with 413: the store keeps memories, not files. */
const BODY_BYTES = 64 * 1024 * 1024;

/**
 * Listens until it is closed.
 *
 * @param port 0 for any free one.
 * @throws the system's error, e.g. with code EADDRINUSE.
 */
export async function listen(
  handle: (request: Incoming) => Promise<Response>,
  host: string,
  port: number,
): Promise<Listener> {
  const server = createServer((incoming, outgoing) => {
    respond(handle, incoming, outgoing).catch((error) => {
      // The other side went away in the middle of its request or answer: nobody is left to tell.
      outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const shown = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${shown}:${address.port}`,
    close: (graceMs = 5_000) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

async function respond(
  handle: (request: Incoming) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming);
  if (body === undefined) {
    outgoing.writeHead(413, { "content-type": "application/json", connection: "close" });
    outgoing.end(JSON.stringify({ detail: "The body is larger than 64 MB." }));
    return;
  }
  const aborter = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) aborter.abort();
  });
  const response = await handle(incomingOf(incoming, body, aborter.signal));
  const answer = new Uint8Array(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  if (response.body !== null) headers["content-length"] = String(answer.length);
  outgoing.writeHead(response.status, headers);
  outgoing.end(incoming.method === "HEAD" || response.body === null ? undefined : answer);
}

/** Undefined when it is too large; what is left of it is not read. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of incoming as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > BODY_BYTES) return undefined;
    parts.push(part);
  }
  const body = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    body.set(part, offset);
    offset += part.length;
  }
  return body;
}

function incomingOf(
  { headers, method = "GET", url = "/" }: IncomingMessage,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Incoming {
  return {
    method,
    // The Host header may be anything; only the path is taken from the request line.
    url: new URL(url.startsWith("/") ? `http://localhost${url}` : url, "http://localhost").href,
    headers: {
      get: (name) => headers[name]?.toString() ?? null,
      has: (name) => headers[name] !== undefined,
    },
    signal,
    arrayBuffer: () => Promise.resolve(body.buffer),
  };
}
