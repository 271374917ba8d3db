import { judge } from "../../language/durability.ts";
import type { Said } from "../../language/features.ts";
import { cut, isQuestion, type Piece } from "../../language/sentences.ts";

/** A "remember …" command, taken apart. */
export interface RememberCommand {
  /** What to store, word for word. */
  text: string;
  /** The message without the command. */
  rest: string;
}

/** A pattern written over several lines. */
const lines = (parts: TemplateStringsArray, ...pieces: string[]) =>
  String.raw(parts, ...pieces).replace(/\n\s*/g, "");

/** Not the beginning of a longer word. */
const STOP = "(?![\\p{L}\\d-])";
const PLEASE = lines`
  ple?a?[sz]e?|bitte|por favor|s'il (te|vous) plait|per favore|als(je|tu)blieft|
  пож\p{L}+`;
/** The conversations that it is for. */
const WHEN = lines`
  (for|fue?r|para|pour|per|voor) ((the|all|die|l[ae]s?|el|il|o|a|de) |l')*(later|me|future|next|
  spater|zukunft|nachst|luego|despues|futuro|proxim|suite|avenir|plus tard|mas tarde|prochain|
  prossim|volgend)\p{L}*( \p{L}+)?|from now on|in zukunft|ab jetzt|kunftig|a partir de a[gh]ora|
  daqui em diante|a l'avenir|desormais|d'ora in poi|voortaan|на буд\p{L}+|今後は?|[以今]后`;
/** Where it is kept. */
const IN = lines`
  (to|in(to|s)?|im|e[nm]|na|a) ((your|the|my|long-term|dein(em)?|l[ae]|[st]u|sua|je) )*(memory|
  mind|notes|gedachtnis|(hinter)?kopf|memoria|mente|memoire|tete|geheugen)`;
/** What it is, told by the sentence before or after. */
const THIS = lines`
  (this|that|it|these|those|both|something|the following|das|dies|es|folgendes|eso|esto|[cç]a|
  cela|ceci|le|d?isto|d?isso|questo|dat|dit|het|to|det|(об )?это\p{L}?)( (fact|thing|rule|
  convention)s?| down)?`;
/** Between a verb and what is to be kept. */
const AIDE = lines`
  (,?[\s-]+(${PLEASE}|${WHEN}|${IN}|${THIS}|about [^.:\n]{1,40}(?=[.:])|always|siempre|down|mal|
  gut|bien|ai|even)${STOP})*`;
const THAT = lines`((that|taht|das(?= wir)|dass|dat|que|che|что|ze|att?)(?=\s)|qu['’])`;
/** A rule rather than work at hand: "to never …". */
const RULE = lines`
  \s+((to|d[ei]|om)\s+)?(?=(always|never|not|siempre|nunca|no|toujours|(ne )?jamais|ne pas|
  sempre|mai|non|nao|altijd|nooit)\s)`;
const SAID = lines`([,:：]?\s*${THAT}\s*|${RULE}|\s*[,:：，、]\s*|\s+[-–—]\s+)`;

const POLITE = lines`
  ((hey|hi|ok(ay)?|yes|now|great|so|and|also|but|oh|btw|thank(s| you)|for the record|
  by the way|(before|while) (we|you|i)( \w+){1,4}(?=,)|just|always|i('d like| would like| want| need) you to|kindly|(make|be) sure (you|
  to)|you (should|must|need to|have to)|und|aber|auch|y|et?|${PLEASE}|${WHEN}|请|請)([\s,!.:]+|
  (?<=\p{Lo})))*`;

/** A bare space may lead to the fact. */
const TOLD = lines`
  (rem[embv]{2,5}r(?![\w-])(?!\s+(when|me|how|why|if|who|what|where|which|last|things|
  to (?!never|always|not|use|do|run)\w+)\b)(\s+to(?=\s+(use|do|run)\b))?|(don'?t|do not|
  never) forget(?!\s+(to|the|about)\b)|keep in mind(?!\s+(the|how|when|if|to)\b)|(merke?|
  notiere?) dir|zapamietaj|запомни(те)?|запам'\S+)${STOP}`;
