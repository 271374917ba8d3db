/** A request as a plugin sent it. */
export interface Seen {
  method: string;
  /** Path and query, decoded. */
  path: string;
  body: string;
  /** Of the server's answer; 0: none yet. */
  status: number;
}

/** A loopback proxy before the server: it writes down, delays, and can fall silent. */
export class Proxy {
  /** All requests so far. */
  readonly seen: Seen[] = [];
  /** Added before each request is handed on, in milliseconds. */
  delayMs = 0;
  readonly #listener: Deno.HttpServer<Deno.NetAddr>;
  readonly #closing = new AbortController();
  #silent = false;

  /** @param upstream The server's address, without a trailing slash. */
  constructor(readonly upstream: string) {
    this.#listener = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      (request) => this.#answer(request),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#listener.addr.port}`;
  }

  /** From now on requests are accepted and never answered. */
  fallSilent(): void {
    this.#silent = true;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#listener.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    const seen: Seen = { method: request.method, path: decode(pathname + search), body, status: 0 };
    this.seen.push(seen);
    const { signal } = this.#closing;
    if (this.#silent) return await until(signal);
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    const headers = new Headers(request.headers);
    headers.delete("host");
    const { status, headers: given, body: content } = await fetch(
      `${this.upstream}${pathname}${search}`,
      { method: request.method, headers, signal, ...body === "" ? {} : { body } },
    );
    seen.status = status;
    const kept = [...given].filter(([name]) =>
      !/^(content-encoding|content-length|transfer-encoding|connection)$/.test(name)
    );
    return new Response(content, { status, headers: kept });
  }
}

function until(signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) => {
    const end = () => resolve(new Response(null, { status: 503 }));
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
  });
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll("+", " "));
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
