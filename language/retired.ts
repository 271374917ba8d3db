/**
 * What a statement gives up: "we moved from X to Y" retires X.
 *
 * @module
 */

import { stems } from "./content_words.ts";
import { cue } from "./words.ts";

/** What takes back what was ruled, and what is ruled. */
const UNDONE =
  "(revers|revok|overturn|revert|undid|undone|undo|lift|relax|repeal|waiv|withdr[ae]w|cancel|rescind|scrap|loosen|abolish|overrul)(p?ed|n|s|ing)?";
const RULING =
  "rules?|decision|choice|ban|pin|limit|freeze|policy|requirement|restriction|embargo|moratorium|lock|convention|exception";

/** Ways to say that a value is given up; the group `old` is the value. Bounded, for any text may come. */
const RETIRES: readonly RegExp[] = [
  "(mov|migrat|switch|chang|went|convert|port|upgrad|renam|back)\\p{L}* ([^,;.]{1,60}? )?(away )?from (?<old>.{1,60}?) (over )?(to|onto|into)",
  "renamed (the |our )?(\\w+ )?(?<old>\\S+) to",
  "(no longer|stop(s|ped)?|no|not|never again|\\w+n't|nobody) ([^,;]{1,60}? )?(?<old>[^,;]{1,60}?) any ?(more|longer)",
  "(no longer|no more|stop(s|ped)?) (us\\w+ |on |with |at |in |by |ship\\w+ )?(?<old>.{1,120})",
  "(instead|in place|rather) (of|than) (?<old>.{1,120})",
  "(?<=[,;] |\\b(and|but) )not (in |on |at |with |by )?(?<old>.{1,120})",
  "((replac|supersed|displac)(e|es|ed|ing)|swap(s|ped)?|trad(es|ed)|(took|taken) over (.{1,60}? )?from) (?!by|with)(?<old>.{1,120})",
  "(ditch|dropp?|abandon|retir|scrapp?|forg[eo]t|left|leav|remov|gave up|giv(e|ing) up|moved? away|got rid)(ed|ing|e|s)? (on |from |of )?(?<old>.{1,120})",
  "(we're|we are|is|are|moved?|get|got|switched) (off|away from) (?<old>.{1,120})",
  "(took|taken|takes?|moved|migrated|pull(s|ed)?|got) [^,;.]{1,60}? (out of|off) (?<old>.{1,120})",
  `${UNDONE} (the |our |that |its )?(?<old>.{1,60}?) (${RULING})`,
  `(?<old>.{1,60}?) (${RULING}) (is|was|were|are|has been|got|gets) (now )?(${UNDONE}|over|off|gone|history)`,
  "(?<=^|[.;:,] )(?<old>\\S+( \\S+)?) (has |have )?(left|quit|resigned|retired|stepped down|(is|are) leaving)(?=$|[,.;]| (the (company|team|project|org)|us|for|in|last|this|and))",
  "(?<old>[^\\s,;]+( [^\\s,;]+){0,2}?)( (target|script|task|command)( for .{1,40}?)?)? ((was|were|is|are|ha(s|ve) been|got) (now )?(cancell?ed|called off|off the table|postponed|replaced|decommissioned|deleted|retired|removed|" +
  "shut down|gone|dead|deprecated|out|too \\S+|history|switched off|turned off|on \\w* ?leave|over)|(left|changed|passed|handed|gave|raised|dropped) (departments|teams|over|on|away|its prices|\\w+ over))(?! (after|when|once|every|if|automatically|at|before))",
  "(statt|anstatt|nicht mehr) (?<old>\\S+)",
  "von (?<old>\\S+) (auf|zu)",
  "(migr|pas|cambi|mud)\\p{L}+ de (?<old>\\S+) (a|à|vers|para)",
  "(ya no|não) (us\\p{L}+ )?(?<old>\\S+)",
  "(troca|cambia)\\p{L}+ (o |el |la |a )?(?<old>\\S+) (por|pelo|pela)",
  "从 ?(?<old>.{1,60}?) ?(换|迁移|切换|改)[到为成]|(?<old2>[\\w. ]{1,60})(から|ではなく).|不再[使用]* ?(?<old3>[\\w.]{1,60})",
].map(cue);

/** The part of a text that names a value ends here. */
const VALUE_END =
  /\s*(?:[,;:.!](?=\s|$)|\s(?:to|in favou?r|with|when|because|since|for|and|but|as|last|on|by|so|after|now|starting|at|from|these|this|everywhere|already|completely)(?=\s)).*$/i;

/** The values that a statement gives up, as they are written. */
export function retired(text: string): string[] {
  return RETIRES.flatMap((pattern) => {
    const old = Object.values(pattern.exec(text)?.groups ?? {}).find((value) => value);
    const value = old?.replace(VALUE_END, "").trim() ?? "";
    const size = stems(value).size;
    return size > 0 && size <= 4 ? [value] : [];
  });
}