/** To forget is to leave undone as well, unless it is told what. */
const FORGET = lines`
  (verg(iss|eet)( (das|es|dat|dit))?( bitte)? ni(ch|e)t|denke?${AIDE} (da?r|er)aa?n|
  n(e l)?'oublie (pas|jamais)|no (te |lo )?olvides( de)?|acuerdate de|nao (se |
  te )?esquecas?( de)?|non dimenticar(e|lo)|не забудь(те)?|nie zapomnij)(?=${AIDE}([.!)]*$|
  \s*[:：]|,?\s*${THAT}|${RULE}))`;
const KEEP = lines`
  ((can|could|will|would) you (please )?)?(${TOLD}|mind remembering|(add|save|store|put|write|
  commit|note|keep|have|speichere?)(\s+${THIS})?\s+(${IN}|${WHEN})|(keep|have|save|store|write|
  note) ${THIS}(?=${AIDE}(\s*[:：.!]*$|[:：]))|(make|take) (a )?(mental )?note( of (this|that|
  it))?|(notes?|notiz) (to (your|my)?self|an mich|${WHEN})|so (that )?you \S+( not)? forget|
  merken?|ni(ch|e)t verge(ss|t)en|(\w+ )+to remember(?=:)|notieren|festhalten|abspeichern|
  behalte?|(souviens|rappelle)-t(oi|'en)|retiens|note(?= a moi| bien| pour|[- ](le|ca|
  cela)\b)( a moi-meme)?|(memori[sz]{1,2}|apunt|ann?ot|gu?ard)[ae](l[oa])?|(recuerda|ricorda|
  lembr[ea]r?)(-?[st][ei])?(lo)?( de)?(?! de)|ten(lo)? (en cuenta|presente)|(toma|
  prend[si]) not[ae]|tenha|tieni(lo)?|onthoud|noteer|houd? er rekening mee|(име\p{L}+ в виду|
  учти|помни)|kom ihag|husk|pamietaj(?!, (ze)?by|, aby))(?!\p{L})`;
const ZH = lines`
  (([记記]住|记[一下来]+|牢记|(别|不要)忘[了记](?![运跑更检添写执]))(?![”」』"]|密码|密碼|我的?登)|[存加]\p{Lo}{1,2}记忆(?=[:：。]))`;
const JA =
  lines`(覚えておいて|記憶して|メモ(リに保存)?して|忘れないで)(おいて)?(ください|くれ|ね)?`;
const KO = lines`기억해(\s?줘|\s?두세요)?`;
const COMMAND = new RegExp(
  lines`
  ^${POLITE}((${FORGET}|${KEEP})${AIDE}${SAID}|${TOLD}(,?\s+(${PLEASE}))?\s+(?!the [^?.]*\?)|
  (?!f\S+ (later|me|sp))(${WHEN}): |for future reference, |(把这?\p{Lo})?一?定?要?${ZH}[:：,，]?\s*|
  ([次以]\p{Lo}こと[をは]?)?(${JA}|メモ)[:：、。]\s*|${KO}[:,]?\s+)`,
  "iu",
);
/** A sentence that points at what is to be kept: "Please remember this." */
const POINTING = lines`
  (${POLITE}(${FORGET}|${KEEP})${AIDE}|(请|請)?(把(这|它)\p{Lo}{0,3})?${ZH}(这\p{Lo}{0,3}|它)?|
  ([これそ]{2}[をは])?${JA}|(이\p{Lo}{0,2} )?${KO})[\s.!?)。！]*$`;
const COMMAND_AFTER = new RegExp(`^${POINTING}`, "iu");
/** The same at the end of a sentence. */
const COMMAND_ENDS = new RegExp(
  lines`^(.{8,}?)(\s*[,;(，、；]|\s+[-–—]+|—)\s*(?=\p{L})${POINTING}`,
  "iu",
);

/** A command is no longer than that, without what is to be kept. */
const LONGEST = 160;

/** Nobody types more sentences in one message, and each takes time. */
const MOST = 400;

/** To save something may be work, too. */
const WEAK = /(?:save|store|keep|write) (?:it|this|that)[.!]*$/i;

/** Says nothing by itself. */
const POINTS = new RegExp(`^${THIS}[.!]*$`, "iu");

