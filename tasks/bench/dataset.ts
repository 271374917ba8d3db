import type { RestStore } from "../../client/rest.ts";

/** A memory of the data set. */
export interface Fact {
  text: string;
  role: string;
  session: string;
}

/** A question with the sessions that answer it; none: nothing does. */
export interface Question {
  text: string;
  sessions: string[];
}

const folder = new URL("../../tests/eval/coding/", import.meta.url);

async function read<T>(name: string): Promise<T> {
  return JSON.parse(await Deno.readTextFile(new URL(name, folder))) as T;
}

/** Third-party conversations about code, a memory per message (see tests/eval/coding). */
export async function readFacts(): Promise<Fact[]> {
  const sessions = await read<
    { sessionId: string; messages: { role: string; content: string }[] }[]
  >("sessions.json");
  return sessions.flatMap(({ sessionId, messages }) =>
    messages.map(({ role, content }) => ({ text: content, role, session: sessionId }))
  );
}

export async function readQuestions(): Promise<Question[]> {
  const questions = await read<{ question: string; haystackSessionIds: string[] }[]>(
    "questions.json",
  );
  return questions.map((one) => ({ text: one.question, sessions: one.haystackSessionIds }));
}

/** What is exchanged for one another, so that another project has the same talk with other answers. */
const KINDS = [
  "FastAPI Django Flask Express Rails Laravel Phoenix",
  "PostgreSQL MySQL MariaDB SQLite CockroachDB Oracle MongoDB",
  "Redis Memcached Valkey KeyDB Dragonfly Hazelcast Ignite",
  "Docker Podman containerd LXC Buildah Nomad Vagrant",
  "Stripe Adyen Braintree Mollie Square Paddle Klarna",
  "Next.js Remix Astro Nuxt SvelteKit Gatsby Qwik",
  "TypeScript JavaScript Dart Kotlin Elm ReScript Flow",
  "Prisma Drizzle TypeORM Sequelize Knex Kysely MikroORM",
  "Vercel Netlify Render Railway Heroku Deno Cloudflare",
  "Python Ruby Go Rust Java Elixir PHP",
  "SQLAlchemy Peewee Tortoise Pony Ormar Piccolo Masonite",
].map((kind) => kind.split(" "));
const KIND_OF = new Map(KINDS.flatMap((kind) => kind.map((word) => [word, kind] as const)));
const WORD = new RegExp(
  `(?<![\\w.])(${[...KIND_OF.keys()].map((word) => word.replace(".", "\\.")).join("|")})(?!\\w)`,
  "g",
);

/** The name of the n-th project. The questions are asked in the first, number 0. */
export function projectName(n: number): string {
  return `acme-shop-${n}`;
}

/** A text as the n-th project has it: every technology's name exchanged for another of its kind. */
export function adapt(text: string, n: number): string {
  const swapped = text.replace(WORD, (word) => {
    const kind = KIND_OF.get(word)!;
    // Never by a multiple of the length: no other project may hold the right answer.
    return kind[(kind.indexOf(word) + 1 + n % (kind.length - 1)) % kind.length]!;
  });
  return swapped.replaceAll("ecommerce-api", `api-${n}`).replaceAll("dashboard-app", `app-${n}`);
}

/**
 * Stores memories as both plugins can read them: with the project in `metadata.app_id`, as 0.1.7
 * writes it, and as the agent, as ours does too.
 *
 * @returns the ids, in order.
 */
export async function seed(
  store: RestStore,
  user: string,
  project: string,
  texts: readonly { text: string; role?: string }[],
): Promise<string[]> {
  const ids: string[] = [];
  const queue = texts.entries();
  const write = async () => {
    for (const [index, { text, role = "user" }] of queue) {
      const [change] = await store.add({
        scope: { user, agent: project },
        messages: [{ role, content: text }],
        infer: false,
        metadata: { app_id: project, type: "task_learning", source: "opencode", confidence: 0.7 },
      });
      if (change === undefined) throw new Error(`Nothing was stored for "${text.slice(0, 60)}"`);
      ids[index] = change.id;
    }
  };
  await Promise.all([write(), write(), write(), write()]);
  return ids;
}
