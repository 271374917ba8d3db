import { judge } from "../../language/durability.ts";
import { cut, isQuestion } from "../../language/sentences.ts";

/** A "remember …" command, taken apart. */
export interface RememberCommand {
  /** What to store, word for word. */
  text: string;
  /** The message without the command. */
  rest: string;
}

const POLITE =
  "((hey|hi|ok(ay)?|so|and|also|but|oh|btw|thanks|thank you|please|pls|plz|for the record|from now on|by the way|just|i(?:'d| would) like you to|i (?:want|need) you to|kindly|you (?:should|must|need to|have to)|bitte|und|aber|auch|por favor|y|s'il (?:te|vous) plaît|et|per favore|alsjeblieft|alstublieft|пожалуйста)[\\s,!.:]+)*";
const THAT =
  "((,\\s*|\\s+)(please|bitte|s'il (te|vous) plaît|por favor|per favore|alsjeblieft|alstublieft|пожалуйста)(?=[\\s,:]))?" +
  "([,:：]?\\s*(that|dass|dat|que|qu'|che|что|att|at|że)(?=[\\s'])\\s*|[,:：]\\s*|\\s+-\\s+|\\s+)";
const LATER =
  "(\\s+(this|it|the following|das|dir|folgendes|eso|esto|ça|ceci)\\b)?(\\s+(for (later|next time|future (sessions|reference)|the future|me)|in (your )?memory|to (your |the )?memory|für später|para (después|luego|más tarde)|pour plus tard))?";

/** Each begins a sentence; what follows is to be kept. */
const COMMANDS: readonly RegExp[] = [
  // "remember when …", "remember me" and "remember-me" are no commands.
  `(always\\s+)?(remember|rember|remeber|memori[sz]e)(?![\\w-])(?!\\s+(when|me|how|why|if|who|what|where|things|to (?!never|always|not|use|do|run)\\w+)\\b)${LATER}(\\s+to\\s+(?=never|always|not|use|do|run)|${THAT})`,
  `(can|could|will|would) you (please )?(remember|memori[sz]e|keep in mind|note)${LATER}(\\s+that\\s+|\\s+to\\s+|[:,]\\s*)`,
  `(don'?t|do not|never) forget${LATER}(?!\\s+(to|the|about)\\b)${THAT}`,
  `keep in mind(?!\\s+(the|how|when|if|to)\\b)${THAT}`,
  `(keep|have|save|store|write) (this|that|it)( down)?( in (mind|memory))?\\s*[:：]\\s*`,
  `so (that )?you (don'?t|do not|won'?t|never) forget( it)?\\s*[:,]\\s*`,
  `(запомни(те)?|не забудь(те)?|имей(те)? в виду|onthoud|vergeet niet|zapamiętaj|kom ihåg|husk|запам'ятай)${THAT}`,
  `(make|take) (a )?note${LATER}(\\s+(that|of)\\s+|[:,]\\s*)`,
  `notes? (to self|for (later|the future))\\s*[:,–-]\\s*`,
  `(add|save|store|put|write|commit)(\\s+(this|that|it))?\\s+((to|in|into) (your |the )?memory|for (later|future \\w+|next time))(\\s+that\\s+|\\s*[:,]\\s*)`,
  `for future reference[,:]\\s*`,
  `(merken|notieren|festhalten|abspeichern)\\s*[:,]\\s*`,
  `vergiss nicht${THAT}`,
  `(merke?|notiere?) dir( bitte)?${LATER}${THAT}`,
  `(behalte? (bitte )?im (kopf|hinterkopf)|denke? (bitte )?d(a)?ran)${THAT}`,
  `notiz (an mich|für später)\\s*[:,–-]\\s*`,
  `n'oublie (pas|jamais)${THAT}`,
  `(souviens-toi|rappelle-toi|retiens|garde en tête)( bien)?${THAT}`,
  `note( à moi-même| pour plus tard)\\s*[:,–-]\\s*`,
  `(recuerda|acuérdate de|no olvides|no te olvides de|ten en cuenta)${THAT}`,
  `(apunta|anota|toma nota)${LATER}\\s*[:,]\\s*`,
  `(ricorda(ti)?|tieni a mente|non dimenticare)${THAT}`,
  `(lembr[ea]r?(-se)?( de)?|não (se )?esqueças?( de)?)${THAT}`,
  `(请|請)?(一定要?)?(记住|記住|记下来?|牢记|别忘了|不要忘记)(?![”」』"]|密码|密碼|我的?登)[:：,，]?\\s*`,
  `(覚えておいて(ください|くれ|ね)?|メモ(して(おいて)?)?)[:：、。]\\s*`,
  `기억해(\\s?줘|두세요)?[:,]?\\s*`,
].map((source) => new RegExp(`^${POLITE}${source}`, "iu"));

