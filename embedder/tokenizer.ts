/**
 * Text to token ids as the original model's tokenizer does it (BERT, uncased WordPiece), with one
 * difference: `[MASK]` and the like in a text are plain text here, never special tokens.
 *
 * @module
 */

/** Ids of the tokens with a meaning of their own. */
export const SPECIAL = { unknown: 100, start: 101, end: 102 } as const;

/** Longer words are one unknown token, as in the original. */
const LONGEST_WORD = 100;

/** Turns a text into the ids of its tokens, without start and end. Stops at `limit` tokens. */
export type Tokenizer = (text: string, limit: number) => number[];

/** @param vocabulary one token a line; a token's id is its line. */
export function makeTokenizer(vocabulary: string): Tokenizer {
  const ids = new Map<string, number>();
  for (const token of vocabulary.split("\n")) ids.set(token, ids.size);
  return (text, limit) => {
    const tokens: number[] = [];
    for (const word of splitWords(text)) {
      tokens.push(...splitWord(word, ids));
      if (tokens.length >= limit) break;
    }
    return tokens.slice(0, limit);
  };
}

const INVISIBLE = /[\0\ufffd\p{Cc}\p{Cf}\p{Cn}\p{Co}]/u;
const PUNCTUATION = /[!-/:-@[-`{-~\p{P}]/u;
const IDEOGRAPH =
  /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/u;

/** Words in lower case and without accents; each punctuation mark and ideograph is one of its own. */
function* splitWords(text: string): Generator<string> {
  let word = "";
  for (const letter of text.normalize("NFD").toLowerCase()) {
    const isSpace = /\s/.test(letter) && letter !== "\ufeff";
    const isSingle = !isSpace && (PUNCTUATION.test(letter) || IDEOGRAPH.test(letter));
    if (isSpace || isSingle) {
      if (word !== "") yield word;
      word = "";
      if (isSingle) yield letter;
    } else if (!INVISIBLE.test(letter) && !/\p{Mn}/u.test(letter)) {
      word += letter;
    }
  }
  if (word !== "") yield word;
}

/** The longest known beginning, then the longest known continuation (`##…`), and so on. */
function splitWord(word: string, ids: Map<string, number>): number[] {
  if (word.length > LONGEST_WORD && [...word].length > LONGEST_WORD) return [SPECIAL.unknown];
  const tokens: number[] = [];
  for (let start = 0; start < word.length;) {
    let end = word.length;
    let id: number | undefined;
    // A piece that ends within a surrogate pair is looked for in vain: no token does.
    while (end > start) {
      const piece = word.slice(start, end);
      id = ids.get(start > 0 ? `##${piece}` : piece);
      if (id !== undefined) break;
      end--;
    }
    if (id === undefined) return [SPECIAL.unknown];
    tokens.push(id);
    start = end;
  }
  return tokens;
}
