import type { Memory } from "../../client/store.ts";
import type { Identity } from "./scope.ts";

/** Tidying up a project's memories: when, what, and what must not be touched. */
export class Dream {
  /** Does a dream run in this session? */
  isActive(_sessionID: string): boolean {
    return false;
  }

  /** Why a memory must not be changed now; undefined when it may. */
  refusal(_sessionID: string, _memory: Memory, _identity: Identity): string | undefined {
    return undefined;
  }

  /** Keeps a memory as it is before it is changed or deleted. */
  record(_sessionID: string, _kind: "update" | "delete", _memory: Memory): Promise<void> {
    return Promise.resolve();
  }

  /** Told after a memory was changed (`after` as it is now) or deleted. */
  settle(_sessionID: string, _id: string, _after?: Memory): Promise<void> {
    return Promise.resolve();
  }

  /** The full id behind the first characters of one, when a running dream has listed it. */
  candidateId(_prefix: string): string | undefined {
    return undefined;
  }
}