/** After what is to be kept: "… Remember this for later." */
const COMMAND_AFTER = new RegExp(
  `^${POLITE}((remember|memori[sz]e|keep|save|store|note|don'?t forget) (this|that|it)( down| in mind| in memory)?( for (later|next time|future (reference|sessions)|the future))?|` +
    "(merke?|notiere?) dir (das|dies)( bitte| gut)?|(bitte )?merken|vergiss das nicht|(recu[eé]rd|apúnt|anót|memoríz)alo|no lo olvides|(retiens|note|mémorise)([- ]le|[- ]ça| cela| bien)?|" +
    "(souviens-t'en|ne l'oublie pas|n'oublie pas)|(lembr[ea]|guard[ea])(-se)? d?isso|não (se )?esqueça( disso)?|ricorda(te)?lo|non dimenticarlo|onthoud (dat|dit)( even)?|vergeet (dat|dit) niet|" +
    "запомни(те)?( это)?|(请)?记住(这个|这点|这一点|它)?|覚えておいて(ください|ね)?)[.!。！]*$",
  "iu",
);

/** Says nothing by itself. */
const POINTS = /^(?:das|dies|es|this|that|it|eso|esto|lo|ça|cela|isso|isto|questo|dat|dit)[.!]*$/i;

/** Japanese puts the verb last. */
const COMMAND_LAST =
  /^(.{4,}?)(?:ということ)?(?:を|と|って)?(?:覚えておいて|記憶しておいて|忘れないで)(?:ください|くれ|ね)?[。.！!]*$/u;

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
  let before = "";
  for (const { text: sentence, start } of cut(message)) {
    if (before !== "" && COMMAND_AFTER.test(sentence)) {
      const from = message.lastIndexOf(before, start);
      return {
        text: clean(before),
        rest: message.slice(0, from) + message.slice(start + sentence.length),
      };
    }
    before = sentence;
    const lead = COMMANDS.map((one) => one.exec(sentence)?.[0]).find((one) => one !== undefined);
    if (lead !== undefined) {
      const from = start + lead.length;
      const end = endOfCommand(message, from);
      const text = clean(message.slice(from, end));
      // "Remember:" alone is followed by its list in the next lines.
      if (text.length > 2 && !POINTS.test(text)) {
        return { text, rest: `${message.slice(0, start)}\n${message.slice(end)}` };
      }
    }
    const last = COMMAND_LAST.exec(sentence)?.[1];
    if (last !== undefined) {
      const rest = message.slice(0, start) + message.slice(start + sentence.length);
      return { text: last.trim(), rest };
    }
  }
  return undefined;
}

/** The paragraph's end, or where a request begins in it. */
function endOfCommand(message: string, from: number): number {
  const body = message.slice(from);
  const lead = /^\s*/.exec(body)?.[0].length ?? 0;
  const blank = body.slice(lead).search(/\n\s*\n/);
  const end = blank < 0 ? body.length : lead + blank;
  for (const { text, start, item } of cut(body.slice(0, end)).slice(1)) {
    if (!item && (isQuestion(text) || asksForWork(text))) return from + start;
  }
  return from + end;
}

function asksForWork(text: string): boolean {
  return judge({ text, assistant: false, item: false, before: "durable" }).request;
}

function clean(text: string): string {
  return text.trim().replace(/(?<=[\p{L}\p{N}])\s*[?？]$/u, "");
}
