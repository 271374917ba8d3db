/** Names a time of earlier work. */
const BEFORE =
  "(last (time|night|week|session|friday|monday|tuesday|wednesday|thursday)|yesterday|the weekend|before|earlier|" +
  "the other day|previous(ly)?)";

/** Requests to pick up earlier work. Each must name us or a time: "continue" alone is said of loops. */
const FORMS: readonly RegExp[] = [
  // English
  /\bwhere('?s| is| did| have|'d|'ve| were| was| are)?\s*(we|i|you)\s*(at|again|now)?\s*[?.!…]*\s*$/i,
  /\bwhere (were|was|are|am) (we|i)\b(?=\s*(at|again|on this|in this|with|yesterday|last|before|[?.!,…]|$))/i,
  /\b(we|i|you|us)\b[^.?!]{0,20}\b(leave|left|leaving) (it |this |things )?off\b/i,
  new RegExp(
    `\\b(we|i|you) (stopped|stop|paused|left (it|things|this|this off))\\b|\\b(from|since) ${BEFORE}\\s*[?.!]*$`,
    "i",
  ),
  /\bwhat (were|was|have|had) (we|i|you)( been)? (working|doing|up to|busy)\b/i,
  new RegExp(
    `\\b(continue|resume|carry on|keep going|go on|proceed|back to|let'?s continue)\\b[^.?!]{0,40}\\b(${BEFORE}|where (we|you|i)|our (work|session|task)|(the|this|my) (session|work we|conversation|task (from|we)))`,
    "i",
  ),
  /\b(pick|picking) (it |this |things |the thread )?(back )?up (again\b|(from )?where (we|i|you)\b)/i,
  /\bcatch me up\b|\bbring me up to (speed|date)\b|\brefresh my memory\b|\bremind me (what|where) (we|i|you) (were|was|did|are|had)\b/i,
  /\b(what'?s|what is|how'?s) (the )?(current |latest )?(state|status) of (things|play|our work|the work|everything)\b|\bwhat'?s the (current|latest) (state|status)\s*[?.!]*$/i,
  /\b(i'?m|we'?re) back\b/i,
  new RegExp(
    `\\b(what'?s|what is|anything|something) (still )?(left|open|missing|pending)\\b[^.?!]{0,30}\\b${BEFORE}`,
    "i",
  ),
  // German
  /\bwo (waren|sind|war|bin|standen|stehen|haben|hatten) (wir|ich)\b(?=[^.?!]{0,12}(stehen|aufgehört|geblieben|gestern|zuletzt|letzt|nochmal|gerade|[?.!]|$))/i,
  /\bwo (wir|ich) (\S+ )?(aufgehört|stehen ?geblieben|waren|war)/i,
  /\b(woran|an was|was) (haben|hatten) wir (\S+ )?(zuletzt|gestern|letzte\w*|beim letzten)/i,
  /\b(mach\w*|weiter|fort\w*)\b[^.?!]{0,30}\b(aufgehört|stehen geblieben|gestern|zuletzt|letzt\w* (mal|sitzung))/i,
  /\b(letzte\w*|aktuelle\w*) stand\b\s*[?.!]*$|^\s*(weiter geht'?s|mach(en wir)? weiter)\b/i,
  // French
  /\bo[uù] (en )?(étions|etions|sommes|est|en est|en était)(-| )?(nous|on)\b|\bo[uù] (nous en étions|on en (est|était)|on s'(est|était) arrêté)/i,
  /\b(repren\w*|continu\w*|poursui\w*)\b[^.?!]{0,30}(d'hier|\bhier\b|dernière|\blà où\b|la session|notre travail)/i,
  // Spanish, Portuguese, Italian
  /\bd[oó]nde (nos |lo |la )?(quedamos|quedábamos|dejamos|estábamos|íbamos)\b/i,
  /\b(sig(amos|ue)|continu(emos|a|ar)|retom(emos|a|ar))\b[^.?!]{0,30}\b(ayer|donde (lo |nos )?(dejamos|quedamos)|la última|la sesión)/i,
  /\bonde (paramos|ficamos|estávamos)\b|\b(continu|retom)\w*\b[^.?!]{0,30}\b(ontem|onde paramos)/i,
  /\bdove (eravamo|ci eravamo|siamo) (rimasti|arrivati)?|\b(riprend|continu)\w*\b[^.?!]{0,30}\b(ieri|dove)\b/i,
  // Chinese, Japanese, Korean, Russian
  /(上次|昨天|之前)[^。？！]{0,8}(哪|继续|接着|进度|工作|做到)|(继续|接着)[^。？！]{0,6}(上次|昨天|之前)|(做|进行|说)到哪/,
  /(前回|昨日|先週|この間)[^。？！]{0,8}(続き|どこ|終わ|やった|作業)|どこまで(やった|進|でき|終わ)|続き(から|を)(始|やり|お願い|再開)/,
  /(어디까지|지난번|어제)[^.?!]{0,10}(했|계속|이어)/,
  /на ч[её]м (мы )?остановились|продолж\p{L}* (с того места|вчерашн|работу|где)|где мы (были|остановились|закончили)/iu,
];

/**
 * A bare "continue". At the start of a conversation it can only mean earlier work; within one it means
 * what was just being done.
 */
const BARE =
  /^\s*(ok(ay)?|so|alright|right|hi|hey|please|pls|and|let'?s|now)?[\s,.!…]*(continue|resume|carry on|keep going|go on|weiter|weitermachen|mach weiter|continuons|sigue|seguimos|sigamos|continuemos|继续|続けて|続けましょう|계속|продолжай|продолжим)( please| pls| now| then| here| the (work|task|session))?\s*[.!…]*\s*$/i;

/**
 * Does the message ask to pick up earlier work ("where were we?", "resume")?
 * @param isFirst Is it the first of a conversation? Default true.
 */
export function asksToResume(text: string, isFirst = true): boolean {
  const short = text.trim();
  // A long message says itself what it wants; code and quotes talk about programs that continue.
  if (short.length > 240) return false;
  const spoken = short.replace(/`[^`]*`|“[^”]*”|「[^」]*」|"[^"]*"/g, " ");
  return isFirst && BARE.test(spoken) || FORMS.some((form) => form.test(spoken));
}

/** Words by which a task asks for what was known, decided or done before. */
const PAST = new RegExp(
  "(?<!in-|shared |out of |virtual )\\bmemor(y|ies)\\b(?! (usage|leak|limit|consum|footprint|pressure|alloc|" +
    "address|profil|safety|use|map|manag|growth|spike|barrier))" +
    "|\\b(mem0|remember(ed|s)?|recall(ed|s)?|previous(ly)? (decided|decision|agreed|session|work|fix\\w*|attempt\\w*)|" +
    "(earlier|past|prior|last) (decisions?|sessions?|fix\\w*|conversations?|work|attempts?|discussions?)|" +
    "we (decided|agreed|settled)|(user|team|project|house|our)('s)? (preferences?|conventions?|rules|decisions?|style)|" +
    "conventions? (of|for|in) (this|the) (project|repo\\w*|code ?base)|what (do )?we know|" +
    "known (issues?|fix\\w*|problems?)|as (decided|agreed) (before|earlier)|user prefers)\\b",
  "i",
);

/**
 * Does a sub-agent's task ask for what memory holds? Most tasks are errands ("find all callers of
 * x"), which memories would only distract; those that speak of decisions, conventions, preferences
 * or earlier work get recall.
 */
export function asksForMemory(task: string): boolean {
  return PAST.test(task) || asksToResume(task);
}
