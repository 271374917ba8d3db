import { MemoryError } from "../../client/errors.ts";
import type { MemoryStore, NewMemory } from "../../client/store.ts";
import { Outbox } from "../../plugin/core/outbox.ts";
import { VirtualDisk } from "./virtual_disk.ts";

/** What a schedule led to. */
export interface SimulationResult {
  seed: number;
  /** Memories of which a put resolved, or was repeated until it did. */
  accepted: number;
  /** What went wrong; [] when each accepted memory is stored exactly once. */
  faults: string[];
  /** How often each kind of trouble happened, so that a test can see that it did. */
  events: Record<string, number>;
}

const MEMORIES = 4;
const SERVER_LIMIT_MS = 120_000;
const START = Date.UTC(2026, 0, 1);

/** Deterministic random numbers (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Plays one schedule: up to three processes put and drain on one outbox, stop between any two of
 * their steps, are killed there and replaced, while the server refuses, fails before or after
 * storing, answers nobody and stores up to two minutes later, a proxy sends a request twice, the disk fills up, and clocks jump.
 * Everything follows from the seed.
 *
 * Two things are kept out, since they can store twice and docs/adr/0003-exactly-once.md says so: a
 * process that is stopped for minutes between two steps and then goes on, and a clock set forward
 * while a server still works on a request that a dead process sent (or within three minutes of another jump).
 */
export async function simulate(seed: number): Promise<SimulationResult> {
  const world = new World(seed);
  await world.run();
  return world.result();
}

interface Actor {
  pid: number;
  /** Continues the actor; undefined while it runs or when it is finished. */
  resume: (() => void) | undefined;
  running: boolean;
  finished: boolean;
  /** Virtual time at which its current wait ends. */
  until: number;
}

