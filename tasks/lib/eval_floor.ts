/** The least that a measured way to search must find; shares, 0..1. */
export interface Floor {
  /** The answer is the first hit. */
  at1: number;
  /** It is among the first five. */
  at5: number;
}

/** Floors or figures by set and way, e.g. "coding, words". */
export type Floors = Record<string, Floor>;

const FILE = new URL("../../tests/eval/floor.json", import.meta.url);

/** Reads the kept floors. */
export async function readFloor(): Promise<Floors> {
  return JSON.parse(await Deno.readTextFile(FILE)) as Floors;
}

/** One line for each figure below its floor. */
export function belowFloor(floors: Floors, measured: Floors): string[] {
  return Object.entries(floors).flatMap(([name, floor]) => {
    const found = measured[name];
    if (found === undefined) return [`${name}: not measured`];
    return (["at1", "at5"] as const).filter((key) => found[key] < floor[key]).map((key) =>
      `${name}: ${key} is ${found[key].toFixed(3)}, the floor ${floor[key].toFixed(3)}`
    );
  });
}

/** Raises each floor to one question below what was measured; none is ever lowered. */
export async function raiseFloor(measured: Floors, questions: number): Promise<Floors> {
  const floors = await readFloor();
  const raised = Object.fromEntries(
    Object.entries(floors).map(([name, floor]) => {
      const raise = (key: keyof Floor) => {
        const next = Math.floor(1000 * ((measured[name]?.[key] ?? 0) - 1 / questions)) / 1000;
        return Math.max(floor[key], next);
      };
      return [name, { at1: raise("at1"), at5: raise("at5") }];
    }),
  );
  await Deno.writeTextFile(FILE, `${JSON.stringify(raised, null, 2)}\n`);
  return raised;
}
