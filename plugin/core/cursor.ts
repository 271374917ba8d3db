import { defined, parseJson } from "../../client/json.ts";
import { DISK, type Disk } from "./disk.ts";

/** How far a session has been captured. Plain data, kept between processes. */
export interface Cursor {
  /** The last message that was looked at. */
  messageID?: string;
  /** When that message was made, ms since 1970; used when the message itself is gone. */
  createdAt?: number;
  /** Keys of what was captured last, so that a repeated statement is seen. Bounded. */
  said: string[];
}

/** A cursor that nobody used for this long is deleted. */
const MAX_AGE_MS = 90 * 24 * 3_600_000;

/** Where each session's cursor is kept: one small file per session, replaced whole. */
export class CursorFile {
  readonly #dir: string;
  readonly #disk: Disk;

  /** @param options.dir the folder; made when first written. */
  constructor(options: { dir: string; disk?: Disk }) {
    this.#dir = options.dir;
    this.#disk = options.disk ?? DISK;
  }

  /**
   * The session's cursor; an empty one when there is none or it is broken: then the transcript is
   * looked at again, and the outbox recognises what it has accepted before.
   * @throws {MemoryError} `storage`
   */
  async read(sessionID: string): Promise<Cursor> {
    const text = await this.#disk.readText(this.#path(sessionID));
    return parseCursor(text ?? "");
  }

  /** Replaces it, fsynced. @throws {MemoryError} `storage` */
  async write(sessionID: string, cursor: Cursor): Promise<void> {
    await this.#disk.ensureFolder(this.#dir);
    await this.#disk.writeAtomic(this.#path(sessionID), JSON.stringify(cursor));
  }

  /** Deletes cursors that were last written 90 days before `now`. @throws {MemoryError} `storage` */
  async prune(now: number): Promise<void> {
    for (const name of await this.#disk.listNames(this.#dir)) {
      const facts = await this.#disk.facts(`${this.#dir}/${name}`);
      if (facts !== undefined && now - facts.changedAt > MAX_AGE_MS) {
        await this.#disk.remove(`${this.#dir}/${name}`);
      }
    }
  }

  #path(sessionID: string): string {
    // A session id comes from the host: it must not be able to leave the folder.
    return `${this.#dir}/${
      encodeURIComponent(sessionID).replaceAll(".", "%2E").slice(0, 200)
    }.json`;
  }
}

function parseCursor(text: string): Cursor {
  const { messageID, createdAt, said } = (parseJson(text) ?? {}) as Partial<Cursor>;
  return defined({
    messageID: typeof messageID === "string" ? messageID : undefined,
    createdAt: typeof createdAt === "number" ? createdAt : undefined,
    said: Array.isArray(said) ? said.filter((key) => typeof key === "string") : [],
  });
}
