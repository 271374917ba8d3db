import assert from "node:assert/strict";
import { onBench, SECRET } from "./testdata/fixture.ts";
import { createTools } from "./mod.ts";
import type { ToolDeps } from "./mod.ts";

const NUL = "a\0b";
const LONE = "a\ud800b";
const ESCAPE = "a\x1b[31mb";
const MEGABYTE = "long word ".repeat(100_000);
const DEEP = JSON.parse(`${'{"a":'.repeat(40)}1${"}".repeat(40)}`);
const UNKNOWN_ID = "01234567-89ab-4cde-8f01-23456789abcd";

/** Per tool: arguments, and what the sentence must name. */
const BAD: Record<string, [args: unknown, names: RegExp][]> = {
  add_memory: [
    [{}, /"text" is missing/],
    [{ text: "" }, /"text" is empty/],
    [{ text: " \n " }, /"text" is empty/],
    [{ text: 7 }, /"text" must be a text, not 7/],
    [{ text: MEGABYTE }, /"text" is 1000000 characters/],
    [{ text: NUL }, /U\+0000/],
    [{ text: LONE }, /U\+D800/],
    [{ text: ESCAPE }, /U\+001B/],
    [{ text: SECRET }, /nothing is left/],
    [{ text: "x", user_id: "bob" }, /"user_id" is "bob"/],
    [{ text: "x", user_id: "" }, /"user_id" is empty/],
    [{ text: "x", app_id: "*" }, /"\*"/],
    [{ text: "x", app_id: "blog", scope: "global" }, /"global" has no project/],
    [{ text: "x", scope: "projekt" }, /"scope" is "projekt".*"project", "session", "global"/],
    [{ text: "x", scope: "Global" }, /"scope" is "Global"/],
    [{ text: "x", infer: "no" }, /"infer" must be true or false, not "no"/],
    [{ text: "x", metadata: [] }, /"metadata" must be a JSON object/],
    [{ text: "x", metadata: { type: "idea" } }, /no memory type "idea".*decision/],
    [{ text: "x", metadata: { confidence: 2 } }, /"confidence" must be a number from 0 to 1/],
    [{ text: "x", metadata: { user_id: "bob" } }, /"user_id" is "bob"/],
    [{ text: "x", metadata: { hash: "1" } }, /can't set "hash"/],
    [{ text: "x", metadata: { app_id: "blog" } }, /can't set "app_id".*argument "app_id"/],
    [{ text: "x", metadata: { scope: "global" } }, /can't set "scope"/],
    [{ text: "x", metadata: { note: NUL } }, /U\+0000/],
    [{ text: "x", metadata: { note: MEGABYTE } }, /"metadata" is \d+ characters/],
    [{ text: "x", metadata: DEEP }, /nested deeper/],
    [{ text: "x", colour: "red" }, /no argument "colour"; it takes text, user_id/],
  ],
  search_memories: [
    [{}, /"query" is missing/],
    [{ query: "" }, /"query" is empty/],
    [{ query: MEGABYTE }, /"query" is 1000000 characters/],
    [{ query: NUL }, /U\+0000/],
    [{ query: ["x"] }, /"query" must be a text/],
    [{ query: "x", limit: 0 }, /"limit" must be a whole number from 1 to 100, not 0/],
    [{ query: "x", limit: 101 }, /from 1 to 100, not 101/],
    [{ query: "x", top_k: 1.5 }, /"top_k" must be a whole number/],
    [{ query: "x", top_k: "10" }, /"top_k" must be a whole number from 1 to 100, not "10"/],
    [{ query: "x", scope: "everywhere" }, /"scope" is "everywhere"/],
    [{ query: "x", user_id: "*" }, /"user_id" is "\*"/],
    [{ query: "x", agent_id: "*" }, /"\*"/],
    [{ query: "x", filters: "type=decision" }, /"filters" must be a JSON object/],
    [{ query: "x", filters: { user_id: "bob" } }, /"user_id" is "bob"/],
    [{ query: "x", filters: { user_id: ["ann", "bob"] } }, /"user_id" is "bob"/],
    [{ query: "x", filters: { user_id: [] } }, /"user_id" is \[\]/],
    [{ query: "x", filters: { user_id: null } }, /"user_id" is null/],
    [
      { query: "x", filters: { OR: [{ user_id: "*" }, { type: "decision" }] } },
      /"user_id" is "\*"/,
    ],
    [{ query: "x", filters: { NOT: [{ metadata: { user_id: { ne: "bob" } } }] } }, /"bob"/],
    [{ query: "x", filters: { OR: [{ run_id: "s2" }, { type: "decision" }] } }, /"run_id"/],
    [{ query: "x", filters: { OR: [] } }, /OR/],
    [{ query: "x", filters: { type: "idea" } }, /no memory type "idea"/],
    [
      { query: "x", filters: { AND: [{ metadata: { type: { in: ["decision", "idea"] } } }] } },
      /"idea"/,
    ],
    [{ query: "x", filters: { typ: "decision" } }, /the field "typ"/],
    [{ query: "x", filters: { type: { like: "dec" } } }, /operator "like"/],
    [{ query: "x", filters: { created_at: { gte: "2026-01-01" } } }, /dates can't be compared/],
    [
      { query: "x", filters: { AND: [{ app_id: "a" }, { app_id: "b" }] } },
      /two projects, "a" and "b"/,
    ],
    [{ query: "x", app_id: "a", filters: { app_id: "b" } }, /two projects/],
    [{ query: "x", scope: "session", filters: { run_id: "s2" } }, /another run_id/],
    [{ query: "x", filters: DEEP }, /nested deeper/],
    [{ query: "x", rerank: true }, /no argument "rerank"/],
  ],
  get_memories: [
    [7, /must be one JSON object, not 7/],
    [[], /must be one JSON object/],
    [null, /must be one JSON object, not null/],
    [{ page: 0 }, /"page" must be a whole number from 1/],
    [{ page: -1 }, /"page"/],
    [{ page: 1.5 }, /"page"/],
    [{ page: "2" }, /"page"/],
    [{ page_size: 0 }, /"page_size" must be a whole number from 1 to 200/],
    [{ page_size: 201 }, /"page_size"/],
    [{ page_size: NaN }, /"page_size"/],
    [{ scope: "all" }, /"scope" is "all"/],
    [{ user_id: "bob" }, /"user_id" is "bob"/],
    [{ app_id: "" }, /"app_id" is empty/],
    [{ app_id: "x".repeat(300) }, /"app_id" is 300 characters/],
    [{ filters: { AND: "x" } }, /Cannot filter/],
    [{ filters: { app_id: "" } }, /empty identifier/],
    [{ limit: 3 }, /no argument "limit"/],
  ],
  get_memory: badIds("show"),
  update_memory: [
    ...badIds("update", { text: "x" }),
    [{ id: UNKNOWN_ID }, /nothing to change/],
    [{ id: UNKNOWN_ID, text: "" }, /"text" is empty/],
    [{ id: UNKNOWN_ID, text: MEGABYTE }, /1000000 characters/],
    [{ id: UNKNOWN_ID, metadata: 3 }, /"metadata" must be a JSON object/],
    [{ id: UNKNOWN_ID, text: "x", scope: "project" }, /no argument "scope"/],
  ],
  delete_memory: badIds("delete"),
  delete_all_memories: [
    [[], /must be one JSON object/],
    [{ user_id: "bob" }, /"user_id" is "bob"/],
    [{ user_id: "*" }, /"user_id" is "\*"/],
    [{ user_id: "" }, /"user_id" is empty/],
    [{ user_id: 1 }, /"user_id" must be a text/],
    [{ app_id: "" }, /"app_id" is empty/],
    [{ app_id: "*" }, /beyond the project "shop"; add scope "global"/],
    [{ app_id: "blog" }, /beyond the project "shop"; add scope "global"/],
    [{ app_id: "blog", scope: "project" }, /beyond the project/],
    [{ app_id: "blog", scope: "session" }, /beyond the project/],
    [{ agent_id: "" }, /"agent_id" is empty/],
    [{ agent_id: NUL }, /U\+0000/],
    [{ agent_id: "*", scope: "global" }, /"\*"/],
    [{ scope: "user" }, /"scope" is "user"/],
    [{ scope: "" }, /"scope" is empty/],
    [{ filters: {} }, /no argument "filters"/],
  ],
  delete_entities: [
    [{}, /exactly one.*none is given/],
    [{ user_id: null }, /exactly one.*none is given/],
    [{ user_id: "ann", run_id: "s1" }, /user_id and run_id are given/],
    [{ agent_id: "shop", run_id: "s1" }, /agent_id and run_id are given/],
    [{ user_id: "bob" }, /"user_id" is "bob"/],
    [{ user_id: "*" }, /"user_id" is "\*"/],
    [{ user_id: "" }, /"user_id" is empty/],
    [{ agent_id: "" }, /"agent_id" is empty/],
    [{ agent_id: "*" }, /"\*"/],
    [{ run_id: "  " }, /"run_id" is empty/],
    [{ run_id: LONE }, /U\+D800/],
    [{ run_id: 5 }, /"run_id" must be a text/],
    [{ app_id: "shop" }, /no argument "app_id"/],
  ],
  list_entities: [
    ["x", /must be one JSON object/],
    [[], /must be one JSON object/],
    [undefined, /must be one JSON object, not nothing/],
    [{ page: 0 }, /"page"/],
    [{ page: "1" }, /"page"/],
    [{ page: {} }, /"page"/],
    [{ page: Infinity }, /"page"/],
    [{ page: 1e9 }, /"page"/],
    [{ page_size: 0 }, /"page_size"/],
    [{ page_size: 201 }, /"page_size"/],
    [{ page_size: true }, /"page_size"/],
    [{ user_id: "bob" }, /no argument "user_id"/],
  ],
  get_event_status: [
    [{}, /"event_id" is missing/],
    [null, /must be one JSON object/],
    ["e", /must be one JSON object/],
    [{ event_id: null }, /"event_id" is missing/],
    [{ event_id: "" }, /"event_id" is empty/],
    [{ event_id: "\t" }, /"event_id" is empty/],
    [{ event_id: 1 }, /"event_id" must be a text, not 1/],
    [{ event_id: [] }, /"event_id" must be a text/],
    [{ event_id: {} }, /"event_id" must be a text/],
    [{ event_id: NUL }, /U\+0000/],
    [{ event_id: MEGABYTE }, /1000000 characters/],
    [{ event_id: "e", id: "e" }, /no argument "id"/],
  ],
};

function badIds(verb: string, more: Record<string, unknown> = {}): [unknown, RegExp][] {
  const ids: [unknown, RegExp][] = [
    [undefined, /"id" is missing/],
    [null, /"id" is missing/],
    ["", /"id" is empty/],
    [12345678, /"id" must be a text, not 12345678/],
    ["null", /no memory id/],
    ["1a2b3c4", /no memory id.*first 8 characters/],
    ["[mem0:xyz]", /no memory id/],
    ["../../etc/passwd", /no memory id/],
    [UNKNOWN_ID, /there is none with this id/],
    ["ffffffff", /no id of yours begins so/],
    [NUL, /U\+0000/],
    ["é".repeat(8), /no memory id/],
    ["a".repeat(1000), /1000 characters/],
  ];
  return ids.map(([id, names]) =>
    [{ ...id === undefined ? {} : { id }, ...more }, names] as [
      unknown,
      RegExp,
    ]
  ).concat([[{ id: `tok_${"0123456789abcdef"}`, ...more }, new RegExp(`Cannot ${verb} memory`)]]);
}

for (const [tool, table] of Object.entries(BAD)) {
  Deno.test(`${tool} answers each of ${table.length} bad inputs with one clear sentence`, () =>
    onBench(async ({ fails, seed, store }) => {
      await seed("We deploy on Tuesdays");
      for (const [args, names] of table) {
        // An absent argument of the helper would become {}.
        const message = await (args === undefined ? failsRaw(tool) : fails(tool, args));
        assert.match(message, names);
        assert.match(message, /^[A-Z][^\n]{15,500}[^.\n]$/);
        assert.doesNotMatch(message, /\[object|undefined|\bat \w+ \(|tok_0/);
      }
      assert.equal((await store.count({ scope: { user: "ann" } })).count, 1, "nothing was changed");
    }));
}

Deno.test("the tools are the ten, with the arguments that prompts rely on", () => {
  const shape = createTools({} as ToolDeps).map(({ name, arguments: table, required }) => [
    name,
    Object.keys(table).map((key) => required.includes(key) ? key : `${key}?`).join(", "),
  ]);
  assert.deepEqual(shape, [
    ["add_memory", "text, user_id?, app_id?, agent_id?, metadata?, infer?, scope?"],
    [
      "search_memories",
      "query, user_id?, app_id?, agent_id?, filters?, limit?, top_k?, scope?",
    ],
    ["get_memories", "user_id?, app_id?, agent_id?, filters?, page?, page_size?, scope?"],
    ["get_memory", "id"],
    ["update_memory", "id, text?, metadata?"],
    ["delete_memory", "id"],
    ["delete_all_memories", "user_id?, app_id?, agent_id?, scope?"],
    ["delete_entities", "user_id?, agent_id?, run_id?"],
    ["list_entities", "page?, page_size?"],
    ["get_event_status", "event_id"],
  ]);
});

async function failsRaw(tool: string): Promise<string> {
  const found = createTools(
    { redact: (text: string) => ({ text, found: [] }) } as unknown as ToolDeps,
  )
    .find(({ name }) => name === tool)!;
  return await found.run(undefined, { sessionID: "s1" }).then(
    () => assert.fail("no failure"),
    (error: Error) => error.message,
  );
}
