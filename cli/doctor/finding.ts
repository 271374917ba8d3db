import { isMemoryError } from "../../client/errors.ts";
import { redact } from "../../plugin/core/redact.ts";

/** What one check found. */
export interface Finding {
  /** What was looked at, a word or two. */
  name: string;
  /**
   * `failed`: the configured store can't be used. `warning`: something else is wrong or missing.
   * `note`: good to know.
   */
  status: "ok" | "note" | "warning" | "failed";
  /** One sentence. */
  detail: string;
  /** The exact next command or step; with every warning and failure. */
  next?: string;
}

/** A check that nothing can break: what it throws becomes a finding. */
export async function guarded(
  name: string,
  status: "warning" | "failed",
  check: () => Promise<Finding[]> | Finding[],
  next: string,
): Promise<Finding[]> {
  try {
    return await check();
  } catch (error) {
    return [{ name, status, detail: sentenceOf(error), next }];
  }
}

/** An error as one sentence, without secrets. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = redact(message.split("\n", 1)[0]!).text.replace(/\.$/, "");
  return isMemoryError(error) || /^Cannot /.test(line) ? line : `Cannot look: ${line}`;
}

/** A command that sets a variable, as this system's shells take it. */
export function setVariable(name: string, value: string, isWindows: boolean): string {
  return isWindows ? `setx ${name} "${value}"` : `export ${name}=${value}`;
}
