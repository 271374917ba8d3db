import { compare, type Context, type Measurement, settingOf } from "./context.ts";
import { projectName, readQuestions, seed } from "./dataset.ts";
import { PluginProcess } from "./plugin_process.ts";
import { Proxy } from "./proxy.ts";

const FAILURE = "Traceback (most recent call last):\nConnectionError: cannot reach the queue\n" +
  "RuntimeError: the worker stopped";

/** How long the host is kept waiting by a server that accepts requests and never answers. */
export const measureHanging: Measurement = async (context) => {
  const user = context.user("hanging");
  const project = projectName(0);
  await seed(context.backend.store, user, project, [
    { text: "The build of the shop takes four minutes" },
  ]);
  const from = await compare(
    [
      "first message",
      "second message",
      "failing command",
      "compaction",
      "end of the program",
    ].map((what) => ({
      measure: `Server hangs from the start, waiting at the ${what}`,
      unit: "s",
      better: "less",
      least: 0.05,
    })),
    context.plugins,
    (plugin) => playSilent(context, plugin, user, true),
  );
  const later = await compare(
    ["next message", "message after that", "failing command", "compaction"].map((what) => ({
      measure: `Server hangs in mid-conversation, waiting at the ${what}`,
      unit: "s",
      better: "less",
      least: 0.05,
    })),
    // The others' first message needs an answer.
    context.plugins.filter(({ onMem0 }) => onMem0),
    (plugin) => playSilent(context, plugin, user, false),
  );
  return [...from, ...later];
};

async function playSilent(
  context: Context,
  plugin: Context["plugins"][number],
  user: string,
  fromStart: boolean,
): Promise<(number | undefined)[]> {
  const questions = await readQuestions();
  const proxy = new Proxy(context.backend.url);
  const sessionID = "ses_1";
  try {
    if (fromStart) proxy.fallSilent();
    const setting = settingOf(context, proxy.url, user, projectName(0));
    return await PluginProcess.with(plugin, setting, async (process) => {
      if (!fromStart) {
        await process.call("say", { sessionID, text: "How long does the build of the shop take?" });
        await process.call("answer", { sessionID, text: "Four minutes." });
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        proxy.fallSilent();
      }
      const times: (number | null)[] = [];
      for (const index of [0, 1]) {
        times.push((await process.call("say", { sessionID, text: questions[index]!.text })).ms);
        await process.call("answer", { sessionID, text: "All right." });
      }
      const command = "make test";
      times.push(
        (await process.call("shell", { sessionID, command, output: FAILURE, exit: 1 })).ms,
      );
      times.push((await process.call("compact", { sessionID })).ms);
      if (fromStart) times.push((await process.call("dispose", {})).ms);
      return times.map((ms) => ms === null ? undefined : ms / 1000);
    });
  } finally {
    await proxy.close();
  }
}
