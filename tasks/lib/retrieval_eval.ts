import type { Embedder } from "../../embedded/embedder.ts";
import { MiniLm } from "../../embedder/minilm.ts";
import { makeKernelScanner } from "../../embedder/scan.ts";
import { EmbeddedStore, type ScannerMaker } from "../../embedded/mod.ts";
import type { MemoryStore, Metadata } from "../../client/store.ts";
import { LEAST, relevant } from "../../plugin/core/floor.ts";
import { shortenQuery } from "../../plugin/core/query.ts";

/** Memories and questions with their answers. */
export interface EvalSet {
  /** For the output. */
  name: string;
  /** What is stored; `group` is what an answer is counted by. */
  memories: { text: string; group: string; metadata?: Metadata }[];
  /** What is asked, and the groups that answer it. */
  questions: { text: string; answers: string[] }[];
  /** What is asked though no memory answers it. */
  unanswerable: string[];
}

/** Shares of the questions, 0..1. */
export interface EvalResult {
  /** Questions. */
  n: number;
  /** Answer among the first 1, 5, 10. */
  at1: number;
  at5: number;
  at10: number;
  /** Mean of 1 / rank of the first answer among ten. */
  mrr: number;
  /** A message of an answering group passes the plugin's relevance floor: the model is given it. */
  given: number;
  /** Of the unanswerable questions, those for which nothing passes; NaN when there are none. */
  abstained: number;
}

const root = new URL("../../tests/eval/", import.meta.url);

async function read<T>(path: string): Promise<T> {
  return JSON.parse(await Deno.readTextFile(new URL(path, root))) as T;
}

/** Third-party conversations about code (MIT; see tests/eval/coding). */
export async function codingSet(): Promise<EvalSet> {
  const sessions = await read<{
    sessionId: string;
    metadata: { date: string; project: string };
    messages: { content: string }[];
  }[]>("coding/sessions.json");
  const questions = await read<{ question: string; haystackSessionIds: string[] }[]>(
    "coding/questions.json",
  );
  return {
    name: "coding",
    memories: sessions.flatMap(({ sessionId, metadata, messages }) =>
      messages.map(({ content }) => ({
        text: content,
        group: sessionId,
        metadata: {
          app_id: metadata.project,
          created_at: `${metadata.date}T12:00:00.000000+00:00`,
        },
      }))
    ),
    questions: questions.filter((one) => one.haystackSessionIds.length > 0)
      .map((one) => ({ text: one.question, answers: one.haystackSessionIds })),
    unanswerable: questions.filter((one) => one.haystackSessionIds.length === 0)
      .map((one) => one.question),
  };
}

/**
 * Facts and questions without a common word, as tests/eval/paraphrase/README.md says: the facts of
 * both parts and the distractors are stored, the questions of one part are asked.
 *
 * @param table "" for the first pairs, "_second" for the later ones.
 */
export async function paraphraseSet(
  part: "open" | "locked",
  table: "" | "_second" = "",
): Promise<EvalSet> {
  const pairsOf = (name: string) =>
    read<{ id: string; fact: string; question: string }[]>(`paraphrase/${name}${table}.json`);
  const pairs = { open: await pairsOf("open"), locked: await pairsOf("locked") };
  const distractors = await read<{ id: string; fact: string }[]>("paraphrase/distractors.json");
  return {
    name: `paraphrase${table === "" ? "" : ", second"}${part === "open" ? "" : ", locked"}`,
    memories: [...pairs.open, ...pairs.locked, ...distractors]
      .map(({ id, fact }) => ({ text: fact, group: id })),
    questions: pairs[part].map(({ id, question }) => ({ text: question, answers: [id] })),
    unanswerable: [],
  };
}

/** All sets, with the open parts of those that have a locked one. */
export async function openSets(): Promise<EvalSet[]> {
  return [await codingSet(), await paraphraseSet("open"), await paraphraseSet("open", "_second")];
}

/** Runs sets (default: the open ones) on new stores, by words alone and with the package's embedder. */
export async function measureEmbedded(sets?: EvalSet[]): Promise<Record<string, EvalResult>> {
  const embedder = new MiniLm();
  try {
    await embedder.embed(["ready"]); // a search doesn't wait for a model that isn't loaded
    const results: Record<string, EvalResult> = {};
    for (const set of sets ?? await openSets()) {
      results[`${set.name}, words`] = await runSet(set);
      results[`${set.name}, words and meaning`] = await runSet(set, embedder, makeKernelScanner);
    }
    return results;
  } finally {
    await embedder.close();
  }
}

/** Runs a set on a new embedded store. */
export async function runSet(
  set: EvalSet,
  embedder?: Embedder,
  scanner?: ScannerMaker,
): Promise<EvalResult> {
  // The caller closes the embedder: it serves several stores.
  const borrowed = embedder && lend(embedder);
  const store = await EmbeddedStore.open({ path: ":memory:", embedder: borrowed, scanner });
  try {
    return await runSetOn(set, store, { backend: "embedded", settle: () => store.settle() });
  } finally {
    await store.close();
  }
}

/** Stores a set under a user of its own, asks all its questions, counts, and removes the set again. */
export async function runSetOn(
  set: EvalSet,
  store: MemoryStore,
  { backend, settle }: { backend: "server" | "embedded"; settle?: () => Promise<void> },
): Promise<EvalResult> {
  const scope = { user: "eval" };
  await store.removeAll({ scope });
  const groups = new Map<string, string>();
  for (const { text, group, metadata } of set.memories) {
    const messages = [{ role: "user", content: text }];
    const [change] = await store.add({ scope, messages, metadata, infer: false });
    groups.set(change!.id, group);
  }
  await settle?.();
  const find = async (text: string) => {
    const hits = await store.search({ scope, text, minScore: 0.001, limit: 10 });
    return hits.map((hit) => groups.get(hit.id));
  };
  const offer = async (text: string) => {
    const query = shortenQuery(text);
    const minScore = LEAST[backend];
    const hits = await store.search({ scope, text: query, minScore, limit: 20, explain: true });
    return relevant(hits, query, backend).map((hit) => groups.get(hit.id));
  };
  const ranks: number[] = [];
  let given = 0, abstained = 0;
  for (const { text, answers } of set.questions) {
    const isAnswer = (group: string | undefined) => answers.includes(group!);
    ranks.push(1 + (await find(text)).findIndex(isAnswer));
    if ((await offer(text)).some(isAnswer)) given++;
  }
  for (const text of set.unanswerable) if ((await offer(text)).length === 0) abstained++;
  await store.removeAll({ scope });
  const n = ranks.length;
  const within = (k: number) => ranks.filter((rank) => rank > 0 && rank <= k).length / n;
  return {
    n,
    at1: within(1),
    at5: within(5),
    at10: within(10),
    mrr: ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / n,
    given: given / n,
    abstained: abstained / set.unanswerable.length,
  };
}

function lend(embedder: Embedder): Embedder {
  return {
    id: embedder.id,
    dimensions: embedder.dimensions,
    get ready() {
      return embedder.ready;
    },
    embed: (texts, call) => embedder.embed(texts, call),
    close: () => Promise.resolve(),
  };
}
