/**
 * What the client costs beside a bare fetch: the same calls, side by side in one run, on a loopback
 * server of its own thread that answers after one millisecond.
 *
 *   deno run -A tasks/bench_client.ts [rounds]
 */
import { RestStore } from "../client/mod.ts";

const ROUNDS = Number(Deno.args[0] ?? 2_000);
const ID = "0a0a0a0a-0000-4000-8000-000000000001";

const SERVER = `
const row = (n) => ({
  id: "0a0a0a0a-0000-4000-8000-" + String(n).padStart(12, "0"),
  memory: "The billing service runs on Postgres and is deployed on Fridays",
  hash: "8ab81fe314ba2abf3e274952cdb54225",
  metadata: { app_id: "shop", type: "decision", branch: "main", confidence: 0.7 },
  created_at: "2026-11-22T10:00:00.000000+00:00",
  updated_at: "2026-11-22T10:00:00.000000+00:00",
  user_id: "ann",
  agent_id: "shop",
});
const json = { headers: { "content-type": "application/json" } };
const one = JSON.stringify({ ...row(1), score: null });
const details = { semantic_score: 0.5, bm25_score: 0, final_score: 0.5 };
const ten = Array.from({ length: 10 }, (_, n) => ({ ...row(n), score: 0.5, score_details: details }));
const hits = JSON.stringify({ results: ten });
Deno.serve({
  port: 0,
  hostname: "127.0.0.1",
  onListen: ({ port }) => postMessage(port),
  automaticCompression: false,
}, async (request) => {
  if (request.method === "POST") await request.text();
  const end = performance.now() + 1;
  while (performance.now() < end); // a timer would be late by as much as is measured
  return new Response(request.method === "POST" ? hits : one, json);
});`;

const worker = new Worker(`data:application/javascript,${encodeURIComponent(SERVER)}`, {
  type: "module",
});
const port = await new Promise<number>((done) => {
  worker.onmessage = (event) => done(event.data);
});
const host = `http://127.0.0.1:${port}`;
const headers = { "x-api-key": "key", "content-type": "application/json" };
const store = new RestStore({ host, apiKey: "key" });
const query = { query: "What does billing run on?", filters: { user_id: "ann" }, top_k: 20 };

const pairs: [name: string, bare: () => Promise<unknown>, client: () => Promise<unknown>][] = [
  [
    "get one memory",
    async () => await (await fetch(`${host}/memories/${ID}`, { headers })).json(),
    () => store.get(ID),
  ],
  [
    "search, ten hits",
    async () => {
      const init = { method: "POST", headers, body: JSON.stringify(query) };
      return await (await fetch(`${host}/search`, init)).json();
    },
    () => store.search({ scope: { user: "ann" }, text: query.query }),
  ],
];

async function timed(call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await call();
  return performance.now() - start;
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

console.log(`${ROUNDS} rounds, medians in ms`);
for (const [name, bare, client] of pairs) {
  const times = { bare: [] as number[], client: [] as number[], more: [] as number[] };
  for (let round = -200; round < ROUNDS; round++) {
    // Which comes first changes, so that neither always follows the other.
    const order = round % 2 === 0 ? (["bare", "client"] as const) : (["client", "bare"] as const);
    for (const kind of order) {
      times[kind].push(await timed(kind === "bare" ? bare : client));
    }
    times.more.push(times.client.at(-1)! - times.bare.at(-1)!);
    if (round === -1) { for (const list of Object.values(times)) list.length = 0; // warmed up
     }
  }
  const [one, other, more] = [times.bare, times.client, times.more].map(median) as [
    number,
    number,
    number,
  ];
  console.log(
    `${name.padEnd(18)} fetch ${one.toFixed(3)}  client ${other.toFixed(3)}  ` +
      `difference of a pair +${(more * 1000).toFixed(0)} µs (${(more / one * 100).toFixed(1)} %)`,
  );
}
await store.close();
worker.terminate();
