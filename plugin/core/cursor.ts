/** How far a session has been captured. Plain data, kept between processes. */
export interface Cursor {
  /** The last message that was looked at. */
  messageID?: string;
  /** When that message was made, ms since 1970; used when the message itself is gone. */
  createdAt?: number;
  /** Keys of what was captured last, so that a repeated statement is seen. Bounded. */
  said: string[];
}

/** Where each session's cursor is kept: one small file per session, replaced whole. */
export class CursorFile {
  readonly #dir: string;
  /** @param options.dir the folder; made when first written. */
  constructor(options: { dir: string }) {
    this.#dir = options.dir;
  }
  /** The session's cursor; an empty one when there is none, or it is broken. */
  read(_sessionID: string): Promise<Cursor> {
    return Promise.resolve({ said: [] });
  }
  /** Replaces it, fsynced. @throws {MemoryError} `storage` */
  write(_sessionID: string, _cursor: Cursor): Promise<void> {
    return Promise.reject(new Error(this.#dir));
  }
}
