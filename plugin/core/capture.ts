import type { Metadata, NewMemory } from "../../client/store.ts";
import { isPasted, TEMPLATE } from "../../language/pasted.ts";
import type { Cursor } from "./cursor.ts";
import { fingerprint } from "./fingerprint.ts";
import { findContext, findOutcome, judgeMessage, type Kept, typedOf, typeOf } from "./gate.ts";
import type { Turn } from "./host.ts";
import type { Redaction } from "./redact.ts";
import { findRemember } from "./remember.ts";

/** `auto`: what the gate keeps, or the store; `explicit`: only "remember …"; `off`: nothing. */
export type CaptureMode = "auto" | "explicit" | "off";

/** What capture must be told; it reads nothing by itself. */
export interface CaptureOptions {
  mode: CaptureMode;
  sessionID: string;
  /** Current git branch, for the metadata. */
  branch?: string;
  /** Takes our own injected block out of a text. */
  stripBlocks: (text: string) => string;
  /** Takes secrets out of a text. */
  redact: (text: string) => Redaction;
  /** Slash-command templates: a message that begins as one of them was not typed. */
  templates?: readonly string[];
  /**
   * Does the store judge what is worth keeping, and at no price? Then all that was typed is handed to it,
   * with what it answers to. Default false: the gate judges.
   */
  storeJudges?: boolean;
  /** Is it a sub-agent's session? Then nothing is captured. Default false. */
  subAgent?: boolean;
}

/** One memory to queue. */
export interface CapturedMemory {
  /** What it came from, for `Outbox.put`: the same message gives the same one. */
  from: string;
  /** Without scope: the caller decides whose it is. */
  memory: Omit<NewMemory, "scope">;
}

/** What a turn brought. */
export interface CapturePlan {
  /** In the order they were said. */
  memories: CapturedMemory[];
  /** To be written after the memories are durable. */
  cursor: Cursor;
  /** All messages looked at, for `Spool.settle`. */
  messageIDs: string[];
  /** What was not kept, with the reason, for the debug log. */
  dropped: { messageID: string; reason: string }[];
}

/** So many statements back a repetition is seen. */
const MAX_SAID = 200;
/** So many times "remember …" is heard in one message. */
const MAX_REMEMBERED = 5;
/** So much of a template identifies it; its arguments come later. */
const TEMPLATE_HEAD = 40;

/**
 * Decides what of a transcript is new since the cursor and worth keeping. Pure.
 *
 * "Remember …" is stored word for word (`infer: false`, confidence 1); of everything else the
 * sentences that carry facts are handed on for extraction (confidence 0.7), together with what the
 * assistant reported as the outcome of the same turn.
 */
export function planCapture(
  turns: readonly Turn[],
  cursor: Cursor,
  options: CaptureOptions,
): CapturePlan {
  const fresh = newTurns(turns, cursor);
  const last = fresh.at(-1);
  const plan: CapturePlan = {
    memories: [],
    cursor: { ...cursor, said: [...cursor.said] },
    messageIDs: turns.map((turn) => turn.messageID),
    dropped: [],
  };
  if (last !== undefined) {
    plan.cursor.messageID = last.messageID;
    if (last.createdAt !== undefined) plan.cursor.createdAt = last.createdAt;
  }
  if (options.mode === "off" || options.subAgent) return plan;
  fresh.forEach((turn, index) => {
    if (turn.role !== "user") return;
    const next = fresh.findIndex((other, at) => at > index && other.role === "user");
    const answers = fresh.slice(index + 1, next < 0 ? undefined : next);
    const before = turns[turns.indexOf(turn) - 1];
    captureTurn({ turn, before, answers }, plan, options);
  });
  const firstUser = fresh.findIndex((turn) => turn.role === "user");
  // An answer that came after its question had been captured.
  const late = fresh.slice(0, firstUser < 0 ? undefined : firstUser);
  if (options.mode === "auto") captureOutcome(late, plan, options);
  plan.cursor.said = plan.cursor.said.slice(-MAX_SAID);
  return plan;
}

/** Every `from` that a message of the user's may be queued under. */
export function originsOf(sessionID: string, messageID: string): string[] {
  const remembered = Array.from({ length: MAX_REMEMBERED }, (_, at) => at);
  return [undefined, ...remembered].map((at) => fromOf(sessionID, messageID, at));
}

/** What a memory came from: a message, or a "remember …" in it. */
function fromOf(sessionID: string, messageID: string, remembered?: number): string {
  const part = remembered === undefined ? "" : `/remember${remembered === 0 ? "" : remembered}`;
  return `${sessionID}/${messageID}${part}`;
}

function newTurns(turns: readonly Turn[], { messageID, createdAt }: Cursor): readonly Turn[] {
  const at = turns.findIndex((turn) => turn.messageID === messageID);
  if (at >= 0) return turns.slice(at + 1);
  if (createdAt === undefined) return turns;
  // The message is gone: compacted or reverted.
  return turns.filter((turn) => turn.createdAt === undefined || turn.createdAt > createdAt);
}

