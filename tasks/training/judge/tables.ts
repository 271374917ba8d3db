/**
 * What the judges are asked while the tables of `table.*.json` are read, with the answer that the
 * tables give, a line each: `statements` (is a text worth keeping, in its place and by itself?) or
 * `pairs` (does the newer statement make the older one untrue?). What the tables leave open is left
 * out. Takes some minutes: the extraction in use is run on every conversation.
 *
 *     deno run -A tasks/training/judge/tables.ts statements|pairs > FILE
 */
import type { Message } from "../../../client/store.ts";
import { judgedExtractor } from "../../../embedded/extract.ts";
import type { Extractor } from "../../../embedded/extractor.ts";
import type { Judge, Said } from "../../../embedded/judge.ts";
import { MiniLm, MiniLmJudge } from "../../../embedder/mod.ts";
import { activeAfter, type Samples } from "../../lib/extraction_score.ts";

type Tables = Pick<Samples, "conversations" | "superseding" | "superseding_not">;
type Conversation = Tables["conversations"][number];

/** A pair that the judge was asked about. */
interface Asked {
  newer: string;
  older: string;
}

/** Worth keeping, of no known kind. */
const FACT = "fact";
/** What holds so much of a look-alike is the look-alike, its lead-in left out. */
const MOST = 0.7;

/** Log-odds at which a statement certainly still holds. */
const TRUE = -9;

const holds = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());
const holdsAll = (text: string, parts: readonly string[]) =>
  parts.every((part) => holds(text, part));
const holdsSome = (text: string, parts: readonly string[]) =>
  parts.some((part) => holds(text, part));

/** A judge that notes what it is asked, and finds everything still true where told to. */
function listening(judge: Judge, { allTrue = false } = {}) {
  const said = new Map<string, Said>();
  const pairs = new Map<string, Asked>();
  const extractor: Extractor = judgedExtractor({
    statements(texts, call) {
      for (const text of texts) said.set(JSON.stringify(text), text);
      return judge.statements(texts, call);
    },
    replaced(newer, older, call) {
      for (const one of older) pairs.set(JSON.stringify([newer, one]), { newer, older: one });
      return allTrue ? Promise.resolve(older.map(() => TRUE)) : judge.replaced(newer, older, call);
    },
  });
  return { extractor, said: () => [...said.values()], pairs: () => [...pairs.values()] };
}

async function heard(judge: Judge, messages: Message[], options?: { allTrue: boolean }) {
  const ears = listening(judge, options);
  await ears.extractor.extract(messages, { now: new Date() });
  return { said: ears.said(), pairs: ears.pairs() };
}

/** The kind of what is worth keeping, null for what isn't, undefined where the table doesn't say. */
function worthOf({ text, speaker }: Said, all: readonly Said[], { facts, extraOk }: Conversation) {
  const right = facts.findLast(({ must, mustNot }) =>
    holdsAll(text, must) && !holdsSome(text, mustNot)
  );
  if (right !== undefined) {
    const repeats = speaker === "assistant" &&
      all.some((one) => one.speaker === "user" && holdsAll(one.text, right.must));
    return repeats ? undefined : right.type;
  }
  const isPart = facts.some(({ must }) => holdsSome(text, must)) ||
    extraOk.some((part) => holds(text, part) || holds(part, text));
  return isPart ? undefined : null;
}

/** Statements of conversations, and those of changes and look-alikes. */
async function* statements({ conversations, superseding, superseding_not }: Tables, judge: Judge) {
  for (const conversation of conversations) {
    const { said } = await heard(judge, conversation.messages);
    for (const one of said) {
      const type = worthOf(one, said, conversation);
      if (type !== undefined) yield { ...one, type };
    }
  }
  const facts = [
    ...superseding.flatMap(({ before, after, kept, gone }) => [
      { text: before, isFact: (part: string) => holdsAll(part, gone) },
      { text: after, isFact: (part: string) => holdsAll(part, kept) },
    ]),
    ...superseding_not.flatMap(({ a, b }) =>
      [a, b].map((text) => ({ text, isFact: (part: string) => part.length > MOST * text.length }))
    ),
  ];
  for (const { text, isFact } of facts) {
    const { said } = await heard(judge, [{ role: "user", content: text }]);
    for (const one of said) if (isFact(one.text)) yield { ...one, type: FACT };
  }
}

/** Pairs of changes, of look-alikes, and of what one conversation says. */
async function* pairs({ conversations, superseding, superseding_not }: Tables, judge: Judge) {
  for (const { before, after, kept, gone } of superseding) {
    const ears = listening(judge);
    await activeAfter(ears.extractor, [before, after]);
    const asked = ears.pairs().filter(({ newer, older }) =>
      holdsAll(older, gone) && holdsAll(newer, kept)
    );
    const known = asked.length > 0 ? asked : [{ newer: after, older: before }];
    for (const pair of known) yield { ...pair, replaces: true };
  }
  for (const { a, b } of superseding_not) {
    const ears = listening(judge);
    await activeAfter(ears.extractor, [a, b]);
    const asked = ears.pairs();
    const known = asked.length > 0 ? asked : [{ newer: b, older: a }];
    for (const pair of known) yield { ...pair, replaces: false };
  }
  for (const { messages, facts } of conversations) {
    const { pairs } = await heard(judge, messages, { allTrue: true });
    for (const { newer, older } of pairs) {
      const replaces = facts.some(({ must, mustNot }) =>
        holdsSome(older, mustNot) && !holdsAll(older, must) &&
        (holds(newer, "not") || !holdsSome(newer, mustNot)) &&
        must.some((part) => holds(newer, part) && !holds(older, part))
      );
      const stays = facts.some(({ must, mustNot }) =>
        holdsAll(older, must) && !holdsSome(older, mustNot)
      );
      if (replaces || stays) yield { newer, older, replaces };
    }
  }
}

const [what] = Deno.args;
const rows = what === "statements" ? statements : what === "pairs" ? pairs : undefined;
if (rows === undefined) {
  console.error("Say what to print: tables.ts statements, or tables.ts pairs.");
  Deno.exit(2);
}
const folder = new URL("./", import.meta.url);
const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
const model = new MiniLm();
for (const name of names.filter((name) => /^table\..*\.json$/.test(name)).sort()) {
  const tables: Tables = JSON.parse(Deno.readTextFileSync(new URL(name, folder)));
  for await (const row of rows(tables, new MiniLmJudge(model))) console.log(JSON.stringify(row));
  console.error(name);
}
await model.close();
