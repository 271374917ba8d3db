import type { Definition } from "./job.ts";
import { pageArguments, paged } from "./read.ts";

/** One line of the list. */
interface Line {
  type: "user" | "project" | "agent" | "run";
  id: string;
  count: number;
  updated_at: string;
}

const ORDER = ["user", "project", "agent", "run"];

/**
 * Counted from the caller's own memories: the server's list spans all users, knows no projects of
 * older rows and stops at 10,000 rows.
 */
export const listEntities: Definition = {
  name: "list_entities",
  description:
    "List your user, projects, agents and runs (conversations) with the number of your " +
    "memories under each. A project or agent goes into delete_entities as agent_id.",
  arguments: pageArguments("Lines"),
  required: [],
  async body(job) {
    const { store, identity, call } = job;
    const lines = new Map<string, Line>();
    const count = (type: Line["type"], id: string | undefined, at: string) => {
      if (!id) return;
      const key = `${type} ${id}`;
      const line = lines.get(key) ?? { type, id, count: 0, updated_at: at };
      line.count++;
      if (at > line.updated_at) line.updated_at = at;
      lines.set(key, line);
    };
    const filter = { scope: { user: identity.user }, showExpired: true };
    const agents: [id: string, project: string | undefined, at: string][] = [];
    for await (const memory of store.iterate(filter, call)) {
      const at = memory.updatedAt ?? memory.createdAt;
      const { app_id } = memory.metadata;
      const project = typeof app_id === "string" && app_id !== "" ? app_id : undefined;
      count("user", memory.scope.user, at);
      count("project", project, at);
      count("run", memory.scope.run, at);
      const { agent } = memory.scope;
      if (agent !== undefined && agent !== project) agents.push([agent, project, at]);
    }
    for (const [id, , at] of agents) {
      count(lines.has(`project ${id}`) ? "project" : "agent", id, at);
    }
    const sorted = [...lines.values()].sort((a, b) =>
      ORDER.indexOf(a.type) - ORDER.indexOf(b.type) || b.count - a.count || (a.id < b.id ? -1 : 1)
    );
    return paged(sorted, job);
  },
};
