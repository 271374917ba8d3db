import type { Embedder } from "../../embedded/embedder.ts";
import { EmbeddedStore, type ScannerMaker } from "../../embedded/mod.ts";
import type { Metadata } from "../../client/store.ts";

/** Memories and questions with their answers. */
export interface EvalSet {
  /** For the output. */
  name: string;
  /** What is stored; `group` is what an answer is counted by. */
  memories: { text: string; group: string; metadata?: Metadata }[];
  /** What is asked, and the groups that answer it. */
  questions: { text: string; answers: string[] }[];
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
  };
}

/** Facts and questions without a common word. The distractors answer none of the questions. */
export async function paraphraseSet(part: "open" | "locked"): Promise<EvalSet> {
  const pairs = await read<{ id: string; fact: string; question: string }[]>(
    `paraphrase/${part}.json`,
  );
  const distractors = await read<{ id: string; fact: string }[]>("paraphrase/distractors.json");
  return {
    name: "paraphrase",
    memories: [...pairs, ...distractors].map(({ id, fact }) => ({ text: fact, group: id })),
    questions: pairs.map(({ id, question }) => ({ text: question, answers: [id] })),
  };
}

/** Stores a set in a new store, asks all its questions, and counts. */
export async function runSet(
  set: EvalSet,
  embedder?: Embedder,
  scanner?: ScannerMaker,
): Promise<EvalResult> {
  // The caller closes the embedder: it serves several stores.
  const borrowed = embedder && lend(embedder);
  const store = await EmbeddedStore.open({ path: ":memory:", embedder: borrowed, scanner });
  const scope = { user: "eval" };
  const groups = new Map<string, string>();
  for (const { text, group, metadata } of set.memories) {
    const messages = [{ role: "user", content: text }];
    const [change] = await store.add({ scope, messages, metadata, infer: false });
    groups.set(change!.id, group);
  }
  await store.settle();
  const ranks: number[] = [];
  for (const { text, answers } of set.questions) {
    const hits = await store.search({ scope, text, minScore: 0.001, limit: 10 });
    ranks.push(1 + hits.findIndex((hit) => answers.includes(groups.get(hit.id)!)));
  }
  await store.close();
  const n = ranks.length;
  const within = (k: number) => ranks.filter((rank) => rank > 0 && rank <= k).length / n;
  const mrr = ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / n;
  return { n, at1: within(1), at5: within(5), at10: within(10), mrr };
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
