import { md5 } from "./md5.ts";

/**
 * A text in the form in which equal statements are equal: one Unicode form and case, single blanks,
 * no quotes around and no full stop at the end. Nothing that carries meaning is touched.
 */
export function normalForm(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"')
    .replace(/\s+/g, " ").trim().replace(/^["'`]+(.*?)["'`]+$/u, "$1").replace(/[.!\s]+$/, "");
}

/** Fingerprint of the normal form, kept with each row. */
export function formOf(text: string): string {
  return md5(normalForm(text));
}
