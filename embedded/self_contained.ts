/**
 * Clauses made to stand alone: lead-ins and politeness off, pronouns replaced by what they stand for.
 * Names, numbers, paths and negations are never touched.
 *
 * @module
 */

import { ACTS, cue, HELPERS } from "../language/words.ts";

/** What pronouns of the next clause may stand for. */
export interface Focus {
  /** it, this, that, there. */
  thing?: string;
  /** The thing, where the clause before asked for it by its name: that's. */
  asked?: string;
  /** he, she. */
  person?: string;
  /** they, them. */
  plural?: string;
}

/** A clause after {@link resolve}. */
export interface Resolved {
  text: string;
  /** Does a word remain that only the clause before explains? */
  dangling: boolean;
}

const LEAD = new RegExp(
  "^(?:(?:ok(?:ay)?|so+|and|also|but|btw|by the way|fyi|ps|hm+|oh|ah|hey|like|i (?:think|guess|believe|would say)(?: that)?(?! (?:in|of|about))|" +
    "(?:please |pls )?(?:remember|note|keep in mind)(?: for [a-z ]+?)?(?: that)?|just so you know|" +
    "actually|basically|honestly|und|y|et|e)(?:[,:]\\s+|\\s+(?=\\S))|" +
    "i (?:looked at|read|misread|mixed up|confused|copied) [^,]{1,40},\\s+|(?:no sorry|no wait|wait no|(?:forget|scratch) that|agreed|well|right|alright|just kidding|long story short|yes|yep|yeah|no|nope|nah|wait|sorry|anyhow|anyway|now|then|good|great|thanks|please|pls|seriously|finally|" +
    "(?:one more|(?:the )?(?:first|second|third|next|last)(?: (?:one|thing))?)(?: (?:thing|for today|for now))?|firstly|secondly|lastly|(?:for the record|heads[- ]?up|note|reminder|correction|also|unfortunately|for context|for me|as you know))[,:!]+\\s+|" +
    "on second thoughts?,?\\s+|(?:actually,? no|no,? actually),?\\s+|finally\\s+|(?:please|pls|plz|bitte|just)\\s+(?!do\\b)|(?:can|could|would|will) you (?:please )?)",
  "i",
);

const TRAIL = new RegExp(
  "(?:[,\\s]+(?:btw|by the way|fyi|please|pls|thx|seriously|end of story|as you know|ok(?:ay)?\\?|right\\?))+(?=[.!?]*$)|" +
    // A comment on the fact, or to the reader.
    "(?:,| -| \\() ?(?:(?:it's |it is |i'm |i am )?(?:good|nice|great|glad|sorry|sad|happy|lucky) (?:that|you|to)\\s|(?:but|though|so|and) (?:(?:that's |it's |this is )?(?:not (?:needed|relevant|important|urgent|necessary|required)|no (?:rush|hurry|problem))|don't worry|never mind|(?:i|you) (?:guess|know|think))|" +
    "just so you|in case you|don't ask|believe me|wish me|i (?:think|guess|believe|hope|know)(?=[.!?)]*$)|if you (?:ask|wonder)|no idea why)[^,;.]*(?=[.!?)]*$)|\\s*[👍🙏😅🙂]+$",
  "iu",
);

/** A label that says only what kind of thing follows, or speaks to the reader. */
const EMPTY_LABEL = cue(
  "one|two|three|first|second|third|you|it|i|i've|context|note|things?|heads.up|what i need|quick|question|update|corrections?|brevity|before we start|let's|in short|rules?|nits?|reminder",
);

/** Says of what: "from now on in every script". */
const OF = /\s(?:in|for|of|on|things? with) (?:the|our|every|all|each|my) \w/i;

/** "Put the ticket first: abc-12" is no label. */
const DIRECTING = cue("put|use|write|name|start");

/** Points at what was said before; and what names a file or the like. */
const POINTS = /^(?:it|they|this|that|these|those)\b/i;
const NAMED = /\w[./_]\w|`/;

/** Drops lead-ins, politeness and empty labels; keeps the rest word for word. */
export function tidy(clause: string): string {
  let text = clause.trim();
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(LEAD, "").replace(TRAIL, "").trim();
    const label = /^([^:`"(]{2,90}):\s+(?=\S)/.exec(text);
    if (
      label && !/^i(?:'d| would)? (?:like|love|want|prefer)\b/i.test(label[1]!) &&
      !/\b(?:why|how|procedure|steps|because (?:it|its|the|of)|reason|cause|found|fixed|solved|measured|learn\w*|lesson|decision|decided)\b/i
        .test(label[1]!)
    ) {
      // "I looked at tides.js: it reads local times" would be about nothing without its head.
      if (POINTS.test(text.slice(label[0].length)) && NAMED.test(label[1]!)) break;
      // "Let's make it a rule for the backend: …" is about the backend.
      const about = /\brule for ((?:the|our) .+)$/i.exec(label[1]!)?.[1];
      const topic = (about ?? label[1]!).split(/,\s+/).filter((part) =>
        DIRECTING.test(part) || OF.test(part) || !EMPTY_LABEL.test(part)
      )
        .join(", ")
        .replace(/^(?:regarding|as for|concerning|(?:the )?thing with|about|on)\s(?:the )?/i, "");
      text = (topic === "" ? "" : `${topic}: `) + text.slice(label[0].length);
    }
  }
  return text.replace(/[\s,;:.!?]+$/, "").replace(
    PLAIN,
    (word) => word[0]!.toUpperCase() + word.slice(1),
  );
}

