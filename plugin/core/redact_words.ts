/** Words that stand where a secret would, and are none. */
const PLACEHOLDER =
  /^([[(<{$%*#?]|\+(?![\w+/]{20})|\.\.|…|@[a-z]|\\?["']|x{3}|your|example|placeholder|dummy|process\.|os\.|secrets?[./]|vault[:/]|op:\/\/|file:|ref\+|env[.(]|arn:|((change|replace|insert|put|fill)[-_ ]?(me|it|this|in|here|with)\d{0,3}|my[-_]?(secret|token|key|pass)\w*|todo|fixme|none|null|nil|undefined|true|false|empty|redacted|masked|hidden|required|optional|string|str|bytes|number|boolean|bool|int|any|stdin|text|varchar|char|env|pass(word|wd|phrase)?|secret|token|user(name)?|pwd|foo(bar)?|bar|test|fake|sample)(?![\w-]))/i;

/** Algorithms, formats and protocols, which have digits in their names. */
const TECHNICAL =
  /^(argon2|bcrypt|scrypt|scram|pbkdf2|sha-?\d|md5|base-?(32|58|62|64)|aes|rsa|ed25519|x25519|hs\d{3}|rs\d{3}|es\d{3}|utf-?\d|oauth|http|ipv?\d|v\d|\d+(\.\d+)*(px|ms|s|m|h|d|kb|mb|gb|%|st|nd|rd|th|x|k)?$|\d+-(bit|char|digit|byte|day|hour|minute|week))/i;

/** Is it called after an algorithm, format or protocol? */
export function isTechnical(value: string): boolean {
  return TECHNICAL.test(value);
}

/** Is it a reference, an example or an empty slot rather than a secret? */
export function isPlaceholder(value: string): boolean {
  return value.length < 3 || PLACEHOLDER.test(value) || new Set(value).size <= 2 ||
    /^[A-Z][A-Z0-9]*_[A-Z0-9_]*=$|EXAMPLE(?:KEY)?$|^[A-Za-z_-]+[-_](?:HERE|here)$|^[a-z]*[-_]password$/
      .test(value) ||
    /\$\{|\{\{|%\(|\.\.\.|x{5}|\*{3}|(?:^|[-_])your[-_]/i.test(value);
}

/** Are all its parts words or plain numbers, as in names, flags and file names? */
export function isName(value: string): boolean {
  return value.split(/[-_./:\s]+/).every((part) =>
    /^(?:[A-Za-z]?[a-z]*|[A-Z]+\d{0,2}|\d{1,4}|v\d+|[A-Za-z][a-z]*\d{1,2})$/.test(part) ||
    /^(?:[a-z]+\d?)?(?:[A-Z]{1,4}[a-z]+\d{0,2})+(?:[A-Z]{1,3}\d{0,2})?$/.test(part)
  );
}

/** Does it look drawn by lot: characters of several classes that alternate, or hex digits? */
export function isRandom(value: string, least = 16): boolean {
  if (value.length < least || isPlaceholder(value)) return false;
  if (/[()[\]{}]|\?\./.test(value)) return false; // code
  if (/^[0-9a-f-]{24,}$/i.test(value)) return /\d/.test(value) && /[a-f]/i.test(value);
  const body = value.replace(/[-_.+/=~|%]/g, "");
  if (!/\d/.test(body) || !/[A-Za-z]/.test(body) || isName(value)) return false;
  let changes = 0;
  for (let index = 1; index < body.length; index++) {
    if (classOf(body.charCodeAt(index)) !== classOf(body.charCodeAt(index - 1))) changes++;
  }
  return changes >= body.length * 0.25;
}

/** Could somebody have chosen it as a password: letters with digits or signs, and no code? */
export function isPassword(value: string): boolean {
  if (value.length < 5 || isPlaceholder(value) || isTechnical(value)) return false;
  if (/^[a-z]+=[a-z.]+$/i.test(value)) return false; // of a distinguished name
  if (/[(){}[\];|<>,]|:\/\/|^[./~]/.test(value)) return false;
  if (/^\w+(?:\.[A-Za-z_]\w*)+$/.test(value) && isName(value)) return false; // of code
  return /\p{L}/u.test(value) && (/\d/.test(value) || /[!@#$%^&*?+~=§]/.test(value));
}

function classOf(code: number): number {
  if (code >= 48 && code <= 57) return 0;
  if (code >= 65 && code <= 90) return 1;
  if (code >= 97 && code <= 122) return 2;
  return 3;
}
