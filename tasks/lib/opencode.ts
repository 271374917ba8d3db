import type { Home } from "./home.ts";

/** How a run of `opencode run` ended. */
export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Starts `opencode run` in the home's project; end it by its pid only. */
export function startRun(
  program: string,
  home: Home,
  message: string,
  options: { directory?: string; arguments?: string[] } = {},
): Deno.ChildProcess {
  return new Deno.Command(program, {
    args: ["run", "--print-logs", "--log-level", "INFO", ...options.arguments ?? [], message],
    cwd: options.directory ?? home.project,
    env: home.env,
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs `opencode run "message"` to its end, at most `timeoutMs` (default 120 s). */
export async function run(
  program: string,
  home: Home,
  message: string,
  options: { directory?: string; arguments?: string[]; timeoutMs?: number } = {},
): Promise<RunResult> {
  const child = startRun(program, home, message, options);
  const timer = setTimeout(() => child.kill("SIGKILL"), options.timeoutMs ?? 120_000);
  try {
    const { code, stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } finally {
    clearTimeout(timer);
  }
}

/** A running `opencode serve`. */
export interface Server {
  /** Its address, without a trailing slash. */
  url: string;
  pid: number;
  /** Everything it wrote to stderr so far: its log. */
  log(): string;
  /** Calls the HTTP interface; rejects on any status but 2xx. */
  call<Body>(method: string, path: string, body?: unknown): Promise<Body>;
  /** Creates a session and returns its id. */
  createSession(fields?: { parentID?: string; title?: string }): Promise<string>;
  /** Sends a user's message and resolves when the turn is over. */
  say(sessionID: string, text: string, fields?: Record<string, unknown>): Promise<unknown>;
  /** The same process, asked to work in another folder. */
  at(directory: string): Pick<Server, "call" | "createSession" | "say">;
  /** Ends the instance, so that plugins are disposed of, then the process. */
  stop(): Promise<void>;
  /** kill -9; nothing when it has ended. */
  kill(): Promise<void>;
}

/** Starts `opencode serve` on a free loopback port and waits until it listens (at most 30 s). */
export async function startServer(
  program: string,
  home: Home,
  directory: string = home.project,
): Promise<Server> {
  const child = new Deno.Command(program, {
    args: ["serve", "--port", "0", "--hostname", "127.0.0.1", "--print-logs"],
    cwd: directory,
    env: home.env,
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  let code: number | undefined;
  const status = child.status.then((status) => code = status.code);
  async function end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    if (code === undefined) child.kill(signal);
    await status;
    await Promise.all([out.done, err.done]);
  }
  const listening = () => /listening on (http:\/\/\S+)/.exec(out.text())?.[1];
  await waitFor(() => listening() ?? (code === undefined ? undefined : "ended"), 30_000);
  const url = listening();
  if (url === undefined) {
    const why = code === undefined ? "it did not listen within 30 s" : `it ended with code ${code}`;
    await end("SIGKILL");
    throw new Error(`Cannot start "opencode serve": ${why}\n${out.text()}${err.text()}`);
  }

  const at = (folder: string) => speak(url, folder);
  return {
    url,
    pid: child.pid,
    log: err.text,
    ...at(directory),
    at,
    async stop() {
      await disposeInstance(url, directory);
      await end("SIGTERM");
    },
    kill: () => end("SIGKILL"),
  };
}

/** The HTTP interface of an `opencode serve`, for one folder. */
function speak(
  url: string,
  directory: string,
): Pick<Server, "call" | "createSession" | "say"> {
  async function call<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { "content-type": "application/json", "x-opencode-directory": directory },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Body;
  }
  return {
    call,
    createSession: async (fields = {}) =>
      (await call<{ id: string }>("POST", "/session", fields)).id,
    say: (sessionID, text, fields = {}) =>
      call("POST", `/session/${sessionID}/message`, { parts: [{ type: "text", text }], ...fields }),
  };
}

/**
 * Ends the instance and waits until its plugins are disposed of. The call itself answers before that;
 * the event stream ends after it. OpenCode gives plugins some 5 s, we give it 8.
 */
async function disposeInstance(url: string, directory: string): Promise<void> {
  const headers = { "x-opencode-directory": directory };
  const given = AbortSignal.timeout(8_000);
  const events = await fetch(`${url}/event`, { headers, signal: given });
  let asked = false;
  try {
    for await (const _ of events.body ?? []) {
      // The first event says that the stream is connected, and will see the end.
      if (asked) continue;
      asked = true;
      const answer = await fetch(`${url}/instance/dispose`, { method: "POST", headers });
      await answer.body?.cancel();
    }
  } catch (error) {
    if (!given.aborted) throw error;
    // The stream stayed open: the process is ended all the same, after more than plugins may take.
  }
}

/** Polls every 50 ms until `probe` returns something, at most `timeoutMs`; then undefined. */
export async function waitFor<T>(
  probe: () => T | undefined | Promise<T | undefined>,
  timeoutMs: number,
): Promise<T | undefined> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const found = await probe();
    if (found !== undefined) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  return undefined;
}

function collect(stream: ReadableStream<Uint8Array>): { text(): string; done: Promise<void> } {
  let text = "";
  const done = (async () => {
    for await (const piece of stream.pipeThrough(new TextDecoderStream())) text += piece;
  })();
  return { text: () => text, done };
}
