/**
 * What new messages hide in the store of a whole project, by the rules of tests/samples/CONVERSATIONS.md.
 *
 * @module
 */
import type { Extractor } from "../../embedded/extractor.ts";
import { EmbeddedStore } from "../../embedded/store.ts";

interface Project {
  id: string;
  memories: { id: string; text: string }[];
  changes: { text: string; untrue: string[] }[];
  additions: string[];
  chatter: string[];
}

/** The projects of one part. */
export function readProjects(part: "open" | "locked"): Project[] {
  const url = new URL(`../../tests/samples/${part}/projects.json`, import.meta.url);
  return JSON.parse(Deno.readTextFileSync(url));
}

/** Figures of one project or of several. */
export interface ProjectScore {
  /** Memories that changes make untrue, and how many of them were hidden. */
  untrue: number;
  hidden: number;
  /** Changes after which exactly the memories that hold are shown. */
  changes: number;
  exact: number;
  /** Memories hidden that still hold: by changes, by additions, by messages of daily work. */
  wrong: { change: number; addition: number; chatter: number };
  /** Each mistake in a line. */
  lines: string[];
}

/** Says every message of a project by itself to a store of its memories. */
export async function scoreProject(project: Project, extractor: Extractor): Promise<ProjectScore> {
  const score: ProjectScore = {
    untrue: 0,
    hidden: 0,
    changes: project.changes.length,
    exact: 0,
    wrong: { change: 0, addition: 0, chatter: 0 },
    lines: [],
  };
  const scope = { user: "ada", agent: "shop" };
  const hiddenBy = async (text: string) => {
    const store = await EmbeddedStore.open({ path: ":memory:", extractor });
    try {
      const messages = project.memories.map(({ text }) => ({
        role: "user" as const,
        content: text,
      }));
      const ids = (await store.add({ scope, messages, infer: false })).map(({ id }) => id);
      await store.add({ scope, messages: [{ role: "user", content: text }], infer: true });
      const shown = new Set((await store.list({ scope })).memories.map(({ id }) => id));
      return project.memories.filter((_, i) => !shown.has(ids[i]!));
    } finally {
      await store.close();
    }
  };
  const note = (kind: string, text: string, memory: { text: string }) =>
    score.lines.push(`${kind} ${project.id} ${text}\n        ${memory.text}`);
  for (const { text, untrue } of project.changes) {
    const hidden = await hiddenBy(text);
    const missed = project.memories.filter((one) =>
      untrue.includes(one.id) && !hidden.includes(one)
    );
    const wrong = hidden.filter(({ id }) => !untrue.includes(id));
    score.untrue += untrue.length;
    score.hidden += untrue.length - missed.length;
    score.wrong.change += wrong.length;
    if (missed.length + wrong.length === 0) score.exact++;
    for (const memory of missed) note("shown ", text, memory);
    for (const memory of wrong) note("hidden", text, memory);
  }
  for (const kind of ["addition", "chatter"] as const) {
    for (const text of kind === "addition" ? project.additions : project.chatter) {
      const hidden = await hiddenBy(text);
      score.wrong[kind] += hidden.length;
      for (const memory of hidden) note(kind, text, memory);
    }
  }
  return score;
}

/** The figures of several projects together. */
export function sumOf(scores: readonly ProjectScore[]): ProjectScore {
  const sum = (of: (score: ProjectScore) => number) =>
    scores.reduce((total, score) => total + of(score), 0);
  return {
    untrue: sum(({ untrue }) => untrue),
    hidden: sum(({ hidden }) => hidden),
    changes: sum(({ changes }) => changes),
    exact: sum(({ exact }) => exact),
    wrong: {
      change: sum(({ wrong }) => wrong.change),
      addition: sum(({ wrong }) => wrong.addition),
      chatter: sum(({ wrong }) => wrong.chatter),
    },
    lines: scores.flatMap(({ lines }) => lines),
  };
}
