import { type Floor, FLOORS, isAbove, type Scores } from "../../plugin/core/floor.ts";
import type { Asked } from "./floor_asking.ts";

/** What a floor does to the messages of one table. */
export interface Outcome {
  /** Off-topic messages with a block. */
  blocks: number;
  offtopic: number;
  /** Other messages that are given a memory that helps. */
  helped: number;
  ontopic: number;
  /** Memories that these are given beside. */
  others: number;
}

type Floors = Readonly<Partial<Record<Scores, Floor>>>;

/** Of the messages of offtopic.json, so many may get a block. */
const ALLOWED = 1 / 20;
/** What each value may be; the first two up to a cosine of 0.7, below which lies all that is off topic. */
const STEPS: Readonly<Record<keyof Floor, readonly number[]>> = {
  semantic: range(0.3, 0.7, 0.01),
  semanticWithWords: range(0.2, 0.6, 0.01),
  keyword: range(0.04, 0.6, 0.02),
  keywordOneWord: range(0.04, 0.6, 0.02),
  share: range(0.3, 1, 0.05),
};
const ROUNDS = 3;

function range(from: number, to: number, step: number): number[] {
  return Array.from(
    { length: Math.round((to - from) / step) + 1 },
    (_, n) => +(from + n * step).toFixed(3),
  );
}

/** The hits that are shown. */
export function given({ hits }: Asked, floors: Floors = {}): Asked["hits"] {
  return hits.filter(({ signs }) => isAbove(floors[signs.scores] ?? FLOORS[signs.scores], signs));
}

/** What floors do, by table. */
export function judge(asked: readonly Asked[], floors: Floors = {}): Map<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const one of asked) {
    const outcome = outcomes.get(one.set) ??
      { blocks: 0, offtopic: 0, helped: 0, ontopic: 0, others: 0 };
    outcomes.set(one.set, outcome);
    const shown = given(one, floors);
    if (one.expect.length === 0) {
      outcome.offtopic++;
      if (shown.length > 0) outcome.blocks++;
      continue;
    }
    outcome.ontopic++;
    const helpful = shown.filter(({ key }) => one.expect.includes(key)).length;
    if (helpful > 0) outcome.helped++;
    outcome.others += shown.length - helpful;
  }
  return outcomes;
}

/** The best floor for these scores: each value in turn, until none can be bettered alone. */
export function choose(scores: Scores, asked: readonly Asked[]): Floor {
  let best = FLOORS[scores];
  const meritOf = (floor: Floor) => merit(judge(asked, { [scores]: floor }));
  let most = meritOf(best);
  const keys = Object.keys(STEPS) as (keyof Floor)[];
  for (let round = 0; round < ROUNDS; round++) {
    // A value out of reach stays: there is nothing that it could be compared with.
    for (const key of keys.filter((one) => best[one] <= 1)) {
      for (const value of STEPS[key]) {
        const floor = { ...best, [key]: value };
        const worth = meritOf(floor);
        if (worth > most) [best, most] = [floor, worth];
      }
    }
  }
  return best;
}

function merit(outcomes: ReadonlyMap<string, Outcome>): number {
  let sum = 0;
  for (const [set, { blocks, offtopic, helped, ontopic }] of outcomes) {
    sum += helped / ontopic - blocks / offtopic;
    if (set === "offtopic") sum -= Math.max(0, blocks - Math.floor(ALLOWED * offtopic));
  }
  return sum;
}
