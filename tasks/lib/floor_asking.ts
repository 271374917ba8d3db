import type { MemoryStore } from "../../client/store.ts";
import { LEAST, signReader, type Signs } from "../../plugin/core/floor.ts";
import { shortenQuery } from "../../plugin/core/query.ts";
import type { Table } from "./floor_tables.ts";

/** A message with all hits that a floor could let through. */
export interface Asked {
  /** Name of its table. */
  set: string;
  text: string;
  /** Keys of the memories that help; none: off topic. */
  expect: string[];
  hits: { key: string; signs: Signs }[];
}

const scope = { user: "measure-floor" };
/** As many as recall asks for. */
const HITS = 20;

/** Stores the memories of each table, asks with its messages as the plugin does, and deletes them. */
export async function ask(
  store: MemoryStore,
  backend: "server" | "embedded",
  tables: readonly Table[],
  settle: () => Promise<void> = () => Promise.resolve(),
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const { name, memories, messages } of tables) {
    await store.removeAll({ scope });
    try {
      for (const { key, text, metadata } of memories) {
        const said = [{ role: "user", content: text }];
        await store.add({ scope, messages: said, infer: false, metadata: { ...metadata, key } });
      }
      await settle();
      for (const { text, expect } of messages) {
        const query = shortenQuery(text);
        const form = { scope, text: query, limit: HITS, minScore: LEAST[backend], explain: true };
        const hits = query === "" ? [] : await store.search(form);
        const signsOf = signReader(query, backend);
        asked.push({
          set: name,
          text,
          expect,
          hits: hits.map((hit) => ({ key: String(hit.metadata.key), signs: signsOf(hit) })),
        });
      }
    } finally {
      await store.removeAll({ scope });
    }
  }
  return asked;
}
