/**
 * What in a conversation tells that a clause is worth less or more than it says: idle talk, the trouble at
 * hand, what the next message confirms.
 *
 * @module
 */
import type { Clause } from "../language/message.ts";
import { ACTS, cue, HELPERS } from "../language/words.ts";

/** The user agrees with what the assistant just said. */
export const CONFIRMS: RegExp = cue(
  "^\\W*(?:(?:ah|oh|yes|yep|ok|hm),?\\s+)*(?:right(?!,? (?:thanks|thank|thx|ok|i see))|exactly|correct|indeed|that's (?:it|right)|you're right)",
);

/** The user says that the assistant's remedy works. */
export const WORKS: RegExp = cue(
  "^\\W*(?:(?:ah|oh|yes|yep|yeah|ok|okay|hm|wow|perfect|great|cool|nice|super|thanks),?\\s+)*(?:(?:that|it|this) ?)?(?:confirmed|works?(?! on)|worked|was it|did it|(?:is|'s) (?:it|gone|fixed|solved)|fixed|solved|brilliant|gone|no more)",
);

/** Says nothing that would be worth keeping by itself, whatever else it is taken for. */
const IDLE = cue([
  // A guess, what is weighed, what is not settled.
  "^\\W*\\S+ (suspects?|bets?|reckons?|guesses)",
  "^\\W*i('m| am) (still )?(weighing|torn|wondering|debating|considering|thinking about|not sure)",
  "no (clue|idea)(?! why)",
  "(nothing|not|never|isn't|hasn't been|haven't)('s| is| has been)?( yet)? (decided|settled)|undecided",
  "(choose|decide|pick|torn|choice|choosing|deciding) between(?!.*, (take|use|pick|choose|prefer|go (for|with)) )",
  // Asks for agreement.
  ", (is|are|was|were|do|does|did|has|have|can|could|should|will|would)(n't)? (it|that|there|they|we|you|i|he|she)\\W*$",
  // Only announces: what is to come, what will be told of.
  "^\\W*(two|three|four|five|a few|some|several) (more )?(things|points|rules|facts|decisions|notes|corrections)\\b[^:]*$",
  "^\\W*((so|and) )?there('s| is| are) (our|my|this) [^\\d,;:]{3,40}$",
  "^\\W*be so kind\\b",
  // Which value was wrong.
  "^\\W*[\\w./:-]*\\d[\\w./:-]* (was|is) (the|an?|my|our) (\\w+ )?(old|wrong|other|former|previous|spare|test)\\b[^,;:]*$",
  // Somebody was wrong.
  "^(\\w+, )?\\S+ (just |only )?(misread|misspoke|(stand|was|am) (corrected|mistaken)|corrected me|mixed (\\w+ )?up)\\b[^,;:]*$",
  "^\\W*let me (say|tell|add|explain|mention)\\b[^:]*$",
  // Names what is to be done next.
  `^\\W*now,? (the|my|our) (?!.*\\b(${HELPERS}|${ACTS})\\b)[^:]*$`,
  // What lies there for the moment.
  "(is|are|in|at|under|to|put|lies?|sits?) /tmp/\\S+\\W*$",
  // Where a trouble was not seen.
  "^[\\w-]+( [\\w-]+)? (is|works|looks) (all )?(fine|ok|okay|unaffected)\\W*$",
].join("|"));
/** An assistant does what it was told, drafts, or tells what is known anyway. */
const OBEYS = cue(
  "^\\W*(understood|okay|ok|got it|will do|sure|noted|good|alright),|^(draft|for example|example|note that|option \\w+)",
);

/** What ends in a colon only announces; what ends in a quotation mark was said by another. */
export const isIdle = ({ text, type }: Clause, role: string) =>
  /:$/.test(text) || /^[^'"]*\w['"]\W*$/.test(text) || IDLE.test(text) ||
  role === "assistant" && type !== "bug_fix" && OBEYS.test(text);

/** A trouble as it shows. */
const SHOWS = cue(
  "fails?|failing|disconnects?|crash\\w*|hangs?|freez\\w*|dies|leaks?|grows by|times? out|(returns?|answers?|gives?|throws?|says?|got|get|getting) (an? )?([45]\\d\\d|error|exception|timeout)\\w*|oscillat\\w*|flicker\\w*|(far |way |much )?too slow|slow|takes \\d+ ?(s|sec\\w*|min\\w*)|jumps|fills|twice|stuck|(doesn't|does not|don't|won't|can't) (work|start|fire|show|load|connect|compile|build|find)|is (broken|empty|wrong)|cut off|needs \\d+ ?[GM]B|blank|disappears?|missing|(on|in|shows?|gets?|gives?) the wrong|OOM|out of memory",
);
/** Tells more than how it shows. */
const EXPLAINS = cue(
  "because|caused?|due to|reason|nobody|no one|otherwise|go away|went away|when you|if you|fix\\w*|solved|turn(s|ed) out|that's why|unless|until|never|don't|must|only",
);
/** Log-odds above which a trouble is kept that the message asks to be helped with. */
const TROUBLED = 3.5;

/** Does a text tell how a trouble shows? */
export const shows = (text: string): boolean => SHOWS.test(text) && !EXPLAINS.test(text);

/** Only tells how the trouble shows that a message asks to be helped with. */
export const isCase = ({ text, odds }: Clause): boolean => odds < TROUBLED && shows(text);
