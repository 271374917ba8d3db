import process from "node:process";
import { parseEnv } from "node:util";

/**
 * The environment of a task: `./.env`, where the process's own variables win over it. A missing file
 * is none.
 */
export async function readEnvironment(path = ".env"): Promise<Record<string, string | undefined>> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return process.env;
    throw error;
  }
  return { ...parseEnv(text), ...process.env };
}
