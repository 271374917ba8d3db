/**
 * A loopback server on a real socket whose answers a test writes itself. Built on node:http, so that
 * the tests run in Deno, Node and Bun alike.
 *
 * @module
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A request as it arrived. */
export interface Arrived {
  method: string;
  /** With the query. */
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
  /** For tests below HTTP. */
  socket: Socket;
}

/** An answer; a body that is no text goes out as JSON. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Answers a request, or writes to the response itself and returns nothing. */
export type Respond = (
  request: Arrived,
  response: ServerResponse,
) => Answer | undefined | void | Promise<Answer | undefined | void>;

/** A running server. */
export interface Running {
  /** `http://127.0.0.1:port` */
  url: string;
  port: number;
  /** All requests so far, but for those of /openapi.json. */
  requests: Arrived[];
  close(): Promise<void>;
}

/**
 * Listen on the loopback interface.
 *
 * @param openapi answers GET /openapi.json; without it the test's own function does
 * @param at the port; default: a free one
 */
export async function serve(respond: Respond, openapi?: unknown, at = 0): Promise<Running> {
  const requests: Arrived[] = [];
  const server = createServer((message, response) => {
    const chunks: Uint8Array[] = [];
    message.on("data", (chunk) => chunks.push(chunk));
    message.on("error", () => {}); // the client left: what some tests are about
    response.on("error", () => {});
    message.on("end", async () => {
      const arrived: Arrived = {
        method: message.method ?? "",
        url: message.url ?? "",
        headers: message.headers,
        body: new TextDecoder().decode(concat(chunks)),
        socket: message.socket,
      };
      const asksDescription = openapi !== undefined && arrived.url.endsWith("/openapi.json");
      if (!asksDescription) requests.push(arrived);
      const answer = asksDescription ? { body: openapi } : await respond(arrived, response);
      if (answer) send(response, answer);
    });
  });
  await new Promise<void>((done) => server.listen(at, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Run with a server and close it whatever happens. */
export async function withServer(
  respond: Respond,
  run: (server: Running) => Promise<void>,
  openapi?: unknown,
): Promise<void> {
  const server = await serve(respond, openapi);
  try {
    await run(server);
  } finally {
    await server.close();
  }
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(text);
}

function concat(chunks: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
