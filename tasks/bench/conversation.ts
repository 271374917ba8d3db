import { compare, type Context, type Measurement, settingOf } from "./context.ts";
import { projectName, readFacts, readQuestions, seed } from "./dataset.ts";
import { PluginProcess } from "./plugin_process.ts";
import type { Plugin } from "./plugins.ts";
import { Proxy, type Seen } from "./proxy.ts";
import { median, type Row } from "./table.ts";

const DELAYS = [0, 50, 300];
/** As a person reads before typing on: what runs in the background gets this long. */
const PAUSE_MS = 700;

/** A user with one project's memories; one for each measurement, since plugins add to them. */
async function prepareProject(
  context: Context,
  name: string,
): Promise<{ user: string; project: string }> {
  const user = context.user(name);
  const project = projectName(0);
  await seed(context.backend.store, user, project, await readFacts());
  await context.backend.settle();
  return { user, project };
}

/** What a person says in a conversation: questions, and now and then something to remember. */
async function lines(count: number): Promise<string[]> {
  const questions = await readQuestions();
  return Array.from({ length: count }, (_, turn) => {
    if (turn % 5 === 3) return `We decided that service ${turn} keeps its logs for ${turn} days.`;
    if (turn % 5 === 4) {
      return `Remember that the staging port of module ${turn} is ${9_000 + turn}.`;
    }
    return questions[(turn * 7) % questions.length]!.text;
  });
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** What the requests are for, beside their number. */
const PURPOSES = [
  { measure: "… of them while the first message waits", unit: "", better: "less" },
  { measure: "… of them while a later message waits", unit: "", better: "less" },
  { measure: "… of them for each message to keep what was said, in the background", unit: "" },
  { measure: "… of them for each message for anything else, in the background", unit: "" },
  { measure: "Requests that the server refuses (4xx, 5xx)", unit: "%", better: "less" },
] as const;

/** Does the request keep or change something? Those run in the background in all plugins. */
function isWrite({ method, path }: Seen): boolean {
  return method !== "GET" && !/^\/(search|auth)\b/.test(path);
}

/** Requests for each message, and how long the message waits, as the server gets slower. */
export const measureLatency: Measurement = async (context) => {
  const texts = await lines(context.quick ? 5 : 15);
  const rows: Row[] = [];
  for (const delay of context.quick ? DELAYS.slice(0, 2) : DELAYS) {
    context.print(`  ${delay} ms delay`);
    rows.push(
      ...await compare(
        [
          {
            measure: `Waiting for each message, server ${delay} ms away: median`,
            unit: "ms",
            better: "less",
          },
          {
            measure: `Waiting for each message, server ${delay} ms away: longest`,
            unit: "ms",
            better: "less",
          },
          {
            measure: `Requests for each message, server ${delay} ms away`,
            unit: "",
            better: "less",
          },
          ...delay === 0 ? PURPOSES : [],
        ],
        context.plugins.filter(({ onMem0 }) => onMem0),
        async (plugin) => {
          const name = `latency-${delay}-${plugin.version}`;
          const { user, project } = await prepareProject(context, name);
          const proxy = new Proxy(context.backend.url);
          proxy.delayMs = delay;
          try {
            const setting = settingOf(context, proxy.url, user, project);
            return await PluginProcess.with(plugin, setting, async (process) => {
              const times: number[] = [];
              const { seen } = proxy;
              const waited: number[] = [];
              const isWaited = new Set<Seen>();
              for (const text of texts) {
                const before = seen.length;
                times.push((await process.call("say", { sessionID: "ses_1", text })).ms);
                waited.push(seen.length - before);
                for (const request of seen.slice(before)) isWaited.add(request);
                await process.call("answer", { sessionID: "ses_1", text: "All right, done." });
                await pause();
              }
              await process.call("dispose", {});
              const [first = 0, ...later] = waited;
              const inLater = later.reduce((sum, one) => sum + one, 0);
              const writes = seen.filter((one) => !isWaited.has(one) && isWrite(one)).length;
              const refused = seen.filter(({ status }) => status >= 400).length;
              return [
                median(times),
                Math.max(...times),
                seen.length / texts.length,
                ...delay === 0
                  ? [
                    first,
                    inLater / later.length,
                    writes / texts.length,
                    (seen.length - first - inLater - writes) / texts.length,
                    100 * refused / seen.length,
                  ]
                  : [],
              ];
            });
          } finally {
            await proxy.close();
          }
        },
      ),
    );
  }
  return rows;
};

const FAILURE = `Traceback (most recent call last):
  File "src/billing/worker.py", line 41, in run
    queue.consume(job)
ConnectionError: cannot reach the queue at 10.0.0.7:5672
RuntimeError: worker stopped`;

/**
 * How the text that the model was sent changes under its provider's prompt cache, in a long
 * conversation: each step must begin with what the step before it was sent.
 */
export const measurePrefix: Measurement = async (context) => {
  const turns = context.quick ? 10 : 50;
  const texts = await lines(turns);
  return await compare(
    [
      { measure: `Prompt prefix changed, in ${turns} turns`, unit: "times", better: "less" },
      {
        measure: `Sent again uncached because of it, in ${turns} turns`,
        unit: "KB",
        better: "less",
      },
      {
        measure: `Text given to the model beside the conversation, after ${turns} turns`,
        unit: "KB",
        better: "less",
      },
    ],
    context.plugins.filter(({ onMem0 }) => onMem0),
    async (plugin) => {
      const { user, project } = await prepareProject(context, `prefix-${plugin.version}`);
      return await measurePrefixOf(plugin, context, texts, user, project);
    },
  );
};

async function measurePrefixOf(
  plugin: Plugin,
  context: Context,
  texts: readonly string[],
  user: string,
  project: string,
): Promise<number[]> {
  const setting = settingOf(context, context.backend.url, user, project);
  return await PluginProcess.with(plugin, setting, async (process) => {
    const sessionID = "ses_1";
    let before: string[] = [];
    let changes = 0, again = 0, typed = 0;
    const look = (sent: string[]) => {
      const first = before.findIndex((message, index) => sent[index] !== message);
      if (first >= 0) {
        changes++;
        again += before.slice(first).reduce((sum, message) => sum + byteLength(message), 0);
      }
      before = sent;
    };
    for (const [turn, text] of texts.entries()) {
      look((await process.call("say", { sessionID, text })).sent);
      typed += byteLength(`user: ${text}`);
      if (turn % 10 === 5) {
        await process.call("shell", { sessionID, command: "make test", output: FAILURE, exit: 1 });
        look((await process.call("step", { sessionID })).sent);
      }
      const answer = `Step ${turn} is done.`;
      await process.call("answer", { sessionID, text: answer });
      typed += byteLength(`assistant: ${answer}`);
    }
    const { sent } = await process.call("step", { sessionID });
    const all = sent.reduce((sum, message) => sum + byteLength(message), 0);
    return [changes, again / 1024, (all - typed) / 1024];
  });
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
