import { endOfRun, findBesideWords, type Span } from "./redact_context.ts";
import { PREFIX_RULES, RULES } from "./redact_rules.ts";
import { isName, isPlaceholder, isRandom } from "./redact_words.ts";

/** A text without its secrets. */
export interface Redaction {
  /** The text, each secret replaced by `[redacted:kind]`. */
  text: string;
  /** The kinds that were found, each once; [] when nothing was. */
  found: string[];
}

/** Longer texts are withheld whole: they could not be scanned within a hook's deadline. */
const MAX_LENGTH = 131_072;
/** The same for all passes together: a long text has time for fewer of them. */
const MAX_SCANNED = 196_608;
/** What is taken out can bring a word nearer to another; a text that never settles is withheld. */
const MAX_PASSES = 6;

/**
 * Takes secrets and `<private>` passages out. Idempotent, in linear time, and failing closed: of a
 * text that is too long, or on which a rule fails, nothing is left.
 *
 * @example
 * ```ts
 * import { redact } from "./redact.ts";
 * redact("DB_PASSWORD=s3cr3t-7 make run").text; // "DB_PASSWORD=[redacted:password] make run"
 * ```
 */
export function redact(text: string): Redaction {
  if (text.length > MAX_LENGTH) return withheld("too_long");
  try {
    const found = new Set<string>();
    let current = text;
    let scanned = text.length;
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const secrets = findSecrets(current);
      const spans = [...findPrivate(current), ...secrets, ...findAgain(current, secrets)];
      if (spans.length === 0) {
        // The marks may be longer than what they replace.
        return current.length > MAX_LENGTH
          ? withheld("too_long")
          : { text: current, found: [...found] };
      }
      for (const span of spans) found.add(span.kind);
      current = cut(current, spans);
      scanned += current.length;
      if (scanned > MAX_SCANNED) break;
    }
    return withheld("unsettled");
  } catch (error) {
    // Whatever the reason, a text that wasn't scanned must not get out; the kind tells of it.
    return withheld(error instanceof RangeError ? "too_dense" : "unreadable");
  }
}

function withheld(kind: string): Redaction {
  return { text: `[redacted:${kind}]`, found: [kind] };
}

/** Replaces spans; those that overlap become one. */
function cut(text: string, spans: Span[]): string {
  const sorted = spans.sort((a, b) => a.start - b.start || b.end - a.end);
  const parts: string[] = [];
  let done = 0;
  let last: Span | undefined;
  const flush = () => {
    if (last === undefined) return;
    parts.push(text.slice(done, last.start), `[redacted:${last.kind}]`);
    done = last.end;
  };
  for (const span of sorted) {
    if (last !== undefined && span.start < last.end) last.end = Math.max(last.end, span.end);
    else {
      flush();
      last = { ...span };
    }
  }
  flush();
  return parts.join("") + text.slice(done);
}

