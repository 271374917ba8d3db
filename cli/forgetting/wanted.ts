import type { Identity, Owned } from "../../plugin/core/scope.ts";
import type { Texts } from "./texts.ts";

/** What is to be forgotten, wherever it stands. */
export interface Wanted {
  /** Whose. What other users said stays, whatever it says. */
  identity: Identity;
  texts: Texts;
  /** The origins of the memories: what they were queued as. */
  origins: ReadonlySet<string>;
  /** With `--all`: is it of the user or project that is forgotten? Asked of the store's own only. */
  isAllOf?: (owned: Owned) => boolean;
  /** Names the store: what goes to another one is forgotten by its text alone. */
  backends: readonly string[];
}

/** What still holds it, and why. */
export interface Kept {
  path: string;
  why: string;
}
