import { compare, type Measurement, settingOf } from "./context.ts";
import { projectName, seed } from "./dataset.ts";
import { PluginProcess } from "./plugin_process.ts";

/** Deleting a project: what is left of it, and what of other projects goes with it. */
export const measureDeletion: Measurement = async (context) => {
  const rows = context.quick ? 300 : 2_500;
  const others = context.quick ? 3 : 25;
  const { store } = context.backend;
  return await compare(
    [
      {
        measure: `Left of ${rows} memories of a project after delete_all_memories`,
        unit: "",
        better: "less",
      },
      { measure: `Gone of ${rows} memories of ${others} other projects`, unit: "", better: "less" },
      { measure: "Time for each memory that it deleted", unit: "ms", better: "less" },
    ],
    context.plugins.filter(({ onMem0 }) => onMem0),
    async (plugin) => {
      const user = context.user(`deletion-${plugin.version}`);
      const project = projectName(0);
      const texts = (of: string, count: number) =>
        Array.from({ length: count }, (_, n) => ({ text: `Note ${n} of ${of}` }));
      // Mixed, as they come about: a page of the newest holds a bit of everything.
      for (let part = 0; part < others; part++) {
        const share = rows / others;
        await seed(store, user, project, texts(`the project, part ${part}`, share));
        const other = projectName(part + 1);
        await seed(store, user, other, texts(other, share));
      }
      const setting = settingOf(context, context.backend.url, user, project);
      const answer = await PluginProcess.with(
        plugin,
        setting,
        (process) =>
          process.call("tool", { sessionID: "ses_1", name: "delete_all_memories", args: {} }),
      );
      context.print(`  ${plugin.version}: ${answer.text.slice(0, 160)}`);
      const { count: left } = await store.count({
        scope: { user },
        where: { field: "app_id", is: project },
      }, { timeoutMs: 120_000 });
      const { count: all } = await store.count({ scope: { user } }, { timeoutMs: 120_000 });
      await store.removeAll({ scope: { user } });
      return [left, rows - (all - left), answer.ms / (rows - left)];
    },
  );
};