/** `<private …>` up to its matching end, or to the end of the text without one. */
function findPrivate(text: string): Span[] {
  const spans: Span[] = [];
  let depth = 0;
  let start = 0;
  for (
    const match of text.matchAll(
      /<(\/?)\s{0,4}private(?=[\s>/])(?:[^<>"']|"[^"<]*"|'[^'<]*')*>?/gi,
    )
  ) {
    if (match[1] === "/") {
      if (depth > 0 && --depth === 0) {
        spans.push({ start, end: match.index + match[0].length, kind: "private" });
      }
    } else if (!match[0].endsWith("/>") && depth++ === 0) start = match.index;
  }
  if (depth > 0) spans.push({ start, end: text.length, kind: "private" });
  return spans;
}

function findSecrets(text: string): Span[] {
  const spans: Span[] = [
    ...findBesideWords(text), // the first, as it gives up
    ...findKeyBlocks(text),
    ...findInAddresses(text),
    ...findInTables(text),
  ];
  for (const { kind, pattern, isAmbiguous } of PREFIX_RULES) {
    for (const match of text.matchAll(pattern)) {
      const [whole, prefix = "", body = ""] = match;
      const value = /^.*[^.=/|%+~-]/.exec(body)?.[0] ?? "";
      if (isPlaceholder(value)) continue;
      const from = match.index + whole.length - body.length;
      const start = from - prefix.length;
      const before = text.slice(Math.max(0, start - 40), start);
      if (isAmbiguous(prefix) && !isToken(prefix, value, before)) continue;
      spans.push({ start, end: from + value.length, kind });
    }
  }
  for (const { kind, pattern, after } of RULES) {
    let done = 0;
    for (
      const { from, part } of after === undefined ? [{ from: 0, part: text }] : ahead(text, after)
    ) {
      for (const match of part.matchAll(pattern)) {
        const value = match.slice(1).find((one) => one !== undefined) ?? match[0];
        // Two digits make a PIN. What is cut off with dots is a secret all the same.
        if (kind !== "pin" && isPlaceholder(value.replace(/\.+$/, ""))) continue;
        const start = from + match.index + match[0].lastIndexOf(value);
        if (start < done) continue; // seen ahead of two words
        done = start + value.length;
        // Where no more was seen ahead, the secret may go on.
        if (done === from + part.length) done = endOfRun(text, done, /[^\s"'`<>]*/y);
        spans.push({ start, end: done, kind });
      }
    }
  }
  return spans;
}

/** What a pattern sees ahead, each time. */
function ahead(text: string, after: RegExp): { from: number; part: string }[] {
  return [...text.matchAll(after)].map((match) => ({
    from: match.index + match[0].length,
    part: match.at(-1) as string,
  }));
}

/** So many secrets of a text are looked for elsewhere in it. */
const MAX_AGAIN = 40;

/** The same secrets where nothing announces them, a password's other versions, and wrapped rests. */
function findAgain(text: string, secrets: readonly Span[]): Span[] {
  const spans: Span[] = [];
  const seen = new Set<string>();
  for (const { start, end, kind } of secrets) {
    const value = text.slice(start, end);
    // It may go on in the next line: behind a shell's backslash, or where a letter was wrapped.
    const from = value.endsWith("\\") ? end - 1 : end;
    const [rest = "", shell, next = ""] =
      /^(\\?)\r?\n([\w+/=.~-]{6,})/.exec(text.slice(from, end + 200)) ?? [];
    if (
      shell ||
      isRandom(next, 12) && /^(?!.*=\w).*[G-Zg-z]/.test(next) &&
        !/\S/.test(text[from + rest.length] ?? "")
    ) spans.push({ start, end: from + rest.length, kind });
    const stem = kind === "password" ? value.replace(/[\d!?.]+$/, "") : value;
    const known = stem.length >= 8 && /[^a-z]/.test(stem.slice(1)) ? stem : value;
    if (known.length < 8 || /\n/.test(known) || /^[a-z]+$/i.test(value)) continue;
    if (seen.size >= MAX_AGAIN || seen.has(known)) continue;
    seen.add(known);
    for (let at = text.indexOf(known); at >= 0; at = text.indexOf(known, at + known.length)) {
      const tail = /^[\w!?]{0,8}/.exec(text.slice(at + known.length, at + known.length + 8))?.[0] ??
        "";
      spans.push({ start: at, end: at + known.length + tail.length, kind });
    }
  }
  return spans;
}

/** After a prefix that may begin a name: does a token follow? */
function isToken(prefix: string, value: string, before: string): boolean {
  if (isRandom(value)) {
    return /[-_.]$/.test(prefix) || !/[-+/=]$/.test(before) ||
      /(?:^|\s)[A-Z][A-Z\d_]*=$/.test(before);
  }
  if (isName(value) && /[-_]/.test(value)) return false;
  return /^(?:sk-|m0-|hf_)$/.test(prefix)
    ? /[A-Za-z0-9]{16}/.test(value)
    : /[-_]$/.test(prefix) && /\d/.test(value) && /[A-Za-z0-9]{16}/.test(value);
}

/** PEM, PGP, SSH2 and PuTTY private keys, also cut ones. */
function findKeyBlocks(text: string): Span[] {
  const spans: Span[] = [];
  const head = /-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,8}-{4,5}|Private-Lines: \d+/g;
  let from = 0;
  for (const match of text.matchAll(head)) {
    if (match.index < from) continue;
    const body = match.index + match[0].length;
    const close = /-{4,5} ?END [A-Z0-9 ]{0,60}-{4,5}/g;
    const next = text.indexOf("BEGIN ", body);
    close.lastIndex = body;
    const end = close.exec(text.slice(0, Math.min(next < 0 ? text.length : next, body + 20_000)));
    from = end === null ? endOfBlock(text, body) : end.index + end[0].length;
    spans.push({ start: match.index, end: from, kind: "private_key" });
  }
  return spans;
}

/** A block without its end: as long as there are lines of key material or headers. */
function endOfBlock(text: string, from: number): number {
  const line =
    /(?:\s|\\[nr])*(?:[A-Za-z][A-Za-z-]{2,20}: [^\n]{1,80}|[A-Za-z0-9+/=]{8,})(?=\s|\\[nr]|["'`]|$|[^A-Za-z0-9+/=])/y;
  let end = from;
  line.lastIndex = from;
  for (let match = line.exec(text); match !== null; match = line.exec(text)) end = line.lastIndex;
  return end;
}

/** `scheme://user:password@host`, also with signs in the password that should have been escaped. */
function findInAddresses(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(/:\/\/([^\s"'`<>]{1,2000})/g)) {
    const rest = match[1] as string;
    const authority = /^[^/?#]*/.exec(rest)?.[0] ?? "";
    let at = authority.lastIndexOf("@");
    const colon = rest.indexOf(":");
    if (
      at < 0 && colon >= 0 && colon < authority.length && !/^:\d{1,5}$/.test(authority.slice(colon))
    ) {
      at = rest.search(/@[\w.-]+(?::\d+)?(?:[/?#\s]|$)/);
    }
    if (at < 0) continue;
    const hasPassword = colon >= 0 && colon < at;
    const from = hasPassword ? colon + 1 : 0;
    const value = rest.slice(from, at);
    if (isPlaceholder(value) || !hasPassword && !isRandom(value)) continue;
    const start = match.index + 3 + from;
    spans.push({ start, end: start + value.length, kind: "password" });
  }
  return spans;
}

/** Cells of a Markdown table in a column that is headed by a word for a secret. */
function findInTables(text: string): Span[] {
  const spans: Span[] = [];
  let columns: number[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const start = at;
    at += line.length + 1;
    if (!line.includes("|")) {
      columns = [];
      continue;
    }
    const cells = line.split("|");
    if (columns.length === 0) {
      columns = cells.flatMap((cell, i) => cell.length < 80 && SECRET_COLUMN.test(cell) ? [i] : []);
      continue;
    }
    let from = start;
    cells.forEach((cell, i) => {
      const value = cell.trim();
      if (
        columns.includes(i) && value.length > 3 && !isPlaceholder(value) && !/^:?-+:?$/.test(value)
      ) {
        const begin = from + cell.indexOf(value);
        spans.push({ start: begin, end: begin + value.length, kind: "password" });
      }
      from += cell.length + 1;
    });
  }
  return spans;
}

const SECRET_COLUMN =
  /^\W*(?:\p{L}+ )?(?:clave|pass(?:word|wort|phrase|code)|pwd|pw|secret|api[- ]?key|(?:access )?token|pin|kennwort|contraseña|mot de passe|senha|wachtwoord|пароль|密码|パスワード)\W*$/iu;
