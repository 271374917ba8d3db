import { CUES, NOISE } from "./gate_cues.ts";
import { proseOf } from "./pasted.ts";
import { isQuestion, sentencesOf } from "./sentences.ts";

/** Kinds that an assistant's closing words may state; its advice is nobody's convention. */
const KINDS = new Set(["decision", "bug_fix", "task_learning"]);
const MAX_SENTENCES = 3;
const MAX_TEXT = 600;
/** So many sentences from the end are the closing statement. */
const CLOSING = 12;

/** What was done or found, as an assistant reports it. */
const DONE =
  /(?<!\p{L})(?:fixed|solved|resolved|root cause|the (?:cause|problem|issue|bug|culprit|reason) (?:was|is)|turned out|caused by|because|was due to|(?:now|no longer) (?:use|run|return|live|read|write|store|point|require|fail)s?|switched|migrated|replaced|moved|renamed|removed|decided|chose|settled on|agreed|we(?:'ll| will)? (?:use|keep|go with)|behoben|gelöst|ursache|umgestellt|entschieden|ersetzt|corrigé|remplacé|décidé|la cause|arreglado|reemplazado|decidido)(?!\p{L})|原因|解决|修复|改为|決定|修正|直り/iu;

/** Plans, offers and reports of the moment. */
const NOT_DONE =
  /(?<!\p{L})(?:let me|i'?ll|i will|i'?m going to|next,? i|would you|should i|do you want|want me to|if you(?:'d)? (?:like|want)|feel free|happy to|you (?:can|could|may|might)|consider|recommend|suggest|i can|here(?:'s| is| are)|soll ich|möchtest|ich werde|veux-tu|voulez|je vais|quieres|voy a)(?!\p{L})/iu;

/** The sentences of an assistant's closing text that state an outcome or decision; "" when none do. */
export function findOutcome(text: string): string {
  const { prose } = proseOf(text);
  const stated = sentencesOf(prose).slice(-CLOSING).filter(({ text: sentence }) =>
    sentence.length > 20 && sentence.length < 400 && DONE.test(sentence) &&
    !NOT_DONE.test(sentence) && !isQuestion(sentence) && NOISE.specific.test(sentence) &&
    CUES.some((cue) => KINDS.has(cue.type) && cue.pattern.test(sentence))
  );
  return stated.slice(-MAX_SENTENCES).map((sentence) =>
    sentence.text.replace(/[*_#]{2,}/g, "").trim()
  )
    .join("\n").slice(0, MAX_TEXT);
}
