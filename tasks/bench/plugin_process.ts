import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "./plugins.ts";
import type { Answers, Requests } from "./protocol.ts";

const HOST = fileURLToPath(new URL("plugin_host.ts", import.meta.url));
/** Longer than any time limit of a plugin that is known. */
const LIMIT_MS = 150_000;

/** Who speaks, and where the plugin finds its server. */
export interface Setting {
  /** The program, with its arguments, that runs the host: Bun as OpenCode has it. */
  runtime: string[];
  /** The server's address as the plugin gets it. */
  url: string;
  key: string;
  user: string;
  project: string;
}

/** A plugin in a process and with a home of its own, both thrown away at the end. */
export class PluginProcess {
  readonly #child: Deno.ChildProcess;
  /** The plugin's home folder. */
  readonly home: string;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #output: Promise<void>;
  #last = 0;
  /** What loading took. */
  loaded: Answers["load"] = { importMs: NaN, startMs: NaN, hooks: [] };

  private constructor(child: Deno.ChildProcess, home: string) {
    this.#child = child;
    this.home = home;
    this.#writer = child.stdin.getWriter();
    this.#output = this.#read();
  }

  /** Starts a process and loads the plugin in it. */
  static async start(plugin: Plugin, setting: Setting): Promise<PluginProcess> {
    const home = await Deno.makeTempDir({ prefix: "mem0-bench-home-" });
    const directory = join(home, "work", setting.project);
    await Deno.mkdir(join(directory, ".git"), { recursive: true });
    await Deno.writeTextFile(join(directory, ".git", "HEAD"), "ref: refs/heads/main\n");
    const [program, ...args] = setting.runtime;
    const child = new Deno.Command(program!, {
      args: [...args, HOST],
      cwd: directory,
      clearEnv: true,
      env: {
        PATH: Deno.env.get("PATH") ?? "",
        HOME: home,
        TMPDIR: home,
        USER: setting.user,
        // For what would get around the guard in the process itself.
        HTTPS_PROXY: "http://127.0.0.1:9",
        HTTP_PROXY: "http://127.0.0.1:9",
        NO_PROXY: "127.0.0.1,localhost",
        MEM0_USER_ID: setting.user,
        MEM0_APP_ID: setting.project,
        ...plugin.environment(setting),
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const process = new PluginProcess(child, home);
    try {
      process.loaded = await process.call("load", { entry: plugin.entry, directory, options: {} });
      return process;
    } catch (error) {
      await process.end();
      throw error;
    }
  }

  /** Runs the body with a plugin and ends the process whatever happens. */
  static async with<T>(
    plugin: Plugin,
    setting: Setting,
    body: (process: PluginProcess) => Promise<T>,
  ): Promise<T> {
    const process = await PluginProcess.start(plugin, setting);
    try {
      return await body(process);
    } finally {
      await process.end();
    }
  }

  /** @throws {Error} when the plugin's hook throws, or gives no answer within 150 s. */
  async call<O extends keyof Requests>(operation: O, given: Requests[O]): Promise<Answers[O]> {
    const id = ++this.#last;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    const timer = setTimeout(
      () => answer.reject(new Error(`No answer to "${operation}" within ${LIMIT_MS / 1000} s`)),
      LIMIT_MS,
    );
    const line = `${JSON.stringify({ id, operation, given })}\n`;
    await this.#writer.write(new TextEncoder().encode(line));
    try {
      return await answer.promise as Answers[O];
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** Ends it at once and removes its home; call `dispose` first for an orderly end. */
  async end(): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it has ended already
    }
    await this.#child.status;
    await this.#output;
    await this.#writer.abort().catch(() => undefined); // the pipe is closed on the other side
    await Deno.remove(this.home, { recursive: true });
  }

  async #read(): Promise<void> {
    let rest = "";
    for await (const piece of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + piece).split("\n");
      rest = lines.pop()!;
      for (const line of lines) this.#receive(line);
    }
    for (const { reject } of this.#waiting.values()) {
      reject(new Error("The plugin's process ended"));
    }
  }

  #receive(line: string): void {
    if (!line.startsWith('{"id":')) return; // a plugin may print
    const { id, answer, failure } = JSON.parse(line);
    const waiting = this.#waiting.get(id);
    if (failure !== undefined) waiting?.reject(new Error(failure));
    else waiting?.resolve(answer);
  }
}
