/** Memories of all kinds, for what must come back as it was. */
import * as fc from "fast-check";
import type { Metadata, Scope } from "../../client/store.ts";
import type { MemoryRecord } from "../records.ts";

const word = fc.constantFrom("build", "über", "日本", "a-b", "`code`", "-->", "<!-- x", "--", "{}");
const line = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" "));
const oddText = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 })
  .filter((text) => text.trim() !== "" && !text.includes("\0"));

/** Texts of several lines, with what Markdown and HTML comments could choke on. */
export const texts = fc.oneof(
  line,
  oddText,
  fc.array(fc.oneof(line, fc.constantFrom("", "- item", "  indented", "# head", "```", "\ttab ")), {
    minLength: 1,
    maxLength: 5,
  }).map((lines) => lines.join("\n")).filter((text) => text.trim() !== ""),
);

const metadata = fc.dictionary(
  fc.constantFrom("type", "tags", "a", "b", "note", "confidence"),
  fc.oneof(line, fc.integer(), fc.boolean(), fc.constant(null), fc.array(line, { maxLength: 2 })),
  { maxKeys: 4 },
) as fc.Arbitrary<Metadata>;

const places: fc.Arbitrary<Metadata> = fc.constantFrom<Metadata[]>(
  {},
  { app_id: "p1" },
  { scope: "global" },
);

const days = fc.date({
  min: new Date("2020-01-01"),
  max: new Date("2030-01-01"),
  noInvalidDate: true,
});

/** A record of Ann's. */
export const records: fc.Arbitrary<MemoryRecord> = fc.record({
  id: fc.uuid(),
  text: texts,
  scope: fc.record({
    user: fc.constant("ann"),
    agent: fc.constantFrom("p1", "p2"),
    run: fc.constantFrom("ses_1"),
  }, { requiredKeys: ["user"] }) as fc.Arbitrary<Scope>,
  metadata: fc.tuple(metadata, places).map(([own, place]): Metadata => ({ ...own, ...place })),
  createdAt: days.map((date) => date.toISOString()),
  updatedAt: days.map((date) => date.toISOString()),
  expirationDate: days.map((date) => date.toISOString().slice(0, 10)),
  role: fc.constantFrom("user", "assistant"),
}, { requiredKeys: ["id", "text", "scope", "metadata", "createdAt"] });

/** Several of them, each id once. */
export const recordLists = fc.uniqueArray(records, {
  selector: ({ id }) => id,
  minLength: 1,
  maxLength: 12,
});