/** Japanese puts the verb last. */
const COMMAND_LAST = new RegExp(
  lines`
  ^(.{4,}?)(ということ)?(を|と|って)?((覚えて|記憶して)おいて|(?<=(いう|いる|ある|ない)ことを)忘れないで)(ください|くれ|ね)?[。.！!]*$`,
  "u",
);

/**
 * Finds what a user asks to remember: verbatim, to the end of the paragraph, without a request that
 * follows. Undefined when nothing is asked ("remember when …", "the remember-me box").
 *
 * @example
 * ```ts
 * import { findRemember } from "./remember.ts";
 * findRemember("ok! remember that CI runs on ARM")?.text; // "CI runs on ARM"
 * ```
 */
export function findRemember(message: string): RememberCommand | undefined {
  const pieces = cut(message).slice(0, MOST);
  for (const [index, { text: told, start }] of pieces.entries()) {
    // Many leave accents out; one letter takes the place of another.
    const sentence = told.replace(/[À-ž]/g, (letter) => letter.normalize("NFD").charAt(0));
    const end = start + told.length;
    if (sentence.length < LONGEST && COMMAND_AFTER.test(sentence)) {
      const from = beginOfTold(message, pieces.slice(0, index), WEAK.test(sentence));
      const found = from === undefined
        ? take(message, start, end, endOfCommand(message, end))
        : take(message, from, from, start, end);
      if (found !== undefined) return found;
    }
    const lead = COMMAND.exec(sentence.slice(0, LONGEST))?.[0];
    if (lead !== undefined) {
      const from = start + lead.length;
      // "Remember:" alone is followed by its list in the next lines.
      const found = take(message, start, from, endOfCommand(message, from));
      if (found !== undefined) return found;
    }
    const ends = COMMAND_ENDS.exec(sentence.slice(-LONGEST))?.[1];
    const length = ends === undefined
      ? COMMAND_LAST.exec(told)?.[1]?.length
      : Math.max(0, told.length - LONGEST) + ends.length;
    if (length !== undefined) {
      return {
        text: told.slice(0, length).trim(),
        rest: message.slice(0, start) + message.slice(end),
      };
    }
  }
  return undefined;
}

/** What stands between two places, and the message without it and what surrounds it. */
function take(message: string, start: number, from: number, to: number, end = to) {
  const text = clean(message.slice(from, to));
  if (text.length <= 2 || POINTS.test(text)) return undefined;
  return { text, rest: `${message.slice(0, start)}\n${message.slice(end)}` };
}

/** Where that begins which the next sentence points at: the facts before it in its paragraph. */
function beginOfTold(message: string, before: readonly Piece[], weak: boolean): number | undefined {
  let from: number | undefined;
  for (const piece of before.toReversed()) {
    const { text, start } = piece;
    const isLast = from === undefined;
    if (isQuestion(text) || (weak || !isLast) && asksForWork(text)) break;
    if (from !== undefined) {
      if (/\n\s*\n/.test(message.slice(start, from))) break;
      if (!piece.item && !/:$/.test(text) && judge(saidOf(text)).odds <= 0) break;
    }
    from = start;
  }
  return from;
}

/** The paragraph's end, or where a request begins in it. */
function endOfCommand(message: string, from: number): number {
  const body = message.slice(from);
  const lead = /^\s*/.exec(body)?.[0].length ?? 0;
  const blank = body.slice(lead).search(/\n\s*\n/);
  const end = blank < 0 ? body.length : lead + blank;
  for (const { text, start, item } of cut(body.slice(0, end)).slice(1)) {
    const isCode = body.slice(0, start + 3).split("```").length % 2 === 0;
    // "Never merge it" goes on with what is to be kept.
    if (
      !item && !isCode && /\p{L}/u.test(text) &&
      (isQuestion(text) || asksForWork(text) && !/^(?:never(?! mind)|always)\b/i.test(text))
    ) return from + start;
  }
  return from + end;
}

function asksForWork(text: string): boolean {
  return judge(saidOf(text)).request;
}

function saidOf(text: string): Said {
  return { text, assistant: false, item: false, before: "durable" };
}

function clean(text: string): string {
  return text.trim().replace(/(?:,\s(?:ok|thanks|thx)|(?<=[\p{L}\p{N}"])(?:\sok)?\s*[?？])$/u, "");
}
