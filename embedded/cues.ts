/**
 * A pattern of whole words, in any case. Words of a script without blanks are found anywhere.
 *
 * @param words The inside of a regular expression; `\b` knows only ASCII, so the edges are set here.
 */
export function cue(words: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words})(?![\\p{L}\\p{N}_])`, "iu");
}

/** A pattern for scripts written without blanks, found anywhere. */
export function mark(characters: string): RegExp {
  return new RegExp(characters, "u");
}
