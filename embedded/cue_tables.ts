/**
 * The words by which durable statements are known, in English, German, Spanish, French, Portuguese,
 * Japanese and Chinese. Data for embedded/durable.ts.
 *
 * @module
 */

import { ACTS, cue } from "./cues.ts";
import type { MemoryType } from "./types.ts";

/** A pattern that speaks for keeping a clause. */
export interface Cue {
  /** How much. */
  points: number;
  /** The kind of memory it shows. */
  type: MemoryType;
  pattern: RegExp;
}

const FOR_WORDS: [number, MemoryType, string][] = [
  // A cause, a fix.
  [
    3,
    "bug_fix",
    "diagnosis|(that|this|it) was (it|the (problem|cause|issue|bug))|(was|were|is|are) (caused|fixed|solved|resolved) by|(root|common) cause|the (real )?(cause|culprit)|(cause|culprit|reason|fix|solution):|the reason|" +
    "(it|that)'s because|turn(s|ed) out|the (problem|issue|bug|error|fix|trick) (was|is)|(came|comes|stems) from|what happened|found out why|" +
    "^(fixed|solved|resolved|found and fixed|found it)|(fixed|solved|resolved|cured) (\\S+ )?(it|this|that|the|both|them|all|by)|" +
    "is (now )?(fixed|solved|resolved)|it was the|(\\w+ed|broke|grew|fell|slow|went|got|hung|took|was|were|didn't|couldn't) (\\S+ ){0,6}?(because|bc|due to)|" +
    "was a race|and gone|they('re| are) gone|(brought|got|took) .* (back|down) to|no more \\w+ings?|lag (\\S+ )?an|Ursache|behoben|(era|fue) (porque|por|culpa)|la causa|solucion(ó|ado)|" +
    "était (dû|parce)|la cause|corrigé|a causa|corrigido|resolvido|culpa d[aeo]|原因|直りました|直った|解決し|修正しました|修好了|是因为|因为.*(错|问题)",
  ],
  [
    3,
    "task_learning",
    "lessons?|(we|i)('ve)? (just )?(learn(ed|t)|found out|measured)|note to self|(bench\\w*|measurements?) (says?|shows?)|gelernt|aprendimos|appris",
  ],
  // A decision.
  [
    3,
    "decision",
    "decided|decision|(we|i) agreed|agreed (on|to|that|with)|settled on|ended up|standardi[sz]ed|adopted|stick(ing)? (to|with)|stay(ing)? (with|on)|(we|i|board|team) (chose|picked)|(go|going|went) (ahead )?with|" +
    "let's (use|do|take|keep|stick|switch|move|make)|(switch|mov|migrat|chang|rais|lower|increas|reduc|bump|upgrad|shorten|extend)(e|ed|es|ing) (\\S+ ){0,6}?to|ditch(ed|ing)|dropp?(ed|ing)|" +
    "swapp?(ed|ing)|gave up on|replac(e|es|ed|ing) \\S+|we now|in favou?r of|no longer|not (\\S+ ){1,6}any ?more|from (now|here|today) on|as of (this|today|now)|" +
    "starting today|final call|off the table|the plan is|handed .* over|(was|were|been|is|are) (decommissioned|retired|sunset|shut down|removed)|" +
    "(drop|ditch|scrap|forget) (?!(the|this|that|it|my|about|what|everything) )\\S+|^\\S+( \\S+){0,2}, not \\S+|entschieden|beschlossen|wir nehmen|umgestiegen|" +
    "nicht mehr|ist raus|ab (jetzt|sofort|heute)|(hemos|han) decidido|decidimos|acordamos|ya no|a partir de (ahora|hoy|agora|hoje)|décidé|" +
    "désormais|dorénavant|(on|nous) pass(e|ons) à|não (\\S+ )?mais|em vez de|en (vez|lugar) de|au lieu de|trocamos|migramos|" +
    "決め|にしました|にします|に変更|ではなく|决定|決定|改用|改成|不再|而不是|换成",
  ],
  // What must not be done.
  [
    3,
    "anti_pattern",
    "never|must( not|n't)|may not|(not|n't) (allowed|permitted)|forbidden|banned|off.limits|no-go|taboo|nobody|no one|nothing|hands off|" +
    "stop \\w+ing|(cannot|can't) (go|be)|we (don't|do not|can't|cannot)|read-only|frozen|" +
    "(^|, |; |^and |^so |^also |please |(?<!i )(and|but) )(don't|dont|do not|avoid|refrain|no) (?!idea|worries|problem|need|rush|more questions|forget|worry|tell)|" +
    "so (please )?(don't|do not|no)|nie(mals)?|verboten|darf (nicht|kein)|auf keinen Fall|nunca|jamás|prohibido|jamais|interdit|proibido|" +
    "絶対|決して|禁止|してはいけない|しないで|不要|不能|不得|千万别|切勿|不许|禁",
  ],
  // What the user likes.
  [
    3,
    "user_preference",
    "i (really |strongly |much |always |generally |usually )?(prefer|like|love|hate|dislike)|i don't want|i want (you|all|every|no|only)|i('d| would) (much )?(rather|prefer)|i'd like \\S+ (instead|over|rather)|" +
    "prefers?|explain (\\S+ ){0,3}(like|as if|to me)|answers?|explanations?|repl(y|ies)|responses?|everything you write|summar(y|ies)|" +
    "i don't (need|like)|i('m| am) using|ask (me )?(first|before)|tell me (before|first)|stop and (tell|ask)|just show|go easy on|i use|" +
    "my (editor|shell|timezone|setup)|mir (lieber|ist wichtig)|ich (mag|möchte|hasse|bevorzuge|will)|lieber|antworte|prefiero|me gusta|odio|" +
    "je (préfère|veux|déteste)|j'aime(rais)?|prefiro|gosto|detesto|好き|嫌い|でお願いします|してほしい|方がいい|我更?喜欢|我讨厌|我希望|我想要|请(用|始终|总是|一直)",
  ],
  // What is done here, always.
  [
    3,
    "convention",
    "必ず|常に|いつも|ルール|規約|使って(い|くだ)|总是|始终|必须|一律|规定|规范|统一|都用|务必|每次",
  ],
  [
    2,
    "convention",
    "always|must|only|ha(s|ve) to|needs? (an?|to be|its)|should (\\w+ )?(be|stay|go|have|live|not|always|only)|one \\S+ per|every|each|all (our |the |new )?\\w+s|" +
    "any \\w+ (must|needs)|required|mandatory|allowed|polic(y|ies)|(our|the|team|house) (rule|convention|style|standard)s?|conventions?|by default|on purpose|by design|deliberately|intentionally|as a rule|" +
    "whenever|for (new|every|all|each)|everything|instead of|rather than|belongs?|no \\w+,|immer|müssen|muss|grundsätzlich|stets|nur|jede[rsnm]?|" +
    "alle|siempre|deben?|hay que|solo|cada|todos|toujours|doi(t|vent)|il faut|seulement|chaque|tous|toutes|sempre|devem?|tem que|apenas|somente",
  ],
  // How things are.
  [
    2,
    "environmental",
    "(listen|live|run|deploy|build|ship|train|happen|write|log|mount|start|begin|end|store|read|cache|point|publish|sync|wire|connect)e?s? (only |out )?" +
    "(at|on|in|under|with|via|by|from|for|over|every|through|to|into)|go(es)? (over|through|to|out|into|via|straight)|" +
    "(is|are|isn't|aren't|'s|'re) (\\w+ )?" +
    "(at|on|in|behind|called|named|under|via|by|with|from|for|to|over)|gets? \\w+ed|(is|are|uses?|takes?) [^,]+, not|there('s| is| are) no|" +
    "(uses|returns?|accepts?|supports?|requires?|targets|speaks|serves|exposes) \\S+|(is|are) \\w+ed per|the (default|primary|min(imum)?|max(imum)?|base|target|source|naming) \\w+|via|on port|(but|and) not|we('re| are) (on|in|at)|we('ve| have) got|" +
    "^we ((only|always|also|usually|now) )?(?!\\w+ed |(need|want|could|should|would|might|think|know|see|saw|did|had|got|were|was|are|can|will|just|lost|went|found|made|broke|spent|came|took|ran|left|felt|met|do) )\\w+|i work|i'm on an?|stuck on|my name is|access to|" +
    "is (the|our) (\\S+ ){0,3}(for|of|contact|database|owner|server|branch|language|library)|läuft (auf|unter)|liegt (in|unter|auf)|" +
    "wir (nutzen|verwenden|benutzen|haben)|bei uns|usamos|está en|nuestr[oa]s?|(on|nous) utilis(e|ons)|notre|nos|nosso|nossa|fica em|roda em|" +
    "使用し|動いて|にあります|我们用|使用|在.*上(运行|跑)|位于|端口|是从|从.*开始",
  ],
  [
    2,
    "task_learning",
    "end of story|full stop|otherwise|or else|sonst|sinon|si no|senão|watch out|mind the|mistake|verwechseln",
  ],
];

