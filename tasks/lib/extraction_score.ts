/**
 * Measures extraction on the sample tables, by the rules of tests/samples/CONVERSATIONS.md.
 *
 * @module
 */
import type { Message } from "../../client/store.ts";
import type { Extracted, Extractor } from "../../embedded/extractor.ts";
import { EmbeddedStore } from "../../embedded/store.ts";

/** What is measured. */
export type Extract = (messages: Message[]) => Extracted[] | Promise<Extracted[]>;

export interface Fact {
  must: string[];
  mustNot: string[];
  type: string;
}

export interface Conversation {
  id: string;
  messages: Message[];
  facts: Fact[];
  extraOk: string[];
}

export interface Samples {
  conversations: Conversation[];
  superseding: { id: string; before: string; after: string; kept: string[]; gone: string[] }[];
  superseding_not: { id: string; a: string; b: string }[];
  capture_keep: { id: string; text: string; facts: string[]; type: string }[];
  capture_noise: { id: string; text: string; kind: string }[];
}

/** The writers, in the order in which their tables came. */
export const TABLES = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
  "eleventh",
  "twelfth",
  "thirteenth",
  "fourteenth",
  "fifteenth",
  "sixteenth",
  "seventeenth",
  "eighteenth",
  "nineteenth",
  "twentieth",
  "twentyfirst",
  "twentysecond",
  "twentythird",
  "twentyfourth",
  "twentyfifth",
  "twentysixth",
  "twentyseventh",
  "twentyeighth",
  "twentyninth",
  "thirtieth",
  "thirtyfirst",
  "thirtysecond",
  "thirtythird",
  "thirtyfourth",
  "thirtyfifth",
  "thirtysixth",
  "thirtyseventh",
  "thirtyeighth",
  "thirtyninth",
  "fortieth",
  "fortyfirst",
  "fortysecond",
  "fortythird",
  "fortyfourth",
  "fortyfifth",
  "fortysixth",
  "fortyseventh",
  "fortyeighth",
  "fortyninth",
  "fiftieth",
  "fiftyfirst",
  "fiftysecond",
  "fiftythird",
  "fiftyfourth",
  "fiftyfifth",
  "fiftysixth",
] as const;

/** Which writer's tables. */
export type Table = typeof TABLES[number];

/** Later writers wrote no single messages. */
export const WITH_SINGLES: readonly Table[] = ["first", "second", "third", "fourth"];

/** One table of samples. */
export function readSamples<Name extends keyof Samples>(
  part: "open" | "locked",
  name: Name,
  table: Table = "first",
): Samples[Name] {
  const suffix = table === "first" ? "" : `_${table}`;
  const url = new URL(`../../tests/samples/${part}/${name}${suffix}.json`, import.meta.url);
  return JSON.parse(Deno.readTextFileSync(url));
}

const holds = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());

/** As a whole word: neither neighbour is a letter, digit or underscore. */
function holdsWord(text: string, part: string): boolean {
  const escaped = part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, "iu").test(text);
}

/** Facts found and extra memories of whole conversations. */
export async function scoreConversations(samples: Conversation[], extract: Extract) {
  const score = {
    facts: 0,
    found: 0,
    typed: 0,
    stored: 0,
    misses: [] as string[],
    extras: [] as string[],
  };
  for (const { id, messages, facts, extraOk } of samples) {
    const stored = await extract(messages);
    score.stored += stored.length;
    score.facts += facts.length;
    for (const fact of facts) {
      const hit = stored.filter(({ text }) =>
        fact.must.every((part) => holds(text, part)) &&
        !fact.mustNot.some((part) => holdsWord(text, part))
      );
      if (hit.length > 0) score.found++;
      else {
        const list = stored.map(({ text }) => `\n        ${text}`).join("");
        score.misses.push(
          `${id} ${fact.must.join(" + ")} (not ${fact.mustNot.join(", ")}) in:${list}`,
        );
      }
      if (hit.some(({ type }) => type === fact.type)) score.typed++;
    }
    for (const { text } of stored) {
      const known = facts.some((fact) => fact.must.every((part) => holds(text, part))) ||
        extraOk.some((part) => holds(text, part));
      if (!known) score.extras.push(`${id} ${text}`);
    }
  }
  return score;
}

