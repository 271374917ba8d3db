import { schemaOf, type ToolSpec } from "../core/tools/spec.ts";
import type { Hooks, ToolDefinition } from "./types.ts";

/**
 * The memory tools in OpenCode's form, with the hook that corrects their schemas. Arguments are raw
 * JSON Schema, of which OpenCode makes every one required; `tool.definition` puts the true schema in
 * its place (docs/adr/0004-tool-arguments.md has the measurement).
 */
export function registerTools(
  specs: readonly ToolSpec[],
): Required<Pick<Hooks, "tool" | "tool.definition">> {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  return {
    tool: Object.fromEntries(specs.map((spec) => [spec.name, definitionOf(spec)])),
    "tool.definition": ({ toolID }, output) => {
      const spec = byName.get(toolID);
      if (spec !== undefined) output.jsonSchema = schemaOf(spec);
      return Promise.resolve();
    },
  };
}

function definitionOf(spec: ToolSpec): ToolDefinition {
  return {
    description: spec.description,
    args: { ...spec.arguments },
    // A rejection ends as a failed call whose text is the error's message alone, without a stack.
    execute: async (args, call) =>
      await spec.run(args, {
        sessionID: call.sessionID,
        signal: call.abort,
        progress: (line) => call.metadata({ title: line }),
      }),
  };
}