/** For: what decides, prefers, rules, explains or describes. Only the strongest counts; the order breaks ties. */
export const FOR: readonly Cue[] = [
  ...FOR_WORDS.map(([points, type, words]) => ({ points, type, pattern: cue(words) })),
  // Names itself; "I'm" and a name is the one cue that needs capitals.
  { points: 2, type: "environmental", pattern: /\bI'm [A-Z][a-z]+\b(?! is)/ },
];

const AGAINST_WORDS: [number, string][] = [
  // Not said to be so.
  [
    5,
    "maybe|perhaps|might|what if|imagine|some ?day|if we ever|we could|you could|i'?m not sure|not sure[,.]?$|not sure,|probably|presumably|apparently|seems?|i('m| am| was)? (guess|suspect|wonder|wondering|thinking)|" +
    "suppose|supposedly|hypothetically|in theory|would (it|that|we)|i can't make up|let me sleep|a colleague|i('ve)? (read|heard)|vielleicht|" +
    "eventuell|quizás?|tal vez|a lo mejor|peut-être|talvez|y si|et si|e se|かもしれ|もし|たぶん|ですか|でしょうか|也许|可能|如果|要是|吗|吧$",
  ],
  // Only now, only once.
  [
    5,
    "brb|gleich wieder|^(\\S+ ){1,3}(is|are) (still |now |currently )?(running|building|deploying|failing|green)$|asked (why|if|whether|for|about)|(thinks|claims|suggests|says? (we|you) should)|just this once|this once|tonight|in a hurry|" +
    "i'm (running|trying|testing|looking|working on|waiting|going|getting|back|off|new)|give me a|hold on|wait,|still going|" +
    "just (restarted|pushed|merged|did)|for (today|this demo)|estoy en|ahora vuelvo|je reviens|já volto",
  ],
  [
    2,
    "right now|at the moment|today|tomorrow|yesterday|later|last (week|month|night|time)|third time|next week|gerade|on (mon|tues|wednes|thurs|fri)day",
  ],
  // Feelings, thanks, fun.
  [
    5,
    "lol|haha+|sorry (about|for)|thanks|thank you|sigh|the rant|gracias|danke|merci|obrigad[oa]|bear with|feel free|phew|have a (good|nice|great)|" +
    "😂|🤣|谢谢|ありがとう|辛苦",
  ],
  // A trouble that is being looked into.
  [
    3,
    "\\w*killed|fails|failing|failed|broken|breaks|crash(es|ed|ing)?|died|blocked|(doesn't|does not|won't|isn't) (work|start|compile|load)\\w*|" +
    "(gives|throws|shows|getting) (an?|me|us)|is (slow|down|red)|^(i|we) (get|keep getting|see)|why|weird|i can't|no idea|reported|again|drives me nuts",
  ],
  [
    4,
    "^(now )?(the |my )?(actual |real |other )?(bug|problem|issue|error|(new )?ticket|story|idea|task|next|to ?do|goal|today)( \\w+)?:",
  ],
];

/** Against, with points to take off. */
export const AGAINST: readonly { points: number; pattern: RegExp }[] = AGAINST_WORDS
  .map(([points, words]) => ({ points, pattern: cue(words) }));

/** What the speaker did or is about to do: a report of an assistant, small talk of a user. */
export const DID = cue(
  "i('ve| have)?( also| just| already| even)? (asked|tested|spent|set|put|ran|moved|renamed|added|converted|audited|checked|updated|looked|created|" +
    "tried|been|wrote|removed|left|got|know|forget|did|made|pushed|merged|was)|i (always|often) forget|i'll|i will|let me|they said|somebody|" +
    "someone|asked (for|about)|accidentally",
);

/** A finite verb that describes how things are. */
export const STATES = cue(
  `is|are|isn't|aren't|(it|she|he|that|there|who)'s|we('re|'ve)|they're|ha(s|ve)|can't|can|must|does|${ACTS}| = |` +
    "^(?!it |you |we |i |\\w+ed )((the|our|an?|each|every) )?([\\w./-]+ ){1,3}?[a-z]{3,}s (the|its|an?|all|any|no|out|up|off|after|on|in|at|to|" +
    "from|by|for|with|when|if|only)|läuft|liegt|liegen|heißt|nutzen|benutzen|verwenden|braucht|sind|ist|hat|está|son|usamos|corre|vive|" +
    "necesita|despliega|sont|est|utilise|utilisons|tourne|usa|roda|fica|são|precisa",
);

/** Something exact: a number, version, path, address, name in code, quotes or capitals. */
export const SPECIFIC = new RegExp(
  '\\d|`[^`]+`|"[^"]+"|^[A-Z]{2,}|\\w\\.\\w+\\.\\w|[\\w.-]*[/\\\\][\\w./\\\\-]+|\\w/|\\w+\\(\\)|\\w_\\w|[a-z][A-Z]|\\.[a-z]{2,4}\\b|' +
    "(?<=\\S\\s)[A-Z]\\w+|:[a-z]\\w+-\\w|\\b(?:zero|two|three|four|five|six|seven|ten|twelve|twice|daily|hourly|weekly|monthly|nightly)\\b",
);

/** Speaks of the project or its people as a whole. */
export const OURS = cue("our|we|here|(in )?this (repo|repository|project|codebase)|the team|us");

/** Polite forms that ask for work. */
export const ASKS_FOR = cue(
  "^(\\S+ ){0,4}?(can|could|would|will) you|(please|pls|bitte) \\w+|por favor|s'il (te|vous) plaît|i('d like| need| want you) \\w+|" +
    "task:|let's (?!use|do|take|keep|stick|switch|make|move|settle|agree|say|not|never|go with)\\w+|let me know|go ahead|remind me|kannst du|könntest du|puedes|podrías|peux-tu|pode",
);

const LEAD_WORDS =
  "^((please|pls|now|then|also|and|so|ok|just|first|next|yes|no|but|only|bitte|for now),? )*";

/** Verbs of single jobs, as a clause's first word; not as a noun ("commit messages are …", "test data: …"). */
export const JOB = cue(
  `${LEAD_WORDS}(add|fix|rename|update|change|create|generate|make|run|remove|delete|refactor|convert|find|look|check|review|draft|sketch|` +
    "scaffold|adjust|replace|validate|draw|parse|redo|restore|rebase|configure|enable|disable|bump|document|print|prepare|reproduce|summari[sz]e|" +
    "translate|tidy|upgrade|migrate|verify|rework|undo|squash|trigger|register|point|move|pull|split|implement|investigate|test|try|open|build|install|deploy|profile|wrap|skip|clean|format|sort|list|give|help|extract|" +
    "debug|revert|take|set|start|bear|forgive|don't forget|compare|provide|describe|edit|continue|merge|commit|push|search|read|" +
    "do(?! (we|i|you|they) )|return|write|show|tell|explain|have a look|keep(?! in mind)|put|use|name|renomme|ajoute|escribe|añade|empieza|schreib|füge|mach)" +
    "(?! (\\S+ ){0,2}(is|are|has|have|must|should)( |$)|( \\w+){1,2}:)",
);

/** Verbs that tell how to work rather than what to do. */
export const MANNER = cue(
  `${LEAD_WORDS}(use|keep|put|ask|prefer|avoid|follow|stick|wait|answer|name|do not|don't|never|always)`,
);

/** A definite or single object belongs to this task: "the parser", "my branch", "a test". */
export const DEFINITE = cue(
  "^\\S+ (up |out |me )?(the|this|that|these|those|my|your|it|them|an?|us)",
);

/** What makes of a request a standing one. */
export const STANDING = cue(
  "always|never|every(where|thing)?|each time|from (now|here|today) on|whenever|in general|generally|any time|answers?|replies|responses?|" +
    "explanations?|going forward|in the future|next time|like i|as if i|if you (find|see|need|want)|when(ever)? you|before you|auf (Deutsch|Englisch)|" +
    "immer|künftig|siempre|toujours|sempre|stop \\w+ing",
);
