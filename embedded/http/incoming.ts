/**
 * What the handler reads of a request. Every Request is one; a listener may give less, since making a
 * Request takes longer than answering many of them.
 */
export interface Incoming {
  method: string;
  /** Absolute. */
  url: string;
  /** Asked for names in lower case. */
  headers: Pick<Headers, "get" | "has">;
  /** Aborted when the caller goes away. */
  signal: AbortSignal;
  /** The body; empty when there is none. */
  arrayBuffer(): Promise<ArrayBuffer>;
}