class World {
  readonly #seed: number;
  readonly #random: () => number;
  readonly #actors: Actor[] = [];
  readonly #events: Record<string, number> = {};
  readonly #disk: VirtualDisk;
  /** True time in milliseconds, which only moves on. */
  #time = 0;
  /** Wall clock minus true time. */
  #offset = START;
  /** When the clock was last set, in true time. */
  #jumpedAt = -Infinity;
  #nextPid = 100;
  #calm = false;
  /** Ids of the server's rows by origin, oldest first. */
  readonly #rows = new Map<string, string[]>();
  #nextRow = 1;
  /** What the server will store, and when. */
  #working: { origin: string; at: number }[] = [];
  readonly #acceptedIds = new Map<number, string>();

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = generator(seed);
    this.#disk = new VirtualDisk(() => this.#now());
  }

  async run(): Promise<void> {
    this.#spawn();
    this.#spawn();
    for (let turn = 0; turn < 800; turn++) {
      await this.#settle();
      this.#disturb();
      if (!this.#continueOne()) this.#advance(1_000 + this.#random() * 200_000);
    }
    await this.#settle();
    // The storm is over: what is left must be delivered by a process of its own.
    this.#calm = true;
    this.#disk.full = false;
    for (const actor of this.#actors.filter((one) => !one.finished)) this.#kill(actor);
    for (let round = 0; round < 40 && !this.#isQuiet(); round++) {
      this.#advance(15 * 60_000);
      const actor = this.#spawn();
      for (let turn = 0; turn < 3_000 && !actor.finished; turn++) {
        await this.#settle();
        if (!this.#continueOne()) this.#advance(1_000);
      }
    }
  }

  result(): SimulationResult {
    const faults: string[] = [];
    for (let index = 0; index < MEMORIES; index++) {
      const id = this.#acceptedIds.get(index);
      if (id === undefined) faults.push(`memory ${index} was never accepted`);
      else {
        const times = this.#rows.get(id)?.length ?? 0;
        if (times !== 1) faults.push(`memory ${index} is stored ${times} times`);
      }
    }
    const left = [...this.#disk.files.keys()].filter((path) => !path.includes("/ids/"));
    if (left.length > 0) faults.push(`left behind: ${left.join(", ")}`);
    return { seed: this.#seed, accepted: this.#acceptedIds.size, faults, events: this.#events };
  }

  #now(): number {
    return Math.floor(this.#time + this.#offset);
  }

  #count(event: string): void {
    this.#events[event] = (this.#events[event] ?? 0) + 1;
  }

  #chance(probability: number): boolean {
    return !this.#calm && this.#random() < probability;
  }

  /** A process that puts all memories (as after a crash: also those accepted before) and drains. */
  #spawn(): Actor {
    const actor: Actor = {
      pid: this.#nextPid++,
      resume: undefined,
      running: true,
      finished: false,
      until: 0,
    };
    this.#actors.push(actor);
    this.#disk.living.add(actor.pid);
    void this.#live(actor).then(() => {
      actor.finished = true;
      actor.running = false;
      this.#disk.living.delete(actor.pid);
    });
    return actor;
  }

  async #live(actor: Actor): Promise<void> {
    const outbox = new Outbox({
      dir: "/outbox",
      target: { backend: "http://server", user: "ann" },
      log: () => undefined,
      now: () => this.#now(),
      monotonic: () => this.#time,
      random: this.#random,
      disk: this.#disk.view(actor.pid, () => this.#pause(actor)),
    });
    const store = this.#server(actor);
    const first = Math.floor(this.#random() * MEMORIES);
    for (let step = 0; step < MEMORIES; step++) {
      const index = (first + step) % MEMORIES;
      // What is known to be accepted is put again only now and then: a spool whose settling was lost.
      if (this.#acceptedIds.has(index) && !this.#chance(0.3)) continue;
      try {
        const isKnown = this.#acceptedIds.has(index);
        this.#acceptedIds.set(index, await outbox.put(memoryOf(index), `message/${index}`));
        if (isKnown) this.#count("accepted before");
      } catch {
        this.#count("put refused by a full disk"); // the spool keeps it; the next process puts it
      }
      if (this.#chance(0.3)) await outbox.drain(store, { wake: this.#chance(0.5) });
    }
    for (let round = 0; round < 6; round++) {
      const { waiting } = await outbox.drain(store, { wake: this.#chance(0.3) });
      if (waiting === 0) break;
      await this.#pause(actor, 130_000);
    }
  }

  #server(actor: Actor): MemoryStore {
    const failing = (event: string, error: MemoryError) => {
      this.#count(event);
      return error;
    };
    const add = async (input: NewMemory) => {
      const origin = String(input.metadata?.origin);
      await this.#pause(actor);
      const fate = this.#calm ? 1 : this.#random();
      if (fate < 0.1) {
        throw failing("refused", new MemoryError("unauthorized", "No", { status: 401 }));
      }
      if (fate < 0.2) {
        throw failing("unsent", new MemoryError("unavailable", "No", { unsent: true }));
      }
      if (fate < 0.3) {
        throw failing("502 stored nothing", new MemoryError("unavailable", "No", { status: 502 }));
      }
      if (fate < 0.4) {
        this.#store(origin);
        throw failing("502 after storing", new MemoryError("unavailable", "No", { status: 502 }));
      }
      if (fate < 0.6) {
        // The server goes on; the client waits in vain, or dies meanwhile.
        this.#working.push({ origin, at: this.#time + this.#random() * SERVER_LIMIT_MS });
        await this.#pause(actor, this.#random() * 60_000);
        throw failing("stored after the client gave up", new MemoryError("timeout", "No"));
      }
      if (fate < 0.65) {
        await this.#pause(actor, 60_000);
        throw failing("request lost", new MemoryError("timeout", "No"));
      }
      if (fate < 0.75) {
        // A proxy that had no answer in time sends the request once more, and gives up on both.
        this.#store(origin);
        this.#working.push({ origin, at: this.#time + this.#random() * SERVER_LIMIT_MS });
        throw failing(
          "sent twice by a proxy",
          new MemoryError("unavailable", "No", { status: 504 }),
        );
      }
      this.#store(origin);
      await this.#pause(actor);
      return [{ id: origin, text: "", event: "ADD" as const }];
    };
    const list = async (filter: Parameters<MemoryStore["list"]>[0]) => {
      await this.#pause(actor);
      if (this.#chance(0.1)) {
        throw failing("look-up failed", new MemoryError("timeout", "No"));
      }
      const where = filter.where as { is: string };
      const ids = this.#rows.get(where.is) ?? [];
      this.#count(ids.length > 0 ? "look-up found it" : "look-up found nothing");
      const memories = ids.toReversed().map((id) => ({
        id,
        text: "",
        scope: filter.scope,
        metadata: {},
        createdAt: "",
      }));
      await this.#pause(actor);
      return { memories, complete: true };
    };
    const remove = async (id: string) => {
      await this.#pause(actor);
      if (this.#chance(0.7)) throw failing("removal failed", new MemoryError("timeout", "No"));
      for (const ids of this.#rows.values()) {
        const place = ids.indexOf(id);
        if (place >= 0) ids.splice(place, 1);
      }
      this.#count("second copy removed");
    };
    return { add, list, remove } as unknown as MemoryStore;
  }

  #store(origin: string): void {
    this.#rows.set(origin, [...this.#rows.get(origin) ?? [], `row ${this.#nextRow++}`]);
  }

  /** Stops an actor until the scheduler lets it go on, at the earliest after `forMs`. */
  #pause(actor: Actor, forMs = 0): Promise<void> {
    // Two steps of one process at once can't be told apart: the first would wait for ever.
    if (actor.resume !== undefined) throw new Error("A process takes two steps at once");
    actor.until = this.#time + forMs;
    return new Promise((resolve) => {
      actor.running = false;
      actor.resume = resolve;
    });
  }

  /** Until every living actor stands at a pause. */
  async #settle(): Promise<void> {
    while (this.#actors.some((actor) => actor.running)) await Promise.resolve();
  }

  #continueOne(): boolean {
    const ready = this.#actors.filter((one) => one.resume && one.until <= this.#time);
    const actor = ready[Math.floor(this.#random() * ready.length)];
    if (actor?.resume === undefined) return false;
    const resume = actor.resume;
    actor.resume = undefined;
    actor.running = true;
    resume();
    return true;
  }

  /** Time passes while everybody waits; between two steps of a running actor only little does. */
  #advance(ms: number): void {
    this.#time += ms;
    const due = this.#working.filter((one) => one.at <= this.#time).sort((a, b) => a.at - b.at);
    this.#working = this.#working.filter((one) => one.at > this.#time);
    for (const { origin } of due) this.#store(origin);
  }

  #disturb(): void {
    if (this.#random() < 0.2) this.#advance(this.#random() * 200);
    const living = this.#actors.filter((one) => !one.finished);
    if (this.#chance(0.03)) {
      const actor = living[Math.floor(this.#random() * living.length)];
      if (actor !== undefined) {
        this.#count("killed");
        this.#kill(actor);
      }
    }
    if (living.length < 3 && this.#chance(living.length < 2 ? 0.2 : 0.02)) this.#spawn();
    if (this.#chance(0.01)) {
      this.#disk.full = !this.#disk.full;
      this.#count("disk full or free again");
    }
    if (this.#chance(0.01)) {
      this.#offset -= this.#random() * 3 * 3_600_000;
      this.#jumpedAt = this.#time;
      this.#count("clock set back");
    }
    const steady = this.#time - this.#jumpedAt > 180_000 && this.#working.length === 0;
    if (steady && this.#chance(0.01)) {
      this.#jumpedAt = this.#time;
      this.#offset += this.#random() * 3 * 3_600_000;
      this.#count("clock set forward");
    }
  }

  /** kill -9: it never takes another step. What it sent goes on at the server. */
  #kill(actor: Actor): void {
    actor.finished = true;
    actor.running = false;
    actor.resume = undefined;
    this.#disk.living.delete(actor.pid);
  }

  #isQuiet(): boolean {
    return this.#acceptedIds.size === MEMORIES && this.#working.length === 0 &&
      ![...this.#disk.files.keys()].some((path) => !path.includes("/ids/"));
  }
}

function memoryOf(index: number): NewMemory {
  return {
    scope: { user: "ann", agent: "project" },
    messages: [{ role: "user", content: `Fact number ${index}` }],
    infer: index % 2 === 0,
  };
}
