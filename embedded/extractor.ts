import type { Call, Memory, Message } from "../client/store.ts";

/** One statement worth keeping. */
export interface Extracted {
  /** Self-contained, as it will be stored. */
  text: string;
  /** The message, or the sentence, that the statement is a part of: the rest may say what is over. */
  within?: string;
  /** Kind of memory; becomes `metadata.type` unless the caller gave one. */
  type?: string;
  /** Who said it: `user` or `assistant`; becomes `metadata.attributed_to`. */
  speaker?: string;
  /**
   * Present when the statement says that something has changed ("we moved from MySQL to Postgres"):
   * words that the outdated memories hold, such as the old value and what it is about. The store looks
   * for memories with them and asks {@link Extractor.outdated} about each.
   */
  replaces?: string;
  /** Worth keeping only if it makes a memory untrue. */
  tentative?: boolean;
}

/** What an extractor knows beside the messages. */
export interface ExtractionContext {
  /** When it was said; for "yesterday", "next week". */
  now: Date;
  /** Instructions of the caller, for extractors that use a model. */
  prompt?: string;
}

/**
 * Finds durable statements in a conversation. Runs outside any transaction, so a slow one blocks
 * nobody.
 */
export interface Extractor {
  /** The statements in order; [] when nothing is worth keeping. */
  extract(messages: Message[], context: ExtractionContext, call?: Call): Promise<Extracted[]>;
  /**
   * Which of the memories a statement makes untrue; their ids. Asked only for statements with
   * `replaces`; `memories` has at most {@link OUTDATED_CANDIDATES}, of the same owner, best match
   * first. Without this method nothing is ever superseded.
   */
  outdated?(statement: Extracted, memories: Memory[], call?: Call): Promise<string[]>;
  /**
   * May `outdated` be asked about the beginning of a memory too, so that what of it still holds is
   * kept? Default: no, and then the whole memory is hidden.
   */
  parts?: boolean;
}

/** How many memories an extractor is asked about for one statement. */
export const OUTDATED_CANDIDATES = 10;

/**
 * Keeps each user message as it is: what a store without an extractor does with `infer: true`.
 */
export const verbatimExtractor: Extractor = {
  extract(messages) {
    return Promise.resolve(
      messages.filter((message) => message.role === "user" && message.content.trim() !== "")
        .map((message) => ({ text: message.content.trim() })),
    );
  },
};
