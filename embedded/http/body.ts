import type { Json } from "../../client/store.ts";
import { Fault } from "./faults.ts";
import type { Incoming } from "./incoming.ts";
import { findJsonProblem } from "./python.ts";

/**
 * Reads a request's body as the server does: JSON when the content type says so or is missing, else
 * the text itself; undefined when there is none.
 *
 * @throws Fault 422 for broken JSON, 400 for bytes that are no UTF-8 and for NaN (the server takes
 * NaN in and fails on it with 502).
 */
export async function readBody(request: Incoming): Promise<Json | undefined> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length === 0) return undefined;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault(400, "There was an error parsing the body", { cause });
  }
  const type = request.headers.get("content-type") ?? "";
  if (type !== "" && !/^application\/([^;]+\+)?json\s*(;|$)/i.test(type.trim())) return text;
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw jsonFault(text, cause);
  }
}

function jsonFault(text: string, cause: unknown): Fault {
  const problem = findJsonProblem(text);
  if (problem === undefined) {
    const detail = "NaN and Infinity can't be stored. Send a number, a string or null instead.";
    return new Fault(400, detail, { cause });
  }
  const issue = {
    type: "json_invalid",
    loc: ["body", problem.at],
    msg: "JSON decode error",
    input: {},
    ctx: { error: problem.message },
  };
  return new Fault(422, [issue], { cause });
}
