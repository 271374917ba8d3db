/**
 * What is said of the work at hand and over with it: one piece of work that is asked for, where
 * somebody is today, what an assistant has just done or would do in general. A matter of how a sentence
 * is built, which words learned one by one do not show.
 *
 * @module
 */

import { cue } from "./words.ts";

/** Ways to come to the point. */
const LEAD =
  "^\\W*(ok(ay)?|so|and|also|now|then|next|first|well|looks? (good|fine|ok)|great|thanks|cool|good|yes|please|pls|just|quickly|((could|can|would|will) you|let's|let us|go ahead and)( please)?|[,.:!]|\\s)*";

/** Asks for a piece of work. */
const TASK = cue(
  `${LEAD}(fix|add|write|read|plot|draw|explain|show|list|give|tell|find|check|look|call(?! me)|create|make|generate|build|implement|remove|delete|rename|refactor|update|extract|` +
    "go (on|ahead|through)|continue|proceed|do|try|rewrite|convert|translate|sort|print|compare|summari[sz]e|investigate|revert|undo|push|merge|rebase|install|open|rerun|run|see|move|" +
    "change|replace|bump|adapt|apply|clean|draft|put|turn|split|wrap|debug|(have|take) a look|measure|profile|grab|fetch|copy|wire|mock|restart|redeploy|sketch|scaffold|prepare)(?= (?!(?!(the|this|that|these|those|my|me|an?|some|\\d+) )(\\w+ )?\\w{3,}s(?= )))",
);
/** The work is a certain one. */
const CERTAIN =
  /`|\w\(\)|(?<!\w)(?:the|this|that|these|those|it|me|an?|them|some|one|two|three|four|five|\d+)(?!\w)/i;
/** Holds beyond it. */
const STANDING = cue(
  "immer|nie|niemals|stets|jede\\w*|alle|wenn|bevor|siempre|nunca|cada|tod[ao]s?|cuando|toujours|jamais|chaque|quand|sempre|always|never|every(?! \\d)\\w*|each|whenever|any\\w*|all|from (now|today|here) on|in (general|(the )?future)|only|must|before (?=\\w+ing|you|we|i |the|any|every)|unless|when|by default|no|not|don't|without|instead|rather|both|prefer|if|until|after|ever|our|we|per|that's how|since|because",
);

/** Where somebody is, and what for today. */
const MOMENT = cue(
  "today|tonight|right now|this (morning|afternoon|evening)|at the moment|tomorrow|for now|in a (minute|sec|bit|while|hour)|back in \\d+|ignore (it|that|this|them)|in the middle of|(all|the whole) (day|night|morning|afternoon|week)|for (hours|days|weeks)|meanwhile|" +
    `${LEAD}((i'm|i am|just) )*(back (from|at|in)|on (the|my) (train|bus|plane|way|phone)|off to|afk|brb)`,
);
/** What the assistant has just done, or should go on with. */
const YOURS = cue(
  `you (just |only )?(used|wrote|changed|made|did|broke|added|removed|forgot|said|suggested|touched|missed)|${LEAD}(go (on|ahead)|carry on|continue|proceed|keep going)`,
);
const OUTLASTS = cue(
  "(from|since|as of|until|after|starting|effective) (today|tomorrow|now)|we|our|decided|agreed|always|never|caus\\w+|because|due to|found|learn\\w+|fixed|turned out|let's|replaces",
);
const MINE = cue("^\\W*((ok|so|well|anyway|and|hm+),? )*(i|i'm|i'll|i am) .*(now|back)$");

/** What somebody else is said to have said. */
const HEARSAY = cue(
  "(someone|somebody|people|a guy|some (guy|blog|article)|they) (\\w+ \\w+ )?(said|says?|claim\\w*|told me|thinks?)|i('ve)? (read|heard|saw) (that|on|in|about|somewhere)|rumou?rs?|on (twitter|reddit|hn|hacker ?news|youtube|linkedin|mastodon)",
);
/** Asks for a piece of work in other languages: the verb, and who or what it is about. */
const AUFGABE = cue(
  "^\\W*((bitte|perdona|por favor|per favore|oye|ok|jetzt|ahora|maintenant|agora|und|et|y|e)\\W+([^,;.]*, )?)*(" +
    "((bau|mach|füg|zeig|schreib|erstell|prüf|lösch|änder|benenn|erklär|such|öffn|übersetz|berechn|formatier|sortier|generier|entfern|verschieb|ersetz|implementier|start|führ|lass|test|korrigier|aktualisier|zähl|vergleich|schau|gib|nenn|find|kopier|räum|teil|setz|leg|stell|pack|nimm|hol|lies)e? (mir|mal|bitte|den|die|das|dem|eine?n?|dieser?s?|uns|alle|hier)|" +
    "(abre|haz|crea|añade|agrega|muestra|escribe|corrige|borra|elimina|cambia|traduce|calcula|explica|genera|ejecuta|revisa|busca|renombra|pon|quita|mueve|actualiza|prueba|dame|dime|compara|refactoriza)(me|nos|lo|la)? (el|la|los|las|una?|este|esta|estos|cómo|qué|por qué|en)|" +
    "(ajoute|corrige|écris|montre|lance|crée|traduis|calcule|explique|donne|génère|vérifie|trouve|renomme|supprime|refais|regarde|teste|déplace|remplace|change|mets|fais|compare|refactorise)(-(moi|nous|le|la|les))? (le|la|les|l'|une?|des|ce|cet|cette|ces|comment|pourquoi|quel)|" +
    "(adicion[ae]|cri[ae]|corri[gj][ea]|mostr[ae]|fa[zç]a?|calcul[ae]|expli(ca|que)|escrev[ae]|ger[ae]|rod[ae]|verifi(ca|que)|procur[ae]|tradu[zx]a?|renome(ia|ie)|apag(a|ue)|remov[ae]|mud[ae]|colo(ca|que)|abr[ae]|atualiz[ae]|test[ae]|compar[ae])(-me)? (os?|as?|uma?|est[ae]|ess[ae]|como|por que)|" +
    "(calcola|spiega|mostra|dammi|scrivi|aggiungi|correggi|crea|genera|esegui|controlla|cerca|traduci|rinomina|cancella|rimuovi|cambia|metti|fai|apri|sposta|aggiorna|prova|confronta)(mi|ci)? (il|lo|la|i|gli|le|l'|una?|quest[oaie]|come|perché)))",
);
/** Lets off steam. */
const RANT = cue(
  "no (idea|clue) (what|why|how|where)|(is|are) the worst|worst \\w+ ever|ever (invented|made|written|seen|existed)|(i )?hate (this|that|it|these)|(sick|tired) of|fed up|what the (hell|heck)|wtf",
);
/** Asks without its mark. */
const WONDERS =
  /^\W*(?:(?:hey|so|and|ok|also|btw) )*(?:what'?s (?:the|a|an)\b|whats\b|how (?:do|does|did|can|could|to|come|would)\b|why (?:do|does|did|is|are|was)\b|(?:can|could) (?:you|u) (?:explain|tell)|(?:any|no) idea (?:why|how|what)|wie (?:geht|macht|kann|funktioniert)|was ist\b|warum\b|pourquoi\b|comment (?:faire|marche|on|je)\b|c'est quoi\b|cómo (?:se|puedo|funciona|hago)\b|por qué\b|qué es\b|como (?:faço|funciona|posso)\b|por que\b|o que é\b|come (?:si|faccio|funziona)\b|perché\b)(?!.*[:.]\s)/i;

/** A trouble, without its cause or remedy. */
const TROUBLE = cue(
  "fail(s|ed|ing)?|crash\\w*|complain\\w*|throws?|(can't|cannot|couldn't) (reach|connect|find|build|start|open|log|see|reproduce)|(do|does|wo)n't (work|start|load|build|compile|open)|broken?|breaks|cut off|" +
    "tim(es|ed) out|hangs?|hung|(gives?|gave|get|got|gets|getting|shows?) (me |us )?(an? )?(\\w+ )?\\S*(errors?|exceptions?|warnings?|blank|[45]0\\d|timeouts?|null|nan)|stuck|die[ds]|(is|are|was|gets?|got) ((?!shut)\\w+ )?(down|slow|red|empty|wrong|flaky)|" +
    "drives me|nightmare|is a (joke|pain|mess)|been fighting",
);
const EXPLAINED = cue(
  "because|bc|cuz|since|caus\\w+|due to|turned out|reason|culprit|came from|unless|must\\w*|never|always|(don|mustn|shouldn|needn)'t|not|no|fix\\w*|solv\\w+|resolv\\w+|workaround|so|needs?|if|when\\w*|without|until|" +
    "after|before|every|known|help\\w*|why|should|weil|lag|but|instead|avoid|use|once|otherwise|lesson|learn\\w+|found out|discovered|was (an?|the)|race|just|rather|too|stays?|below",
);

/** What an assistant says of no project in particular. */
const ADVICE = cue(
  "generally|in general|usually|typically|often|common\\w*|as a (\\w+ )?(tip|rule)|rule of thumb|i('d| would| can)? (suggest|recommend|advise)|recommended|you (can|could|may|might|should|want)|" +
    "consider|best practice|(many|most) (teams|people|projects)|worth (it|noting)|would you like|let me know|if you",
);
/** What it did. */
const DONE = cue(
  `${LEAD}(done|all set)?\\W*(i('ve| have)? )?(added|removed|updated|replaced|created|wrote|renamed|converted|moved|set|switched|changed|ran|generated|extracted|split|bumped|deleted|pushed|committed|merged|rewrote|refactored|` +
    "implemented|wired|started|found \\d+|found (one|an?)|checked|saved|put|made|applied|dropped|cleaned|installed|configured|enabled|disabled|adjusted|raised|lowered|opened|here's|here is)",
);
const REASONED = cue(
  "because|bc|cuz|since|so (that|it|they)|caus\\w+|due to|reason|otherwise|which (is|was|made|broke|failed|caused)|turned out|as \\w+ (is|are|was|can|has)",
);

/** Refuses what was just done; what comes next is asked for. */
const REFUSAL =
  /^\W*(?:(?:no+|nope|nah|wait|stop|hm+|ugh+)\b(?:\s+(?=(?:no+|nope|nah|wait)\b)|\s?[,.!;:…]+\s*))+(?=\w)/i;

/** Is a sentence over with the work at hand, as far as its build tells? */
export function isPassing(text: string, assistant: boolean): boolean {
  if (assistant) return ADVICE.test(text) || DONE.test(text) && !REASONED.test(text);
  text = text.replace(REFUSAL, "");
  return WONDERS.test(text) || RANT.test(text) && !REASONED.test(text) ||
    HEARSAY.test(text) && !STANDING.test(text) || asks(AUFGABE, text) ||
    CERTAIN.test(text) && asks(TASK, text) ||
    YOURS.test(text) && !STANDING.test(text) || TROUBLE.test(text) && !EXPLAINED.test(text) ||
    MOMENT.test(text) && !OUTLASTS.test(text) ||
    MINE.test(text);
}

/** Is work asked for, and nothing said of it that holds beyond? */
function asks(work: RegExp, text: string): boolean {
  const asked = work.exec(text);
  return asked !== null && !STANDING.test(text.slice(asked[0].length));
}

/** Has something made. */
const MAKES = cue(
  `${LEAD}(add|implement|write|build|create|make|scaffold|generate|introduce|set up|i (need|want)|we need) (an?|another|some|new|dark|[\\w-]+) `,
);
/** What it has to be. */
const HAS_TO = cue("must|should|needs? to|ha(s|ve) to|becomes?|gets?");
const BEYOND = cue(
  "we|our|us|everywhere|in (this|all|every|any) \\w+|from now on|because|since|policy|rules?|convention|law|legal|agreed|decided|never|across|any|all \\w+s",
);

/** Does a sentence say what the thing is to be that the one before it asks for? */
export function isDetail(text: string, request: string): boolean {
  return MAKES.test(request) && HAS_TO.test(text) && !BEYOND.test(text);
}
