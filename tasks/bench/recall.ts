import { compare, type Measurement, settingOf } from "./context.ts";
import { adapt, projectName, readFacts, readQuestions, seed } from "./dataset.ts";
import { PluginProcess } from "./plugin_process.ts";
import { median, type Row } from "./table.ts";

/** So many projects of one user, each with as many memories. */
const PROJECTS = [1, 5, 20, 50];
const TOP = 5;

/**
 * Recall@5 as projects grow in number: is a memory of an answering session among the first five that
 * the message's hook gives the model unasked, and among five that the search tool returns? Other
 * projects hold the same conversations with other technologies' names.
 */
export const measureRecall: Measurement = async (context) => {
  const { backend, quick, print } = context;
  const facts = await readFacts();
  const all = await readQuestions();
  const questions = quick ? all.filter((_, index) => index % 4 === 0) : all;
  const user = context.user("recall");
  const rows: Row[] = [];
  const sessionOf = new Map<string, string>();
  const sessionOfText = new Map(facts.map((fact) => [squeeze(fact.text), fact.session]));
  const answered = questions.filter(({ sessions }) => sessions.length > 0);
  const unanswered = questions.filter(({ sessions }) => sessions.length === 0);
  let seeded = 0;
  const own = new Set<string>();
  // A plugin keeps what it hears, the questions themselves too: not for the next one to find.
  const forgetRest = async () => {
    const { memories } = await backend.store.list({ scope: { user }, showExpired: true });
    for (const { id } of memories) if (!own.has(id)) await backend.store.remove(id);
  };
  for (const projects of quick ? PROJECTS.slice(0, 2) : PROJECTS) {
    for (; seeded < projects; seeded++) {
      const texts = seeded === 0
        ? facts
        : facts.map((fact) => ({ ...fact, text: adapt(fact.text, seeded) }));
      const ids = await seed(backend.store, user, projectName(seeded), texts);
      for (const id of ids) own.add(id);
      if (seeded > 0) continue;
      for (const [index, id] of ids.entries()) sessionOf.set(id, facts[index]!.session);
    }
    await backend.settle();
    print(`  ${projects} projects, ${projects * facts.length} memories`);
    const last = projects === (quick ? PROJECTS[1] : PROJECTS.at(-1));
    const of = `${projects} ${projects === 1 ? "project" : "projects"}`;
    const heads = [
      `Recall@5 in ${of}: given to the model unasked`,
      `Recall@5 in ${of}: search_memories as the model calls it`,
      `Recall@5 in ${of}: search_memories with scope "project"`,
    ].map((measure) => ({ measure, unit: "%", better: "more" as const }));
    const plugins = context.plugins.filter(({ onMem0 }) => onMem0);
    const setting = settingOf(context, backend.url, user, projectName(0));
    const time = {
      measure: `One search_memories with scope "project" in ${of}: median`,
      unit: "ms",
      better: "less" as const,
    };
    const noise = {
      measure: `Memories given for ${unanswered.length} questions that nothing answers (${of})`,
      unit: "questions",
      better: "less" as const,
    };
    const measured = await compare(
      [...heads, ...last ? [time, noise] : []],
      plugins,
      async (plugin) => {
        await forgetRest();
        return await PluginProcess.with(plugin, setting, async (process) => {
          const hits = [0, 0, 0];
          const times: number[] = [];
          let previous = "";
          const ask = async (text: string, index: number) => {
            const { sent } = await process.call("say", { sessionID: `ses_${index}`, text });
            const injected = sent.join("\n").replace(text, "");
            // A plugin that only ever adds to one block: what is new in it belongs to this message.
            const isGrown = injected.length > previous.length && injected.startsWith(previous) &&
              previous !== "";
            const fresh = isGrown ? injected.slice(previous.length) : injected;
            previous = injected;
            return fresh;
          };
          for (const [index, { text, sessions }] of answered.entries()) {
            const found = memoriesIn(await ask(text, index), sessionOf, sessionOfText);
            if (found.slice(0, TOP).some((one) => sessions.includes(one))) hits[0]!++;
            for (const [column, scope] of [undefined, "project"].entries()) {
              const answer = await process.call("tool", {
                sessionID: `ses_${index}`,
                name: "search_memories",
                args: { query: text, limit: TOP, ...scope ? { scope } : {} },
              });
              if (scope !== undefined) times.push(answer.ms);
              const ids = [...answer.text.matchAll(/"id":"([0-9a-f-]{36})"/g)].slice(0, TOP);
              if (ids.some(([, id]) => sessions.includes(sessionOf.get(id!) ?? ""))) {
                hits[column + 1]!++;
              }
            }
          }
          let given = 0;
          for (const [index, { text }] of unanswered.entries()) {
            const block = await ask(text, answered.length + index);
            if (memoriesIn(block, sessionOf, sessionOfText).length > 0) given++;
          }
          return [
            ...hits.map((count) => 100 * count / answered.length),
            ...last ? [median(times), given] : [],
          ];
        });
      },
    );
    rows.push(...measured);
  }
  return rows;
};

/** The sessions of the memories in an injected text, in order; "" for another project's. */
function memoriesIn(
  text: string,
  sessionOf: ReadonlyMap<string, string>,
  sessionOfText: ReadonlyMap<string, string>,
): string[] {
  const short = new Map([...sessionOf].map(([id, session]) => [id.slice(0, 8), session]));
  const pieces = text.split(/^- /m).slice(1);
  return pieces.map((piece) => {
    const handle = /^\[mem0:([0-9a-f]{8})/.exec(piece)?.[1];
    if (handle !== undefined) return short.get(handle) ?? "";
    const plain = squeeze(piece);
    for (const [known, session] of sessionOfText) if (plain.startsWith(known)) return session;
    return "";
  });
}

/** A text without white space, so that line breaks don't matter, cut. */
function squeeze(text: string): string {
  return text.replace(/\s+/g, "").slice(0, 150);
}
