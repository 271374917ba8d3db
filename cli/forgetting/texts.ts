/**
 * Is one of many texts part of another? For texts that are to be found again where they were queued,
 * heard or logged.
 *
 * @module
 */

/** So much of a text is looked up first. */
const HEAD = 16;
/** A text may be cut where it is quoted: so much of it is enough. */
const PIECE = 40;
/** Shorter texts, in bytes ("npm", "yes"), are part of too much: a message must be just that. */
const SHORT = 12;

/** Writing without spaces between words: a text may begin and end anywhere in it. */
const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}" +
  "\\p{Script=Khmer}\\p{Script=Myanmar}";
/** Where a word may begin: "1" is no part of "v2.1", nor is "we" of "owe". */
const STARTS = new RegExp(
  `(?<![\\p{L}\\p{N}_]|[\\p{L}\\p{N}][-.'/@])(?=\\S)|(?=[${UNSPACED}])`,
  "gu",
);
/** Where one may end: "C" is no part of "C++", nor "version 1" of "version 1.2". */
const ENDS = new RegExp(
  `(?![\\p{L}\\p{N}_+#]|[-.'/@:][\\p{L}\\p{N}])|(?<=[${UNSPACED}])`,
  "yu",
);

/**
 * Texts to be found again. White space, capitals and closing signs don't count, since what was heard
 * is written a little differently when it is stored; whole words do.
 */
export class Texts {
  readonly #byHead = new Map<string, Set<string>>();
  readonly #lengths = new Set<number>();
  readonly #whole = new Set<string>();

  /** Looks for these. */
  constructor(texts: Iterable<string> = []) {
    for (const text of texts) this.add(text);
  }

  /** Looks for one more. */
  add(text: string): void {
    this.#add(withoutEdges(plainOf(text)));
  }

  /** Looks for what a message says, too; not for a short one ("Done"): it would be everywhere. */
  addMessage(message: string): void {
    const plain = withoutEdges(plainOf(message));
    if (!isShort(plain)) this.#add(plain);
  }

  #add(plain: string): void {
    if (plain === "") return;
    this.#whole.add(plain);
    const head = plain.slice(0, HEAD);
    this.#lengths.add(head.length);
    const known = this.#byHead.get(head);
    if (known === undefined) this.#byHead.set(head, new Set([plain]));
    else known.add(plain);
  }

  /** Does a message say one of them, among other things? A short one must be all that it says. */
  areSaidIn(message: string): boolean {
    const plain = plainOf(message);
    return this.#whole.has(withoutEdges(plain)) ||
      this.#find(plain, (text, at) => !isShort(text) && isPart(text, plain, at));
  }

  /** Are they in a line of a file, be it escaped, or cut after their first words? */
  areIn(line: string): boolean {
    return readings(line).some((reading) => {
      const plain = plainOf(reading);
      return this.#find(
        plain,
        (text, at) =>
          text.length > PIECE
            ? plain.startsWith(text.slice(0, PIECE), at)
            : isPart(text, plain, at),
      );
    });
  }

  #find(plain: string, isFound: (text: string, at: number) => boolean): boolean {
    for (const { index } of plain.matchAll(STARTS)) {
      for (const length of this.#lengths) {
        const candidates = this.#byHead.get(plain.slice(index, index + length));
        if (candidates === undefined) continue;
        for (const text of candidates) if (isFound(text, index)) return true;
      }
    }
    return false;
  }
}

function isPart(text: string, plain: string, at: number): boolean {
  if (!plain.startsWith(text, at)) return text.length > PIECE && isCutPart(text, plain, at);
  ENDS.lastIndex = at + text.length;
  return ENDS.test(plain);
}

/** What sums up a conversation quotes the beginning of what was said: "We met at the…". */
function isCutPart(text: string, plain: string, at: number): boolean {
  const end = plain.indexOf("…", at);
  const quoted = plain.slice(at, end).trimEnd();
  return end > 0 && quoted.length >= PIECE && text.startsWith(quoted);
}

/** A log writes line breaks as " | ", a summary quotes with other marks. */
function plainOf(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(/["“”„«»’`]/g, "'")
    .replace(/[\s|]+/g, " ").trim();
}

function withoutEdges(plain: string): string {
  const inner = plain.replace(/^[\s'(]+|[\s').,;:!?…。！？、]+$/gu, "");
  return inner === "" ? plain : inner;
}

/** A line as it is, and as it is without the escapes of JSON, JSON in JSON included. */
function readings(line: string): string[] {
  const all = [line];
  for (let level = 0; level < 3 && all.at(-1)!.includes("\\"); level++) {
    all.push(
      all.at(-1)!.replace(
        /\\(?:u([0-9a-f]{4})|(.))/gi,
        (_, code: string | undefined, sign: string) =>
          code !== undefined
            ? String.fromCharCode(parseInt(code, 16))
            : /[nrtbf]/.test(sign)
            ? " "
            : sign,
      ),
    );
  }
  return all;
}

/** Is it part of too much to be looked for as a part? */
export function isShort(text: string): boolean {
  return new TextEncoder().encode(text).length < SHORT;
}
