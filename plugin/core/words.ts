import { IDEOGRAPHS } from "../../language/words.ts";

const IDEOGRAPH = new RegExp(`[${IDEOGRAPHS}]`, "u");

/** Words that carry no subject. English, and the commonest of a few other languages. */
const STOP = new Set(
  ("a an the this that these those it its is are was were be been being am do does did done has have had " +
    "having will would shall should can could may might must not no nor and or but if then else than " +
    "so as at by for from in into of off on onto out over per to under up upon with within without " +
    "about after again before between during while until since because via i me my we us our ours you " +
    "your he him his she her they them their there here what which who whom whose when where why how " +
    "all any both each every everything few more most other some such only own same too very just also " +
    "now please get got let lets need want make use used using like new one two ok okay yes thing way " +
    "der die das den dem ein eine einen und oder ist sind war wir ich du sie es mit von zu im in auf für " +
    "nicht wie was wo el la los las un una y o es son de del en por para con que no le les des du et ou " +
    "est dans pour avec ce cette je nous vous il")
    .split(" "),
);

/**
 * The words of a text that carry its subject: lower case, light English stems, without stop words,
 * in order, repeated ones kept. Versions, paths, flags and identifiers stay whole. Texts without
 * spaces between words (Chinese, Japanese) give pairs of characters.
 */
export function contentWords(text: string): string[] {
  const words: string[] = [];
  for (const [found] of text.toLowerCase().matchAll(/[\p{L}\p{N}_@#][\p{L}\p{N}_@#./:'’+-]*/gu)) {
    if (IDEOGRAPH.test(found)) {
      const letters = [...found];
      for (let at = 0; at + 1 < letters.length; at++) words.push(letters[at]! + letters[at + 1]!);
      continue;
    }
    const word = found.replace(/['’](s|re|ve|d|ll|m|t)$/, "").replace(/[./:'’+-]+$/, "");
    if (word.length > 0 && !STOP.has(word)) words.push(stem(word));
  }
  return words;
}

/** Words that both texts hold, each once. */
export function sharedWords(a: Iterable<string>, b: Iterable<string>): string[] {
  const other = new Set(b);
  return [...new Set(a)].filter((word) => other.has(word));
}

/** Plural, past and -ing forms fall together; words with digits or signs stay as they are. */
export function stem(word: string): string {
  if (word.length < 4 || /[^a-z]/.test(word)) return word;
  const base = word.replace(/ies$/, "y").replace(/(ss|sh|ch|x|z)es$/, "$1")
    .replace(/([^su])s$/, "$1");
  const cut = base.replace(/(ing|ed)$/, "");
  if (cut === base || cut.length < 3 || !/[aeiouy]/.test(cut)) return base.replace(/e$/, "");
  return cut.replace(/([bdgmnprt])\1$/, "$1").replace(/e$/, "");
}
