import type { NewMemory } from "../../client/store.ts";
import { renderBlock } from "./block.ts";
import { type Identity, writeTarget } from "./scope.ts";
import type { Session } from "./session.ts";

/** Bytes of memories that a summary is handed. */
const BUDGET = 2_048;

/**
 * Where a conversation stands, as a memory of type `session_state`: what the user asked last and how
 * it came out, on which branch. Undefined when nothing has been said yet.
 */
export function stateOf(session: Session, identity: Identity): NewMemory | undefined {
  if (session.prompts.length === 0) return undefined;
  const [last, ...before] = session.prompts.toReversed();
  const text = [
    `Where the work stood${identity.branch ? ` (branch ${identity.branch})` : ""}: ` +
    `the user last asked: ${quote(last!)}`,
    ...before.length > 0 ? [`before that: ${before.toReversed().map(quote).join(", ")}`] : [],
    ...session.outcome ? [`last outcome: ${quote(session.outcome)}`] : [],
  ].join("; ");
  const { scope, metadata } = writeTarget("project", identity);
  return {
    scope,
    messages: [{ role: "user", content: text }],
    infer: false,
    metadata: {
      type: "session_state",
      source: "opencode",
      confidence: 1,
      session_id: session.id,
      ...identity.branch ? { branch: identity.branch } : {},
      ...metadata,
    },
  };
}

/** What the summary is handed: the memories that this conversation has used. */
export function linesOf(session: Session): string | undefined {
  const entries = session.shown.toReversed().map((memory) => ({ memory }));
  return renderBlock(entries, BUDGET).text || undefined;
}

/** One line for a state: white space collapsed, cut between words. */
export function brief(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= most) return line;
  return `${line.slice(0, most).replace(/[\ud800-\udbff]$/, "").replace(/\s+\S*$/, "")} …`;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', "'")}"`;
}
