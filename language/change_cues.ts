/**
 * How a statement says that something changed, was added, was otherwise before, may come or is allowed.
 *
 * @module
 */

import { cue } from "./words.ts";

/** Says that things are otherwise than before: since when, that they moved, how much, and what is over. */
export const CHANGE = cue(
  "since|^after|after the|we set|as of|now|these days|nowadays|(from .{3,12}|today) on|again|currently|correction|until further notice|starting|new rule|jetzt|ab sofort|ahora|désormais|maintenant|agora|今は|今後|现在|現在|" +
    "(mov|switch|swapp?|shift|port|reschedul|migrat|chang|convert|relocat|hand|rewr\\w+|renam|upgrad|transferr?|bump|rais|lower|increas|reduc|shorten|lengthen|tighten|enlarg|relax|loosen|halv|doubl|tripl|extend|widen|narrow|expand|renew|replac|supersed|displac|succeed|dropp?|abolish|lift|retir|clos|remov|delet|cancell?|ditch|abandon|scrapp?)(ed|es|ing)|" +
    "cut|become|became|turned|took|taken|takes? (over|the place)|made way|went (up|down|back)|new|own|gone|instead|rather than|no longer|any ?(longer|more)|stopped|called off|on leave|lost|enough|allowed|up to|at (least|most)|nicht mehr|umgestiegen|gewechselt|ya no|换|改为|改成|改用|变成|不再",
);
/** The subject is the new value: "B replaces A". */
export const TAKES_PLACE = cue(
  "(replac|supersed|displac)e[sd]|(takes?|took|taken) over|instead of",
);
/** Says that the old goes on beside the new. */
export const ADDS = cue(
  "also|too(?=$|[.,;!])|as well|additionally|in addition|another|besides|second|both|fallback|optional(ly)?|auch|también|aussi|também|も",
);
/** Says how it was. */
export const HISTORY = cue(
  "until|before|used to|previously|formerly|earl(y|ier)|originally|years ago",
);
/** Says what may come. */
export const PLAN = cue(
  "want(s|ed)? to|wish(es)?|would|planned|plans to|think(s|ing)|might|could|consider\\w*|suggest\\w*|next (week|year|month|quarter)|one day|hopes?|propos\\w+|tested|perhaps|maybe|tomorrow",
);
/** Tells a reason; what is named there is not said of the subject. */
export const BECAUSE = /,?\s(?:because|weil|porque|parce que)\s[^.;]*/gi;
/** Says that something may be done. */
export const PERMITS = cue(
  "can|may|allowed|permitted|fine|ok(ay)?|welcome|enough|optional|again|supports?|lifted|free to|no longer|any ?more|now|possible|tolerated|accepted|(every|any)(one|body)",
);