function captureTurn(
  { turn, before, answers }: { turn: Turn; before: Turn | undefined; answers: readonly Turn[] },
  plan: CapturePlan,
  options: CaptureOptions,
): void {
  const { messageID } = turn;
  const drop = (reason: string) => plan.dropped.push({ messageID, reason });
  if (turn.synthetic) return void drop("nobody typed it");
  const text = options.redact(options.stripBlocks(turn.text)).text.trim();
  if (isTemplate(text, options.templates)) return void drop(TEMPLATE);
  let rest = text;
  let found = findRemember(rest);
  for (let count = 0; found !== undefined && count < MAX_REMEMBERED; count++) {
    const content = found.text;
    if (isNew(content, plan)) {
      plan.memories.push({
        from: fromOf(options.sessionID, messageID, count),
        memory: {
          messages: [{ role: "user", content }],
          infer: false,
          metadata: { type: typeOf(content), ...metadataOf(1, options) },
        },
      });
    } else drop("said before");
    rest = found.rest;
    found = findRemember(rest);
  }
  if (options.mode === "explicit") return;
  const kept: Partial<Kept> & Pick<Kept, "text"> | { reason: string } = options.storeJudges
    ? typedOf(rest)
    : judgeMessage(rest);
  if ("reason" in kept) {
    if (rest === text) drop(kept.reason);
    captureOutcome(answers, plan, options);
    return;
  }
  const context = options.storeJudges ? contextOf(before, options) : "";
  // "Yes" says something else each time.
  if (!isNew(`${context}\n${kept.text}`, plan)) return void drop("said before");
  const outcome = outcomeOf(answers, options);
  plan.memories.push({
    from: fromOf(options.sessionID, messageID),
    memory: {
      messages: [
        ...(context === "" ? [] : [{ role: "assistant", content: context }]),
        { role: "user", content: kept.text },
        ...(outcome === "" ? [] : [{ role: "assistant", content: outcome }]),
      ],
      infer: true,
      metadata: metadataOf(0.7, options),
      // A message may hold statements of several kinds.
      defaultType: kept.type ?? typeOf(kept.text),
    },
  });
}

/** The outcome alone, when the user's words held nothing. */
function captureOutcome(
  answers: readonly Turn[],
  plan: CapturePlan,
  options: CaptureOptions,
): void {
  const outcome = outcomeOf(answers, options);
  const messageID = answers.at(-1)?.messageID;
  if (outcome === "" || messageID === undefined || !isNew(outcome, plan)) return;
  plan.memories.push({
    from: fromOf(options.sessionID, messageID),
    memory: {
      messages: [{ role: "assistant", content: outcome }],
      infer: true,
      metadata: metadataOf(0.7, options),
      defaultType: typeOf(outcome),
    },
  });
}

function outcomeOf(answers: readonly Turn[], options: CaptureOptions): string {
  return ofAssistant(answers.findLast(isAssistants), findOutcome, options);
}

/** What the assistant said right before. */
function contextOf(before: Turn | undefined, options: CaptureOptions): string {
  return ofAssistant(before, findContext, options);
}

const isAssistants = ({ role, synthetic }: Turn) => role === "assistant" && !synthetic;

function ofAssistant(
  turn: Turn | undefined,
  find: (text: string) => string,
  { redact, stripBlocks }: CaptureOptions,
): string {
  if (turn === undefined || !isAssistants(turn) || !turn.complete) return "";
  return find(redact(stripBlocks(turn.text)).text);
}

function isTemplate(text: string, templates: readonly string[] = []): boolean {
  return isPasted(text) === TEMPLATE || templates.some((template) => {
    const head = (template.split("$ARGUMENTS")[0] ?? "").trim().slice(0, TEMPLATE_HEAD);
    return head.length > 0 && text.startsWith(head);
  });
}

/** Notes a statement; false when it has been said before in this session. */
function isNew(text: string, plan: CapturePlan): boolean {
  const key = statementKey(text);
  if (plan.cursor.said.includes(key)) return false;
  plan.cursor.said.push(key);
  return true;
}

/**
 * The same for two texts that differ in closing signs, quotes, spaces, a sentence's capital and
 * politeness only. All else counts: signs ("C" and "C++"), capitals inside names and in acronyms,
 * paths, and the order: "A calls B" is not "B calls A".
 */
export function statementKey(text: string): string {
  const words = text.normalize("NFC")
    .replace(/(?<![\p{L}\p{N}])(?:please|pls|bitte|por favor|hey|btw)(?![\p{L}\p{N}])/giu, " ")
    .replace(/[。，！、；]|[.,!;:…]+(?=\s|$)|["“”„«»](?=\s|$)|(?<=\s|^)["“”„«»]/gu, " ")
    .split(/\s+/).filter((word) => word !== "");
  return fingerprint(
    words.map((word) => /^\p{Lu}[\p{Ll}'’]+$/u.test(word) ? word.toLowerCase() : word).join(" "),
  );
}

function metadataOf(confidence: number, options: CaptureOptions): Metadata {
  return {
    confidence,
    source: "opencode",
    session_id: options.sessionID,
    ...(options.branch === undefined ? {} : { branch: options.branch }),
    files: ["*"],
  };
}
