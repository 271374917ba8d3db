/** A sentence and where it stands. */
export interface Sentence {
  text: string;
  /** Offset in the text it was cut from. */
  start: number;
}

const ABBREVIATION =
  /(\b(e\.g|i\.e|etc|vs|cf|approx|resp|no|nr|z\.B|d\.h|bzw|ca|p\.ej|incl|inkl)\.|\b[A-Z]\.)$/i;

/**
 * Cuts a text at line breaks and after closing signs. Dots in names, numbers, paths and
 * abbreviations close nothing; brackets and quotes stay with their sentence.
 */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  const push = (to: number) => {
    const raw = text.slice(from, to);
    const lead = /^[\s>]*([-*•]\s+|\d+[.)]\s+)?/.exec(raw)?.[0].length ?? 0;
    const trimmed = raw.slice(lead).trim();
    if (trimmed !== "") sentences.push({ text: trimmed, start: from + lead });
    from = to;
  };
  for (const match of text.matchAll(/\n+|[.!?…]+["')\]”’»]*(?=\s|$)|[。！？]+[」』”]*/g)) {
    const end = match.index + match[0].length;
    if (match[0][0] === "." && ABBREVIATION.test(text.slice(Math.max(0, match.index - 8), end))) {
      continue;
    }
    push(end);
  }
  push(text.length);
  return sentences;
}

const LEAD =
  "^((ok(ay)?|so|and|also|now|then|next|please|pls|plz|just|only|bitte|jetzt|dann|und|por favor|ahora|s'il te plaît|maintenant|let'?s|go ahead and|i (want|need|would like) you to|(can|could|would|will) you( please)?|kannst du( bitte)?|könntest du|puedes|podrías|peux-tu|tu peux)[\\s,:]+)*";

/** Verbs with which work is asked for. */
const VERBS =
  "add|adjust|analy[sz]e|apply|build|bump|change|check|clean|commit|compare|continue|convert|copy|create|debug|delete|deploy|describe|document|draft|edit|explain|explore|extend|extract|figure|find|fix|format|generate|give|go|help|implement|improve|inline|inspect|install|investigate|list|look|make|merge|migrate|modify|move|open|optimi[sz]e|port|prepare|print|proceed|push|read|rebase|refactor|remove|rename|replace|resolve|restart|restore|retry|return|revert|review|rewrite|rerun|run|scaffold|search|send|set|show|simplify|sketch|skip|leave|ignore|take|pick|choose|select|sort|split|start|summari[sz]e|swap|tell|test|translate|try|tweak|undo|update|upgrade|verify|wire|wrap|write|" +
  "ändere|baue?|behebe|benenne|entferne|ergänze|erklär(e)?|erstelle?|finde|füge?|führe?|lösche?|mach(e)?|prüfe?|schau(e)?|schreib(e)?|starte|teste?|verschiebe|zeig(e)?|" +
  "añade|agrega|arregla|borra|busca|cambia|crea|ejecuta|elimina|escribe|explica|genera|haz|mira|mueve|muestra|prueba|revisa|" +
  "ajoute|change|corrige|crée|déplace|écris|explique|fais|génère|lance|montre|regarde|renomme|supprime|vérifie";

const REQUEST = new RegExp(`${LEAD}(${VERBS})(?![\\p{L}\\p{N}'’_])`, "iu");
/** Japanese, Chinese and Korean close with the request. */
const REQUEST_LAST =
  /(してください|して下さい|てくれ(ますか)?|てほしい|お願いします|して)[。！!]?$|^(请|帮我?|麻烦|修复|添加|新增|实现|删除|运行|检查|生成|解释|看看|重构|优化|写一?个|改成|把.{1,20}改)|해\s?줘|하세요[.!]?$/u;

/** Does it ask for work to be done now? */
export function isRequest(sentence: string): boolean {
  return REQUEST.test(sentence) || REQUEST_LAST.test(sentence);
}

const QUESTION = new RegExp(
  "^((and|but|so|now|ok(ay)?|hey|also|und|aber|y|et)[\\s,]+)*(what|what's|whats|why|how(?! (we|to))|who (is|are|was|wrote|did|does|owns)|wh(ere|en) (is|are|was|were|do|does|did|will|can|should|would)|which|whose|is|are|was|were|does|do(?!\\s+not|n['’]?t)|did|can|could|should|shall|would|will|has|have|any idea|anyone|" +
    "was ist|wie|warum|wieso|wer|wo|wann|welche[rsnm]?|gibt es|kann|könnte|sollte|sollen wir|soll ich|hast du|ist (das|es|der|die)|" +
    "qué|cómo|por qué|cuándo|dónde|quién|cuál|cuántos|hay|" +
    "qu'est-ce|pourquoi|comment|où|quand|qui|quel(le)?s?|est-ce)(?![\\p{L}'’])(?!\\s+(i|you) (always|never))",
  "iu",
);

/** Does it ask something, with or without its mark? */
export function isQuestion(sentence: string): boolean {
  return /[?？]["')\]”’»]*$/.test(sentence) ||
    /(吗|呢|ですか|ますか|でしょうか)[。]?$/.test(sentence) ||
    QUESTION.test(sentence);
}
