import type { Log } from "../../client/store.ts";

/** How a guarded body is run. */
export interface GuardOptions {
  /** Names the body in the log. */
  name: string;
  /** Milliseconds after which the guard gives up and its signal fires. */
  deadlineMs: number;
  log: Log;
}

/**
 * Runs a hook's body: never throws, never rejects, never outlives the deadline. Resolves to
 * undefined when the body fails or is late; why is in the log. The body's signal fires at the
 * deadline; what a late body still gives is dropped, and what it throws is logged.
 */
export async function guard<T>(
  options: GuardOptions,
  body: (signal: AbortSignal) => Promise<T> | T,
): Promise<T | undefined> {
  const { name, deadlineMs, log } = options;
  const controller = new AbortController();
  let late = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      late = true;
      controller.abort(new DOMException(`${name} passed its deadline`, "TimeoutError"));
      log("warn", `${name} gave up after ${deadlineMs} ms`);
      resolve(undefined);
    }, deadlineMs);
  });
  const work = (async () => {
    try {
      return await body(controller.signal);
    } catch (error) {
      log(late ? "debug" : "warn", `${name} failed: ${describe(error)}`);
      return undefined;
    }
  })();
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** {@link guard} for bodies that don't wait: undefined when they throw. */
export function guardSync<T>(name: string, log: Log, body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    log("warn", `${name} failed: ${describe(error)}`);
    return undefined;
  }
}

/** An error and what caused it, in one line. */
export function describe(error: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = error, depth = 0; at !== undefined && depth < 4; depth++) {
    const text = at instanceof Error ? at.message || at.name : String(at);
    if (!parts.some((part) => part.includes(text))) parts.push(text);
    at = at instanceof Error ? at.cause : undefined;
  }
  return parts.join(" <- ");
}

/** Lets the process end although this timer is set; a no-op where timers are plain numbers. */
export function unref(timer: unknown): void {
  if (typeof timer === "object" && timer !== null && "unref" in timer) {
    (timer as { unref(): void }).unref();
  }
}
