import { loadSamples, type SecretSample } from "../../tests/samples/samples.ts";
import { compare, type Measurement, settingOf } from "./context.ts";
import { projectName, seed } from "./dataset.ts";
import { PluginProcess } from "./plugin_process.ts";
import { Proxy, type Seen } from "./proxy.ts";

/** Where a secret comes in. */
const WAYS = [
  "what the user says",
  "add_memory",
  "update_memory",
  "search_memories",
  "the output of a failing command",
] as const;

/**
 * Made-up secrets in ordinary texts (tests/samples/open), through every way that leads to the server:
 * how many of the samples does it get to see any secret of? Looked for in all that goes out, the
 * queries of searches included.
 */
export const measureSecrets: Measurement = async (context) => {
  const all = await loadSamples<SecretSample>("open", "secrets");
  const samples = context.quick ? all.filter((_, index) => index % 5 === 0) : all;
  const project = projectName(0);
  return await compare(
    WAYS.map((way) => ({
      measure: `Secrets of ${samples.length} that reach the server through ${way}`,
      unit: "",
      better: "less",
    })),
    context.plugins.filter(({ onMem0 }) => onMem0),
    async (plugin) => {
      const user = context.user(`secrets-${plugin.version}`);
      // A plugin that finds a project empty asks for nothing.
      const note = "The build of the shop takes four minutes";
      const [id] = await seed(context.backend.store, user, project, [{ text: note }]);
      const leaks: number[] = [];
      for (const way of WAYS) {
        const proxy = new Proxy(context.backend.url);
        try {
          const setting = settingOf(context, proxy.url, user, project);
          await PluginProcess.with(plugin, setting, async (process) => {
            for (const [index, { text }] of samples.entries()) {
              await bring(process, way, `ses_${Math.floor(index / 10)}`, text, id!);
            }
            await process.call("dispose", {});
          });
        } finally {
          await proxy.close();
        }
        const seen = proxy.seen.map(textOf).join("\n");
        leaks.push(
          samples.filter(({ secrets }) => secrets.some((one) => seen.includes(one))).length,
        );
        context.print(`  ${plugin.version}, ${way}: ${leaks.at(-1)} of ${samples.length}`);
      }
      return leaks;
    },
  );
};

async function bring(
  process: PluginProcess,
  way: typeof WAYS[number],
  sessionID: string,
  text: string,
  id: string,
): Promise<void> {
  switch (way) {
    case "what the user says":
      await process.call("say", { sessionID, text });
      await process.call("answer", { sessionID, text: "All right." });
      break;
    case "add_memory":
      await process.call("tool", { sessionID, name: "add_memory", args: { text, infer: false } });
      break;
    case "update_memory":
      await process.call("tool", { sessionID, name: "update_memory", args: { id, text } });
      break;
    case "search_memories":
      await process.call("tool", {
        sessionID,
        name: "search_memories",
        args: { query: text, scope: "project" },
      });
      break;
    case "the output of a failing command": {
      const output = `Error: ${text}\nTraceback (most recent call last):\nError: it failed`;
      await process.call("shell", { sessionID, command: "make deploy", output, exit: 1 });
      break;
    }
  }
}

/** All text of a request, without the escapes of JSON. */
function textOf({ path, body }: Seen): string {
  const texts = [path];
  const collect = (value: unknown): void => {
    if (typeof value === "string") texts.push(value);
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        texts.push(key);
        collect(inner);
      }
    }
  };
  if (body !== "") collect(JSON.parse(body));
  return texts.join("\n");
}