/** The texts that are active after statements were said one after the other. */
export type Say = (...statements: string[]) => string[] | Promise<string[]>;

/** Statements that replace another, and look-alikes that must not. */
export async function scorePairs(
  superseding: Samples["superseding"],
  lookalikes: Samples["superseding_not"],
  say: Say,
) {
  const score = {
    superseding: superseding.length,
    superseded: 0,
    lookalikes: lookalikes.length,
    untouched: 0,
    wrong: [] as string[],
  };
  for (const { id, before, after, kept, gone } of superseding) {
    const active = await say(before, after);
    const all = (text: string, parts: string[]) => parts.every((part) => holds(text, part));
    const right = (await say(before)).length > 0 && active.some((text) => all(text, kept)) &&
      active.every((text) => !all(text, gone) || all(text, kept));
    if (right) score.superseded++;
    else score.wrong.push(`${id} ${before} -> ${after}\n        ${active.join("\n        ")}`);
  }
  for (const { id, a, b } of lookalikes) {
    const active = await say(a, b);
    if (active.length === 2) score.untouched++;
    else score.wrong.push(`${id} ${a} / ${b}\n        ${active.join("\n        ")}`);
  }
  return score;
}

/** Single messages: how many facts survive, and how much noise is stored. */
export async function scoreSingles(
  keep: Samples["capture_keep"],
  noise: Samples["capture_noise"],
  extract: Extract,
) {
  const score = {
    facts: 0,
    kept: 0,
    noise: noise.length,
    lost: [] as string[],
    junk: [] as string[],
  };
  for (const { id, text, facts } of keep) {
    const stored = (await extract([{ role: "user", content: text }])).map((fact) => fact.text)
      .join("\n");
    for (const fact of facts) {
      score.facts++;
      if (holds(stored, fact)) score.kept++;
      else {score.lost.push(
          `${id} ${fact}: ${text}\n        ${stored.replaceAll("\n", "\n        ")}`,
        );}
    }
  }
  for (const { id, text } of noise) {
    const stored = await extract([{ role: "user", content: text }]);
    if (stored.length > 0) score.junk.push(`${id} ${stored.map((fact) => fact.text).join(" | ")}`);
  }
  return score;
}

/** Texts that a real store still lists after the statements were said one by one. */
export async function activeAfter(
  extractor: Extractor,
  statements: readonly string[],
): Promise<string[]> {
  const store = await EmbeddedStore.open({ path: ":memory:", extractor });
  try {
    const scope = { user: "ada", agent: "shop" };
    for (const content of statements) {
      await store.add({ scope, messages: [{ role: "user", content }], infer: true });
    }
    return (await store.list({ scope })).memories.map(({ text }) => text);
  } finally {
    await store.close();
  }
}

/** All figures of an extractor on one part of the tables, pairs through a real store. */
export async function scoreExtraction(
  part: "open" | "locked",
  table: Table,
  extractor: Extractor,
) {
  const extract: Extract = async (messages) =>
    (await extractor.extract(messages, { now: new Date() })).filter(({ tentative }) => !tentative);
  return {
    conversations: await scoreConversations(readSamples(part, "conversations", table), extract),
    pairs: await scorePairs(
      readSamples(part, "superseding", table),
      readSamples(part, "superseding_not", table),
      (...statements) => activeAfter(extractor, statements),
    ),
    singles: await scoreSingles(
      WITH_SINGLES.includes(table) ? readSamples(part, "capture_keep", table) : [],
      WITH_SINGLES.includes(table) ? readSamples(part, "capture_noise", table) : [],
      extract,
    ),
  };
}
