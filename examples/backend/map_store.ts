/**
 * A small back end: memories in a Map, searched by shared words, gone with the process. It passes the
 * contract's tests (tests/contract/example_test.ts), so whatever takes a `MemoryStore` works with it.
 * docs/backends.md walks through it.
 */
import { createHash } from "node:crypto";
import { MemoryError } from "../../client/errors.ts";
import {
  checkFilter,
  checkNewMemory,
  checkPatch,
  checkQuery,
  fieldsOf,
} from "../../client/inputs.ts";
import { memoryId } from "../../client/identifiers.ts";
import { isExpired, newestFirst } from "../../client/listing.ts";
import type {
  Call,
  Change,
  Entity,
  Filter,
  Health,
  Hit,
  Listing,
  Memory,
  MemoryStore,
  NewMemory,
  Patch,
  Query,
  Removal,
  RemovalCall,
  Revision,
} from "../../client/store.ts";
import { matches } from "../../client/where.ts";

/** Memories that live as long as the process. */
export class MapStore implements MemoryStore {
  readonly #rows = new Map<string, Memory>();
  readonly #steps: Revision[] = [];
  #lastTime = 0;
  #isClosed = false;

  async add(input: NewMemory, call?: Call): Promise<Change[]> {
    await this.#begin("add a memory", call);
    const { scope, messages, expirationDate, infer = true } = checkNewMemory(input);
    return messages.filter(({ role }) => role !== "system").map(({ role, content }): Change => {
      const id = crypto.randomUUID();
      this.#put({
        id,
        text: content,
        scope,
        // With `infer` a memory is a fact, which nobody said in these words.
        ...infer ? {} : { role },
        metadata: structuredClone(fieldsOf(input) ?? {}),
        hash: hashOf(content),
        createdAt: this.#now(),
        ...expirationDate === undefined ? {} : { expirationDate },
      });
      return { id, text: content, event: "ADD", ...infer ? {} : { role } };
    });
  }

  async search(query: Query, call?: Call): Promise<Hit[]> {
    await this.#begin("search memories", call);
    const { text, limit = 10, minScore = 0.1, ...filter } = checkQuery(query);
    const asked = wordsOf(text);
    const scored = this.#select(filter).map((memory): Hit => {
      const held = wordsOf(memory.text);
      const shared = [...asked].filter((word) => held.has(word)).length;
      return { ...memory, score: asked.size === 0 ? 0 : shared / asked.size };
    });
    return scored.filter(({ score }) => score > 0 && score >= minScore)
      .sort((a, b) => b.score - a.score).slice(0, limit);
  }

  async list(filter: Filter, call?: Call): Promise<Listing> {
    await this.#begin("list memories", call);
    const { limit, ...rest } = checkFilter(filter);
    return { memories: this.#select(rest).slice(0, limit), complete: true };
  }

  async *iterate(filter: Filter, call?: Call): AsyncGenerator<Memory> {
    yield* (await this.list(filter, call)).memories;
  }

  async count(filter: Filter, call?: Call): Promise<{ count: number; complete: boolean }> {
    return { count: (await this.list(filter, call)).memories.length, complete: true };
  }

  async get(id: string, call?: Call): Promise<Memory | undefined> {
    await this.#begin("get a memory", call);
    return structuredClone(this.#find(id));
  }

  async update(id: string, patch: Patch, call?: Call): Promise<void> {
    await this.#begin("update a memory", call);
    checkPatch(patch);
    const before = this.#find(id);
    if (before === undefined) {
      throw new MemoryError("missing", `Cannot update the memory "${id}": it is not there`);
    }
    const { text = before.text, metadata, ...rest } = patch;
    this.#put({
      ...before,
      ...rest,
      text,
      hash: hashOf(text),
      metadata: { ...before.metadata, ...structuredClone(metadata) },
      updatedAt: this.#now(),
    });
  }

  async remove(id: string, call?: Call): Promise<boolean> {
    await this.#begin("remove a memory", call);
    const before = this.#find(id);
    if (before === undefined) return false;
    this.#rows.delete(before.id);
    this.#note(before.id, "DELETE", before.text, null);
    return true;
  }

  async removeAll(filter: Filter, call: RemovalCall = {}): Promise<Removal> {
    if (filter.limit !== undefined) {
      throw new MemoryError("invalid", "Cannot delete with a limit: leave it out to delete all");
    }
    const all = { ...filter, showExpired: true };
    const { memories } = await this.list(all, call);
    let removed = 0;
    for (const { id } of memories) {
      if (await this.remove(id, call)) removed++;
      call.onProgress?.(removed, memories.length);
    }
    return { removed, left: (await this.list(all, call)).memories.length };
  }

  async history(id: string, call?: Call): Promise<Revision[]> {
    await this.#begin("read a history", call);
    return this.#steps.filter(({ memoryId }) => memoryId === id);
  }

  async entities(call?: Call): Promise<Entity[]> {
    await this.#begin("list entities", call);
    const counts = new Map<string, Entity>();
    for (const { scope } of this.#rows.values()) {
      for (const type of ["user", "agent", "run"] as const) {
        const id = scope[type];
        if (id === undefined) continue;
        const entity = counts.get(`${type} ${id}`) ?? { type, id, count: 0 };
        counts.set(`${type} ${id}`, { ...entity, count: entity.count + 1 });
      }
    }
    return [...counts.values()];
  }

  check(): Promise<Health> {
    return Promise.resolve({
      backend: "embedded",
      address: "map:",
      reachable: !this.#isClosed,
      authorized: true,
      writable: !this.#isClosed,
      version: "a Map",
      gaps: ["memories end with the process"],
    });
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }

  /** Every call begins here: closed stores and aborted calls end with their codes. */
  #begin(attempt: string, call: Call = {}): Promise<void> {
    const fail = (code: "storage" | "aborted", why: string) =>
      Promise.reject(new MemoryError(code, `Cannot ${attempt}: ${why}`));
    if (this.#isClosed) return fail("storage", "the store is closed");
    if (call.signal?.aborted) return fail("aborted", "the call was aborted");
    return Promise.resolve();
  }

  /** No instant twice: lists are newest first. */
  #now(): string {
    this.#lastTime = Math.max(Date.now(), this.#lastTime + 1);
    return new Date(this.#lastTime).toISOString();
  }

  #find(id: string): Memory | undefined {
    return this.#rows.get(memoryId(id) ?? "");
  }

  #select({ scope, where = { all: [] }, showExpired = false }: Filter): Memory[] {
    const today = new Date().toISOString().slice(0, 10);
    const found = [...this.#rows.values()].filter((memory) =>
      Object.entries(scope).every(([part, id]) => memory.scope[part as "user"] === id) &&
      (showExpired || !isExpired(memory, today)) && matches(where, memory)
    );
    return newestFirst(structuredClone(found));
  }

  #put(memory: Memory): void {
    const before = this.#rows.get(memory.id)?.text ?? null;
    this.#rows.set(memory.id, memory);
    this.#note(memory.id, before === null ? "ADD" : "UPDATE", before, memory.text);
  }

  #note(memoryId: string, event: string, before: string | null, after: string | null): void {
    const createdAt = this.#now();
    const id = crypto.randomUUID();
    this.#steps.push({ id, memoryId, event, before, after, createdAt, updatedAt: null });
  }
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

function hashOf(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
