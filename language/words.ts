/**
 * Patterns of whole words, and the verbs that several of them share.
 *
 * @module
 */

/** Signs of scripts without blanks between words, for the inside of a class. */
export const IDEOGRAPHS = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}";

/** What words are made of where they are set apart by blanks; ideographs and kana are not. */
const LETTER = "[\\p{Script=Latin}\\p{N}_]";

/**
 * A pattern of whole words, in any case and script. Groups never capture: "(a|b)" is read as "(?:a|b)".
 *
 * @param words The inside of a regular expression. Its edges are set here: `\b` knows only ASCII, and
 * a word of a script without blanks is found anywhere.
 */
export function cue(words: string): RegExp {
  const plain = words.replace(/(?<!\\)\((?!\?)/g, "(?:");
  return new RegExp(`(?<!${LETTER}(?=${LETTER}))(?:${plain})(?!(?<=${LETTER})${LETTER})`, "iu");
}

/** Finite helping verbs. */
export const HELPERS =
  "is|are|was|were|has|have|had|can|cannot|must|should|may|will|do|does|did|[a-z]{2,5}n't";

/** Verbs that tell how things are and work, in the present. */
export const ACTS =
  "(liv|us|writ|stor|serv|leav|handl|cach|requir|enforc|generat|resolv|rotat|expir|replicat|includ|provid|releas|renam|merg|replac|accept|" +
  "address|allow|assum|expect|mirror|inherit|extend|trigger|apply|scal|ban|begin|belong|build|call|check|come|connect|consist|contain|cost|deliver|depend|deploy|drain|drop|end|export|fall|" +
  "fetch|fire|follow|get|hang|happen|hold|import|keep|kill|limit|listen|lock|log|mean|mount|need|own|point|prefer|publish|reach|read|" +
  "return|review|run|send|ship|sit|speak|squash|start|stay|support|sync|tag|take|talk|target|train|work)(e?s|e)?|go(es)?|becomes?|" +
  "carr(y|ies)|retries|rel(y|ies)|defaults to";
