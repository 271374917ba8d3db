import type { Call, Message } from "../client/store.ts";

/** One statement worth keeping. */
export interface Extracted {
  /** Self-contained, as it will be stored. */
  text: string;
  /** Kind of memory; becomes `metadata.type` unless the caller gave one. */
  type?: string;
  /** Who said it: `user` or `assistant`; becomes `metadata.attributed_to`. */
  speaker?: string;
  /**
   * What this statement makes outdated ("we moved from X to Y"): memories of the same owner that
   * hold all these words are marked as superseded. Absent: nothing.
   */
  supersedes?: {
    /** What the old statement is about: "database", "deploy target". May be empty. */
    subject: string;
    /** The value that no longer holds: "MySQL". A memory without it is never touched. */
    old: string;
  };
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
}

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
