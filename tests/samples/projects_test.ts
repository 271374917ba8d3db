/**
 * What new messages hide in the stores of the open projects, and what recall leaves out of memories that
 * all hold, by the rules of CONVERSATIONS.md: what was reached is a floor. `tasks/measure_crowded.ts`
 * lists what is wrong, and runs the locked projects.
 */
import assert from "node:assert/strict";
import { judgedExtractor, ruleExtractor } from "../../embedded/extract.ts";
import { MiniLm, MiniLmJudge } from "../../embedder/mod.ts";
import { relate } from "../../plugin/core/newest.ts";
import { readProjects, scoreProject, sumOf } from "../../tasks/lib/project_score.ts";

const projects = readProjects("open");

async function score(extractor: Parameters<typeof scoreProject>[1], count: number) {
  const scores = [];
  for (const project of projects.slice(0, count)) scores.push(await scoreProject(project, extractor));
  return sumOf(scores);
}

const FLOORS = {
  // The judge reads ten pairs a message: two projects take a minute. Daily work hides one more in these two
  // than before docs/adr/0017, and one less in the others.
  judged: { projects: 2, hidden: 64, change: 8, addition: 1, chatter: 2 },
  words: { projects: 4, hidden: 87, change: 20, addition: 9, chatter: 3 },
};

for (const name of ["judged", "words"] as const) {
  Deno.test(`a project's memories: what changes make untrue is hidden, little else (${name})`, async () => {
    const model = new MiniLm();
    const extractor = name === "judged" ? judgedExtractor(new MiniLmJudge(model)) : ruleExtractor;
    const floor = FLOORS[name];
    const { hidden, wrong, lines } = await score(extractor, floor.projects);
    await model.close();
    assert.ok(hidden >= floor.hidden, `${hidden} hidden: ${lines.join("\n")}`);
    for (const kind of ["change", "addition", "chatter"] as const) {
      assert.ok(wrong[kind] <= floor[kind], `${wrong[kind]} by ${kind}: ${lines.join("\n")}`);
    }
  });
}

/** Of 44,700 pairs of memories that hold side by side. */
const REPLACED = 11;

Deno.test("recall takes hardly any memory of a project for another's newer state", () => {
  const replaced = projects.flatMap(({ memories }) =>
    memories.flatMap(({ text }, at) =>
      memories.slice(at + 1).filter((newer) => relate(text, newer.text) === "replaced")
        .map((newer) => `${text} -> ${newer.text}`)
    )
  );
  assert.ok(replaced.length <= REPLACED, `${replaced.length}: ${replaced.join("\n")}`);
});
