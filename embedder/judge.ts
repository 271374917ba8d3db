/** The judges in the terms of the store: who said what after what, and which statement replaces which. */
import type { Call } from "../client/store.ts";
import type { Judge, Opinion, Said } from "../embedded/judge.ts";
import type { MemoryType } from "../embedded/types.ts";
import type { MiniLm } from "./minilm.ts";

/** Kinds of memory in the order of the judge's answers. */
const TYPES: readonly MemoryType[] = [
  "decision",
  "convention",
  "user_preference",
  "environmental",
  "bug_fix",
  "anti_pattern",
  "task_learning",
];

/** Judges statements with the model that makes the vectors, each text in some 4 ms. */
export class MiniLmJudge implements Judge {
  /** @param model Stays its owner's to close. */
  constructor(readonly model: Pick<MiniLm, "answer">) {}

  /** @inheritdoc */
  async statements(said: readonly Said[], call?: Call): Promise<Opinion[]> {
    const judged = said.map(({ text, speaker, before }) => ({
      text,
      context: `${speaker}: ${before}`,
    }));
    const answers = await this.model.answer("statements", judged, call);
    return answers.map(([odds, ...kinds]) => ({
      odds: odds!,
      type: TYPES[kinds.indexOf(Math.max(...kinds))]!,
    }));
  }

  /** @inheritdoc */
  async replaced(newer: string, older: readonly string[], call?: Call): Promise<number[]> {
    const judged = older.map((context) => ({ text: unended(newer), context: unended(context) }));
    return (await this.model.answer("pairs", judged, call)).map(([odds]) => odds!);
  }
}

/** As memories are kept: a full stop more would be another text. */
const unended = (text: string) => text.replace(/[\s.]+$/, "");
