import { isName, isPassword, isPlaceholder, isRandom, isTechnical } from "./redact_words.ts";

/** A passage to take out. */
export interface Span {
  start: number;
  end: number;
  kind: string;
}

/**
 * Words beside which a value may be a secret. The second group are those of passwords. Without a look
 * behind, for which Bun gives up compiling; see SHORT.
 */
const KEYWORD =
  /((?:keys?|pat)(?![A-Za-z])|(?:api|access|auth|account|sign(?:ing)?|encryption|private|master|license|deploy|shared|service|session|secret|unseal|root|client|storage|webhook|host|app|write|user|jwt|hmac|aes|cipher)[-_ ]?key|secret|pepper|token|credential|apikey|_auth(?![A-Za-z])|auth(?=["']?\s?[:=])|(?:api|zugangs)?-?schl(?:ü|ue)ssel|geheimnis|jeton|clave|chave|chiave|clé|токен|ключ|キー|トークン|密钥|令牌)|(pass(?:word|wort|wd|wrd|wrod|phrase|code)|paswo?r?d|contrasña|(?:mdp|ww)(?![A-Za-z])|口令|비번|pass(?![a-z])|pwd|(?:pw|psk)(?![A-Za-z])|kennwort|contrase[ñn]a|senha|mot de passe|wachtwoord|has[łl]o|пароль|パスワード|密码|密碼|비밀번호|lösenord|salasana|heslo|şifre|parol[ae](?! chiave)|adgangskode|passord|jelsz[óo]|lozinka|geslo|κωδικ[όο]ς|كلمة (?:المرور|السر)|סיסמ[הא]|mật khẩu|รหัสผ่าน)/gi;

/** Words that count by themselves only, not as the end of another: "monkey". */
const SHORT = /^(?:keys?|pat|auth|mdp|ww|pw|psk)$/i;

/** Before the bare word "key": keys that are no secrets. */
const OTHER_KEYS =
  /(cache|primary|foreign|partition|sort|object|idempotency|public|s3|redis|map|hash|react|translation|i18n|arrow|unique|composite|query|json|registry|row|shard|group|lookup)[-_ ]?$/i;

/** More of these in one text is an attack or a machine's output: it is withheld. */
const MAX_KEYWORDS = 3000;
/** So much of a value is looked at to judge it. */
const SAMPLE = 128;

/** A key that is about a secret rather than holding one. */
const ABOUT =
  /^(s|i[sz]|e[dnr]|ing|ary|[-_]?(names?|ref|ids?|type|ttl|exp|url|uri|endpoint|file|path|field|polic|length|len|min|max|count|limit|hash|arn|version|header|prefix|placeholder|label|input|form|param|column|table|reset|required|store|manager|service|provider|format|rotat|regex|pattern|usage|budget|hint|prompt|stdin|strength|confirm|visible|algorithm|issuer|audience|scope|window|rate|at|set(?=\(|$)|encrypt)(?![a-z]{9}))/i;

/** Words before a value that say it is public: a hash, a public key, an id. */
const PUBLIC =
  /((?:sha-?\d*|md5|checksum|digest|fingerprint|hash) of \S{1,40} is|sha-?\d*|md5|checked out|hash|checkout|pick|rebase|reset|show|revert|merge|ref|blob|tree|digest|checksum|fingerprint|commit|revision|head|integrity|nonce|etag|public|pubkey|ssh-[a-z0-9]+|kid|uuid|\bids?|trace|build|version|image|cid|h1|0x)\W{0,12}(\w+\W{1,3})?$/i;

/** Finds values beside words like password, token and key. @throws {RangeError} too many words */
export function findBesideWords(text: string): Span[] {
  const spans: Span[] = [];
  const lone = around(() => findLongWords(text));
  const chosen = around(() => findChosenWords(text));
  const beside = new Map<Range, string>();
  let done = 0;
  const keywords = [...text.matchAll(KEYWORD)];
  if (keywords.length > MAX_KEYWORDS) throw new RangeError("too many keywords");
  for (const match of keywords) {
    const at = match.index;
    // "Pass" within a word only where a new word begins: "dbPass", not "bypass".
    if ((match[0] === "pass" || SHORT.test(match[0])) && /[a-z]/i.test(text[at - 1] ?? "")) {
      continue;
    }
    if (at < done) continue; // part of a secret that goes anyway
    const end = at + match[0].length;
    const before = text.slice(Math.max(0, at - 100), at);
    // A cloud resource's name has its type inside: "arn:aws:secretsmanager:…:secret:name".
    if (before.endsWith("[redacted:") || /\barn:[^\s"']*$/.test(before)) continue;
    // The key of a WLAN is a password.
    const isPass = match[2] !== undefined ||
      /\b(?:wi-?fi|wlan|ssid|hotspot)\b/i.test(text.slice(Math.max(0, at - 80), end + 30));
    const isBare = /^(?:keys?|pat)$/i.test(match[0]);
    if (isBare && OTHER_KEYS.test(text.slice(Math.max(0, at - 20), at))) continue;
    const kind = isPass ? "password" : "secret";
    const span = (isBare ? undefined : findAssigned(text, at, end, isPass)) ??
      findSaid(text, at, end, isPass);
    if (span !== undefined) {
      spans.push({ ...span, kind });
      done = span.end;
    }
    for (const word of lone(at, end, 60, 110)) {
      if (isLone(text, word, at, end, isBare)) beside.set(word, kind);
    }
    if (isPass) { for (const word of chosen(at, end, 80, 90)) beside.set(word, kind); }
  }
  for (const [word, kind] of beside) spans.push({ ...word, kind });
  return spans;
}

type Range = Omit<Span, "kind">;

/** Gives words so far before and after a keyword. They are looked for once, as windows overlap. */
function around(find: () => Range[]) {
  let words: Range[] | undefined;
  let first = 0;
  return (at: number, end: number, back: number, ahead: number): Range[] => {
    words ??= find();
    const startOf = (index: number) => words?.[index]?.start ?? Infinity;
    while (startOf(first) < at - back) first++;
    let last = first;
    while (startOf(last) < end + ahead) last++;
    return words.slice(first, last).filter((word) => word.end <= at || word.start >= end);
  };
}

/** `key = value`, `"key": "value"`, `--key value`, `<add key="…key" value="…">`, `name: KEY`. */
function findAssigned(text: string, at: number, end: number, isPass: boolean): Range | undefined {
  const after = text.slice(end, end + 120);
  const tail = /^[\w-]{0,40}/.exec(after)?.[0] ?? "";
  if (ABOUT.test(tail) || /[-_](?:hash|name|id|file|path)$/.test(tail)) return undefined;
  const before = text.slice(Math.max(0, at - 40), at);
  const isOption = /(?:^|\s)--?[\w-]*$/.test(before);
  const name = /[\w.$-]*$/.exec(before)?.[0] ?? "";
  const rest = after.slice(tail.length);
  const sign =
    /^\\?["'`\])]?(?:(?::\s?\w{1,20}|\s\w{1,12})?\s{0,4}=\s{0,4}(?:(?:\[\]byte|Buffer\.from|bytes|SecretStr|Some)\(|[Nb])?(?=["'`])|\s?\((?=["'`])|>(?=[^\s<])|:\s?[|>][-+]?\s?\n\s{1,12}|\s{0,4}(?::=|=>|==?(?!=)|:(?![:/])|＝|：|→|->)\s{0,6}|["']?\s{1,3}(?:value|default)\s?=\s?|["']\s?\{\s{1,8}(?:default|value)\s{0,4}=\s{0,4}|\s{0,3}\n\s{1,12}value:\s{1,4})/
      .exec(rest)?.[0] ?? (isOption ? /^[ \t]+(?!-)/.exec(rest)?.[0] : undefined);
  if (sign === undefined) return undefined;
  if (/=[ \t]*\n/.test(sign)) return undefined; // an empty slot
  const from = end + tail.length + sign.length;
  const value = readValue(text, from);
  if (value === undefined) return undefined;
  // A command in a shell, and a type that is called after what it holds.
  if (text[from] === "`" && /\s/.test(value.text)) return undefined;
  if (!value.quoted && /^(?:Password|Passphrase|Pwd)(?:[A-Z][a-z]+)+\d*$/.test(value.text)) {
    return undefined;
  }
  const sample = value.text;
  // A shell's or a .env file's: capitals, and no space at the sign, or a value that is no name of code.
  const isVariable = /^ ?= ?$/.test(sign) && (sign === "=" || /\d(?!\w*[.(])/.test(sample)) &&
    /^[A-Z0-9_]*$/.test(name + text.slice(at, end) + tail);
  if (isPlaceholder(sample)) return undefined;
  let accepted: boolean;
  if (isVariable && value.quoted) accepted = sample.length > 3 && !isAddress(sample);
  else if (value.quoted) {
    accepted = isPass
      ? isQuotedPassword(sample, text.slice(at, end))
      : isKeyValue(sample) || /secret/i.test(name + text.slice(at, end)) && isPhrase(sample);
  } else if (isVariable || isOption) {
    accepted = !isAddress(sample) && !/[()]/.test(sample) &&
      !(isOption && !isPass && /^[a-z]+(?:_[a-z]+)+$/.test(sample)) &&
      (isPass || /secret/i.test(name + text.slice(at, end))
        ? sample.length > 3
        : isKeyValue(sample));
  } else if (isPass) {
    // Alone on its line, as in an .ini or YAML file, also words are taken for a password.
    const line = /(?:^|\n)\s*["']?[\w.-]*$/.test(before) && /^[ \t]*(?:[\n&]|$)/.test(
      text.slice(from + sample.length, from + sample.length + 8),
    );
    accepted = isPassword(sample) || (/^\d{4,}$/.test(sample) && !/^(?:19|20)\d\d$/.test(sample)) ||
      line && (sign === "=" ? /^[a-z]{5,}$/.test(sample) : /^[a-z]+(?:-[a-z]+){2,}$/.test(sample));
  } else {
    accepted = isKeyValue(sample) && !/[()[\]]/.test(sample) ||
      /secret/i.test(name + text.slice(at, end)) &&
        (isPhrase(sample) || !isPlainName(sample) && isPassword(sample) && /-/.test(sample));
  }
  return accepted ? { start: value.start, end: value.end() } : undefined;
}

/** A path or an address; not a word in base64, which may begin with a slash. */
function isAddress(sample: string): boolean {
  return /^https?:/.test(sample) ||
    /^[./~]/.test(sample) && !(/^\/[A-Za-z0-9+/]{30,}={0,2}$/.test(sample) && isRandom(sample));
}

function isQuotedPassword(sample: string, word: string): boolean {
  if (sample.length < 4 || /^(?:https?:|\/)/.test(sample)) return false;
  if (/^[a-z]+(?: [a-z]+){2,}$/.test(sample)) {
    return !/passw|your|please|enter|must|the /.test(sample);
  }
  if (!/\s/.test(sample)) return !/^[a-z]+(?:[_.][a-z]+)+$/i.test(sample);
  return /phrase/i.test(word) || /^\S+ ?\S*$/.test(sample) && /\d/.test(sample);
}

/** A token's or key's value is longer than a word and not made of words. */
function isKeyValue(sample: string): boolean {
  if (
    sample.length < 8 ||
    isAddress(sample) || /[\s()]|\?\.|^[A-Za-z.]+!$|^\w+(?:\.[a-z_]\w*){1,}\(?$/.test(sample)
  ) {
    return false;
  }
  // Drawn by lot without a digit: capitals everywhere.
  if (/^[A-Za-z]{24,}$/.test(sample)) {
    return (sample.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0) * 5 >= sample.length * 2;
  }
  return /[A-Za-z]/.test(sample) && /\d|[!@#$%^&*?+=]/.test(sample) &&
    (!isName(sample) || sample.length >= 20 && /^\w*[a-z]\d\d+[A-Z]/.test(sample));
}

/** Four words or more that make no sentence, "copper-bus-eats-3-figs". */
function isPhrase(sample: string): boolean {
  return /^[a-z\d]+(?:[- ][a-z\d]+){3,}$/i.test(sample) &&
    !/\b(?:use|the|me|with|from|your|in|my|is|here|an?|see|ask|get|set|must|be|at|for|to|of|not|and|or)\b/i
      .test(
        sample,
      );
}

/** "the password for staging is …", "lautet …", "は「…」", "login jo password …". */
function findSaid(text: string, at: number, end: number, isPass: boolean): Range | undefined {
  const after = text.slice(end, end + 80);
  const word = text.slice(at, end);
  const tail = /^[\w-]{2,40}/.exec(after)?.[0];
  // "passwordField" and "token_url" name something about a secret.
  if (tail !== undefined && ABOUT.test(tail)) return undefined;
  // "md5 of secret-tool is …": what follows is the hash.
  if (
    /\b(?:sha-?\d*|md5|checksum|digest|fingerprint|hash) of $/i.test(
      text.slice(Math.max(0, at - 20), at),
    )
  ) {
    return undefined;
  }
  const type = /^\s?:\s?(?:Password|Passphrase|Pwd)(?:[A-Z][a-z]+)+\d*(?!\w)/;
  if (type.test(after) || /^=`[^`\s]+\s/.test(after)) return undefined;
  // The first link may belong to the sentence: "the password was changed to …".
  for (const match of [...after.matchAll(LINK)].slice(0, 4)) {
    const link = after.slice(0, match.index + match[0].length);
    if (
      match.index > 40 || /[\n;?!"`「@/]|[.'](?!\p{L})/u.test(after.slice(0, match.index)) ||
      PUBLIC.test(link)
    ) {
      return undefined;
    }
    // "PASS" heads a test's report, and to pass is a verb.
    if (
      /^pass$/i.test(word) && (word === "PASS" || !/^\s?(?:\s|[:=]\s?|is )$/.test(link.slice(0, 4)))
    ) {
      return undefined;
    }
    const value = readValue(text, end + link.length);
    if (/^\s+$/.test(link) && value?.text[0] === "-") continue; // an option
    if (value !== undefined && /^[:=]/.test(link) && isPlaceholder(value.text)) return undefined;
    if (value !== undefined && isStated(value, word, link, isPass)) {
      return { start: value.start, end: value.end() };
    }
  }
  return undefined;
}

/** What stands between a keyword and its value in a sentence; a space alone only at the start. */
const LINK =
  /^\s{1,2}(?!(?:is|are|was|be|now|for|to)\b)|(?<=\s)(?:is|are|was|be|now|ist|lautet|war|heißt|es|est|é|è|jest|wordt|är|er|je|este|là|هي|היא|to|auf|a|à|c['’]est)(?=[:\s]):?\s{1,2}|[:→]\s?|=[ \t]?|(?:[はが는은]|คือ)\s?|(?=[「『])|\s?(?:是|为|改成了?)\s?/gi;

function isStated(value: Value, word: string, link: string, isPass: boolean): boolean {
  const sample = value.text;
  if (isPlaceholder(sample)) return false;
  if (!isPass) {
    return (value.quoted || /[:=→]\s?$|\s\w+:?\s+$|[は是는은]/.test(link)) && isRandom(sample);
  }
  if (value.quoted) {
    return isPassword(sample.replace(/[;,|<>]/g, "")) ||
      (link.length > 2 || /phrase/i.test(word)) && isQuotedPassword(sample, word);
  }
  const plain =
    /^[^/]{0,20}(?:\s(?:is|ist|lautet|heißt|es|est|é|è|jest|wordt|är|er|je|este|là|c['’]est)|[:=はが는은是为成了])\s*$/
      .test(link) || /^has[łl]o$/i.test(word) && /\sto\s*$/.test(link);
  return /^\d{6,12}$/.test(sample) || isPassword(sample) && (plain || !isPlainName(sample)) ||
    plain && isOdd(sample);
}

/** Letters that make no word: "sakura-YbJxqlxo". */
function isOdd(sample: string): boolean {
  return /^(?=.*[a-z])[A-Za-z_-]{8,40}$/.test(sample) &&
    /[A-Z][a-z][A-Z][a-z]|[A-Z]{2}[a-z]+[A-Z]|[bcdfghjklmnp-tvwxz]{5}/.test(sample);
}

/** A name of a thing: "Argon2", "read-only"; not "Blue-Bird9" or "Wren44Tow". */
function isPlainName(sample: string): boolean {
  return isName(sample) && !/\d\d[A-Z]/.test(sample) &&
    !(/\d/.test(sample) && /[A-Z]/.test(sample) && /[-_]/.test(sample));
}

/** Long words that look drawn by lot, with nothing that says they are public. */
function findLongWords(text: string): Range[] {
  const found: Range[] = [];
  for (const { index: start, 0: word } of text.matchAll(/[\w+/~-]{20,}={0,2}/g)) {
    if (/^(?:sha\d{1,3}|md5)-|^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(word)) continue; // an integrity hash, a UUID
    if (!isRandom(word.slice(0, SAMPLE), 20)) continue;
    const before = text.slice(Math.max(0, start - 40), start);
    if (PUBLIC.test(before) || /[/.:@#-]$|[\w)]\($/.test(before)) continue;
    found.push({ start, end: endOfRun(text, start + word.length, /[\w+/=~-]*/y) });
  }
  return found;
}

/** Is such a word near enough to a keyword to be its value? */
function isLone(
  text: string,
  { start, end: stop }: Range,
  at: number,
  end: number,
  isBare: boolean,
): boolean {
  const word = text.slice(start, Math.min(stop, start + SAMPLE));
  const distance = start >= end ? start - end : at - stop;
  if (isBare && /^[a-z]{2,6}_/.test(word)) return false; // a typed id, as of a payment provider
  if (/^[0-9a-f]+$/i.test(word)) {
    return word.length >= 32 && distance <= 30 &&
      (start >= at || /[(,]\s?["']$/.test(text.slice(Math.max(0, start - 4), start)));
  }
  return start >= end && distance <= 2 && word.length >= 24 ||
    /[A-Z]/.test(word) && /[a-z]/.test(word);
}

/** Two words and a number in one, with a sign or in capitals: "Marzipan_Goat7", "crumpet8866Gale". */
const CHOSEN = new RegExp(
  "(?:^|[^\\p{L}\\d./:@#_-])(?=\\S{0,40}\\p{Lu})(" + [
    "\\p{L}{3,20}[-_+;,>!?^&*$]\\p{L}{3,20}\\d{1,4}!?",
    "\\p{L}{3,20}\\d{2,4}[-_+;,>!?^&*$/]\\p{L}{3,20}",
    "\\p{L}{3,20}\\d{4}\\p{L}{3,20}",
    "\\p{L}{1,10}\\d\\p{L}{2,15}[-_.+!?&*]\\p{L}{3,20}!?",
    "\\p{L}{4,20}\\.\\p{Lu}\\p{Ll}{2,20}\\d{1,4}",
    "\\p{Lu}\\p{Ll}{3,20}-(?=\\p{L}{0,10}\\p{Lu}{2})\\p{L}{6,10}",
  ].join("|") + ")(?![\\p{L}\\d/:@(_-]|\\.[\\p{L}\\d])",
  "gu",
);

/** Words that somebody made up to be a password. */
function findChosenWords(text: string): Range[] {
  return [...text.matchAll(CHOSEN)].flatMap(({ index, 0: whole, 1: word = "" }) => {
    const end = index + whole.length;
    return isTechnical(word) ? [] : [{ start: end - word.length, end }];
  });
}

/** What stands where a value is expected. */
interface Value {
  /** Its beginning, to judge it by. */
  text: string;
  quoted: boolean;
  start: number;
  /** Where all of it ends; looked for only when it is a secret, so that scanning stays linear. */
  end(): number;
}

const RUN = /[^\s,;&"'`<>”\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]*/y;

/** The quotes that close with another sign. */
const CLOSING: Readonly<Record<string, string>> = { "「": "」", "『": "』", "“": "”" };

/** A quoted text on one line, or a run without white space. */
function readValue(text: string, from: number): Value | undefined {
  const quote = /^\\?["'`「『“]/.exec(text.slice(from, from + 2))?.[0];
  if (quote !== undefined) {
    const start = from + quote.length;
    const opening = quote.slice(-1);
    const inside = new RegExp(`[^\\n${CLOSING[opening] ?? opening}]*`, "y");
    const sample = text.slice(start, start + SAMPLE);
    const seen = sample.slice(0, endOfRun(sample, 0, inside)).replace(/\\$/, "");
    // The quote before a space closes what a prompt says: "Password: ".
    if (/^(?:\s|$)/.test(seen)) return undefined;
    const end = () => {
      const close = endOfRun(text, start, inside);
      return text[close - 1] === "\\" ? close - 1 : close;
    };
    return { text: seen, quoted: true, start, end };
  }
  const sample = text.slice(from, from + SAMPLE);
  const seen = trimEnd(sample.slice(0, endOfRun(sample, 0, RUN)), sample);
  if (seen === "") return undefined;
  const end = () => seen.length < SAMPLE ? from + seen.length : endOfRun(text, from, RUN);
  return { text: seen, quoted: false, start: from, end };
}

/** Closing signs belong to the sentence, but for `!` and `?` in the middle of a line's word. */
function trimEnd(run: string, sample: string): string {
  let end = run.length;
  while (end > 0 && /[.,:!?)\]}]/.test(run[end - 1] as string)) {
    if (/[!?]/.test(run[end - 1] as string) && !/\s|^$/.test(sample[end] ?? "")) break;
    end--;
  }
  return run.slice(0, end);
}

/** Where that ends which a sticky pattern matches. */
export function endOfRun(text: string, from: number, sticky: RegExp): number {
  sticky.lastIndex = from;
  return from + (sticky.exec(text)?.[0].length ?? 0);
}