/** Words that may be written large at the head of a sentence; any other might be a name. */
const PLAIN =
  /^(?:the|an?|our|we|all|every|each|no|never|always|use|keep|do|don|stop|it|there|new|any|only|they|this|that|nothing|nobody|everything|in|on|for|ask|put)(?=[\s'])/;

/** An adverb before the verb is no part of the subject, and a noun before it is no verb: "the export runs". */
const SUBJECT = new RegExp(
  `^((?:(?:the|our|an?|my|all|every|each)\\s+)?(?:\\S+\\s+){0,6}?\\S+?)(?:\\s+(?:never|always|only|still|now|just|also))*` +
    `(?:\\s+(?:${HELPERS}|(?:${ACTS}|restores?)(?!\\s(?:${ACTS}|is|are|has|must)\\s)|got|\\w+ed|(?!(?:messag|fil|servic|imag|packag|modul|rul|tabl|issu)es)\\w+es)|'s)(?=[\\s.,;]|$)`,
  "i",
);
const NO_NOUN =
  /^(?:its?|he|she|they|them|this|that|these|those|t?here|we|i|you|everything|nothing|nobody|everyone|who|which|what|their|his|her|if|when|why|for|in|on|use|don't|never|always|not|no)(?:'\w+)?(?=\s|$)/i;

/**
 * No phrase that a pronoun stands for, though it stood where a subject stands: it tells what was done or
 * is to be done ("Fixed by", "set up my", "merge it after"), who says what, or breaks off. A wrong word in
 * the place of a pronoun is worse than the pronoun.
 */
const NO_PHRASE = new RegExp(
  `^[\\d.:]+$|^(?:(?:\\w+ and )?\\w+ed|please|back|and|or|but|by|could|might|would|${HELPERS}|set|bump|merge|run|fix|put|add|make|let|then|\\w+ things)(?=\\s|$)|` +
    "(?<!\\S)(?:it|them|me|us|you|s?he|they|we|i(?:'\\w+)?|please|when|because|if|after|before|(?:say|think|want|suggest)s|said)(?=\\s|$)|" +
    '(?<!\\S)(?:the|an?|my|our|your|its|of|to|in|on|at|for|with|and|or|by|all|no|not|that|which|this)$|^[^"]*"[^"]*$',
  "i",
);

/** May a pronoun stand for it? */
export const isPhrase = (text: string) => !NO_NOUN.test(text) && !NO_PHRASE.test(text);

/** What a clause tells of, as it is written inside a sentence. */
export function subjectOf(clause: string): string | undefined {
  const found = SUBJECT.exec(clause)?.[1];
  return found !== undefined && isPhrase(found) ? small(found) : undefined;
}

/** Capitalised words that are no names. */
const NOT_A_NAME = /^(?:I|I'\w+|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)$/;
const NAME = /(?<=\S\s)(?:[A-Z][\p{L}\w.-]*(?!=)\b|:[a-z][\w-]+)(?:\s[A-Z0-9][\w.]*)*/gu;

/** A circumstance at the head, and what follows its comma: "After the upgrade, the port is closed". */
const HEADED =
  /^((?:after|when|since|before|while|once|if|in|on|at|with|for|from|under)\s)(?:[^,]*,\s(.+))?/i;

/** Only names what is told of next: "So, the build server". */
export const BARE = /^(?:the|our|my)\s(?:\S+\s){0,3}\S+$/i;

/** What the clause is about, for the next one's pronouns. What it doesn't say stays as it was. */
export function focusOf(clause: string, before: Focus): Focus {
  const [, head, main] = HEADED.exec(clause) ?? [];
  const text = (main ?? clause).replace(/[.!?]+$/, "");
  const focus: Focus = { ...before };
  delete focus.asked;
  if (head !== undefined && main === undefined) delete focus.thing;
  const names = [...text.matchAll(NAME)].map(([name]) => name.replace(/\.$/, "")).filter((name) =>
    !NOT_A_NAME.test(name)
  );
  const label = /^([\w -]{2,30}):\s/.exec(text)?.[1];
  const found = SUBJECT.exec(text)?.[1];
  const subject = label ?? (found === undefined || NO_NOUN.test(found) ? undefined : found);
  const called = /\b(?:called|named)\s+[`"]?([\w./:-]+)/i.exec(text)?.[1];
  const named = /\s(?:is|are)\s+((?:(?:an?|the)\s+)?[\w.-]*[A-Z][\w.-]*(?:\s[\w.]*[A-Z0-9][\w.]*)*)/
    .exec(text)?.[1];
  const bare = BARE.exec(text)?.[0];
  // "Never push to the release branches": where it is done.
  const where = found === undefined || NO_NOUN.test(found)
    ? /^(?:never|don't|do not|always|only|please)\s.*?\s(?:to|in|on|into|from) ((?:the|our) [^,.;]{2,40}?)(?=[,.;]|$)/i
      .exec(text)?.[1]
    : undefined;
  // "We moved the shop off X; its home …": what was moved.
  const moved =
    /^we(?:'ve| have)? (?:moved|migrated|ported|took|switched|upgraded|updated|rebuilt|replaced|bought|got) ((?:the|our) [^,.;]{2,40}?)(?: (?:off|from|to|into|out of|over|on|at|last|this|yesterday)\s|[,;])/i
      .exec(text)?.[1];
  // "There is our registry", "this is about the tunnel": named only to be told of.
  const topic =
    /^(?:there(?:'s| is) (?=our |my )|this is about (?=our |my |the )|(?:\w+|a few) (?:things|facts|notes|words) about (?=our |my |the ))([^,;.]{4,40})$/i
      .exec(text)?.[1];
  const place = /^there(?:'s| is| are)(?: still)? .*? (?:in|on|at) (\S+?)[,;.]?(?:\s|$)/i.exec(text)
    ?.[1];
  const thing = called !== undefined && subject !== undefined
    ? `${small(subject).replace(/^an? /, "the ")} ${called}`
    : topic ?? place ?? moved ?? where ?? named?.replace(/^an? /i, "the ") ??
      ((subject ?? bare) && small((subject ?? bare)!)) ??
      (head === undefined || main !== undefined ? names.at(-1) : undefined);
  const phrase = thing?.replace(/,.*/, "");
  if (phrase !== undefined && !NO_PHRASE.test(phrase) && phrase.split(" ").length <= 6) {
    focus.thing = phrase;
  }
  const person = [named, ...names].find((name) =>
    name !== undefined && /^[A-Z]\p{Ll}+$/u.test(name)
  );
  if (person !== undefined) focus.person = person;
  // The head of a subject is its first noun: "refunds older than …", "secrets policy".
  const plural = /^(?:(?:the|our|all|my)\s+)?(?:[\w-]+\s+)??[\w-]*[a-rt-z]s(?=\s|$)/i.exec(
    subject ?? "",
  )?.[0];
  if (plural !== undefined && isPhrase(plural) && /[a-z]s$/.test(plural)) {
    focus.plural = small(plural);
  }
  return focus;
}

/** As it is written inside a sentence. */
function small(phrase: string): string {
  return phrase.replace(
    /^(?:[A-Z][a-z]+s|The|Our|An?|My|All|Every|Each)\b/,
    (word) => word.toLowerCase(),
  );
}

/** A place that was named before; "this repo" is the one where it is said. */
const DEMONSTRATED =
  /\b(?:that|this(?! (?:repo|package|app|machine))) (instance|module|service|file|folder|box|server|machine|host|job|repo|package|library|database|cluster|bucket|table|queue|branch|app)\b/i;

/** "commit messages", "the refunds of two days"; not "Kubernetes". */
const SEVERAL = /(?:^|\s)(?!\S*[A-Z])[\w-]*[a-hj-rtv-z]s$/;

/** Replaces pronouns whose antecedent is in the clauses before. */
export function resolve(clause: string, focus: Focus): Resolved {
  // "That flaky checkout test …" says itself which one.
  let text = clause.replace(
    /^(?:that|those) (?=[a-z]\S* [a-z]\S* [a-z]\S* (?:is|was|has|had|finally|turned|died|failed)\s)/i,
    "The ",
  );
  let used: string | undefined;
  const { thing, asked, person, plural } = focus;
  const single = thing !== undefined && SEVERAL.test(thing) ? undefined : thing;
  const swap = (pattern: RegExp, value: string | undefined, rest = "") => {
    if (!value || !pattern.test(text)) return;
    text = text.replace(pattern, () => value + rest);
    used = value;
  };
  const owns = (name: string | undefined) => name && (/s$/i.test(name) ? `${name}'` : `${name}'s`);
  // At the head: the subject.
  // "It's good to have backups" is about nothing.
  swap(
    /^it's(?=\s(?!because|(?:\w+ly |not |also |always )?(?:good|better|best|fine|easy|hard|worth|time|up|about|been|too|me)\b))/i,
    single,
    " is",
  );
  swap(
    /^it(?=\s(?:is|was|has|only|now|also|must|can|does|should|will|never|always|\w+s)\s)/i,
    single,
  );
  swap(/(?<=^(?:since|after|from) [^,;:]{2,30} )it's(?=\s)/i, single, " is");
  // "The build server? That's 'ironbark'."
  swap(/^that's(?=\s['"`])/i, single, " is");
  swap(/^that's(?=\s)/i, asked, single ? " is" : " are");
  swap(/^its(?=\s)/i, owns(single));
  swap(/^(?:he|she)'s(?=\s)/i, person, " is");
  swap(/^(?:he|she)(?=\s)/i, person);
  swap(/^(?:his|her)(?=\s)/i, owns(person));
  swap(/^they're(?=\s)/i, plural, " are");
  swap(/^they(?=\s)/i, plural);
  swap(/^their(?=\s)/i, owns(plural));
  // Inside: places, and objects of a clause that has no other noun to mean.
  swap(/\bin t?here(?=[\s,.;]|$)/i, thing && `in ${thing}`);
  swap(/(?<=^\S+ \S+ )there(?= (?:is|are|has|must|\w+s)\s)/i, thing && `in ${thing}`);
  swap(/(?<=\b(?:is|are) .*)\bthere(?=[.,;]?$)/i, thing && `for ${thing}`);
  const [demonstrated, place] = DEMONSTRATED.exec(text) ?? [];
  const whole = thing !== undefined && (/^(?:the|our|an?) |^\W/.test(thing));
  if (demonstrated !== undefined && thing !== undefined) {
    swap(DEMONSTRATED, whole ? thing : `the ${thing} ${place}`);
  }
  swap(/(?<=^\S+ (?:\S+ )?)them(?=[\s,.;]|$)/i, plural);
  if (used !== undefined) {
    const object = used;
    text = text.replace(/(?<=^[^,]*,[^,]* )it(?=[,.;]?$)/, () => object)
      .replace(
        /^(?:the|our|an?|my|all|every|each)\b/,
        (word) => word[0]!.toUpperCase() + word.slice(1),
      );
  }
  return { text, dangling: DANGLING.test(text) };
}

/** At the head, as an early object, or as the rest of something. */
const DANGLING = new RegExp(
  // "They moved the database": whoever it was, the rest says what happened.
  "^(?!they(?:'ve)? (?!need)\\w+ed (?:the|our|my)\\s)(?:its?|they|their|he|she|this(?! (?:repo|project|codebase|app|team|machine|package|workspace|laptop|company))|that|these|those|them)(?:'\\w+)?\\s|" +
    "^(?!.*like (?:this|so)[^:]*:)[^,;:]*\\b(?:do|does|did|need|want|hate|handle|see|said|in|like|keep) (?:that|this)(?= (?:myself|sense|way|at|in|on|by|after|for|with|when|too|again|anyway)\\b|[,.;]|$)|\\bthough$|^v?\\d[\\w.]*,\\s|^(?:none|neither|same (?:for|thing|with|here|on))\\b|^(?:on|in|at|with) [^,]{1,40} it(?:'s| is| was) \\S+$|everything(?:'s| is| was| has)(?: been)? (?:moved|migrated|replaced|ported|switched)|^\\S+ (?:\\S+ ){0,3}(?:it|them)(?=[\\s,.;]|$)|^\\S+ (?:\\S+ ){0,4}(?:that|this)$|" +
    "\\b(?:that|those) (?!(?:s?he|it|they|we|i|you) )\\w+ \\w+ed\\b|\\bthe (?:latter|former)\\b|^(?:\\S+ ){0,3}the rest\\b|\\bothers$|^(?:never|don't|do not|nobody|no one|no) (?:\\S+ ){1,2}(?:there|ones?)(?=[\\s,.;]|$)|\\b(?:to|by|with|from) (?:her|him)$|\\bdoes (?:that|this|so)\\b",
  "i",
);

/** "migrate to X" says from what, when the sentences before named it. */
export function nameOrigin(clause: string, focus: Focus): string {
  const origin = /[A-Z][\w.-]*$|[A-Z][\w.-]*/.exec(focus.thing ?? "")?.[0];
  if (origin === undefined || clause.includes(origin)) return clause;
  return clause.replace(
    /(?<!\b(?:is|are|was|were|been|got) )\b(?:migrat|mov|switch)(?:e|ed|ing) (?=to [A-Z`])/,
    (verb) => `${verb}from ${origin} `,
  );
}
