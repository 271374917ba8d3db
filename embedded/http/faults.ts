import { isMemoryError } from "../../client/errors.ts";
import type { Json } from "../../client/store.ts";

/** An answer that ends a request before its route is done. */
export class Fault extends Error {
  override readonly name: string = "Fault";
  /** HTTP status. */
  readonly status: number;
  /** The `detail` of the body: a string, for 422 a list of issues. */
  readonly detail: Json;
  /** The `code` of a 502, which also carries the request id. */
  readonly code?: string;
  /** Further headers. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: Json,
    more: { code?: string; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(typeof detail === "string" ? detail : "invalid request", { cause: more.cause });
    this.status = status;
    this.detail = detail;
    if (more.code !== undefined) this.code = more.code;
    this.headers = more.headers ?? {};
  }
}

/**
 * What a Mem0 server answers where its own code failed; mostly it is the request's mistake (malformed
 * ids, blanks inside identifiers), and still a 502.
 */
export function upstream(): Fault {
  return new Fault(502, "Upstream provider error.", { code: "unknown" });
}

/** What this store has no part of. */
export function notHere(what: string): Fault {
  return new Fault(
    501,
    `${what} are not part of the embedded store; run the Mem0 server ` +
      "(the server/ folder of mem0ai/mem0) for them.",
  );
}

/** The answer for what a store threw. A bug is not dressed up as the caller's mistake. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (!isMemoryError(error)) {
    return new Fault(500, "Internal Server Error", { cause: error });
  }
  if (error.code === "invalid") return new Fault(400, error.message, { cause: error });
  if (error.code === "missing") return new Fault(404, error.message, { cause: error });
  return new Fault(502, error.message, { code: "datastore_unavailable", cause: error });
}
