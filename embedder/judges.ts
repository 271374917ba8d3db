/**
 * The judges files: what a model has learned beside its vectors, as low-rank changes of the layers' matrices
 * that are added while a text is read, and a linear head. Little-endian; every section starts at a
 * multiple of 16. See docs/adr/0011-judges.md.
 *
 * - A changed product is `matrix x + up (down x)`; factors are int8 with a float32 scale a row.
 * - An answer is `head [mean over the text's tokens; state of the start token] + bias`, in float32.
 *
 * @module
 */
import { MemoryError } from "../client/errors.ts";
import { allotter, MODEL, type Section, type WeightsSource } from "./weights.ts";

/** The first eight bytes. */
export const JUDGES_MAGIC = "MiniLMj1";

/** Rank of the changes. */
export const RANK = 16;

/** Numbers that the head of each judge answers with. */
export const JUDGES = {
  /** Log-odds that it is worth keeping, then one number for each kind of memory. */
  statements: 8,
  /** Log-odds that the text, said later, makes its context untrue. */
  pairs: 1,
} as const;

/** Which judge. */
export type JudgeName = keyof typeof JUDGES;

/** The matrices of a layer that are changed. */
export const MATRICES = ["qkv", "out", "up", "down"] as const;

/** Which matrix of a layer. */
export type MatrixName = typeof MATRICES[number];

/** Rows and width of the layers' matrices. */
export const SHAPES: Record<MatrixName, { rows: number; width: number }> = {
  qkv: { rows: 3 * MODEL.hidden, width: MODEL.hidden },
  out: { rows: MODEL.hidden, width: MODEL.hidden },
  up: { rows: MODEL.inner, width: MODEL.hidden },
  down: { rows: MODEL.hidden, width: MODEL.inner },
};

/** The change of one matrix. */
export interface ChangeSections {
  /** int8, a row of the matrix' width for each rank. */
  down: Section;
  /** float32, one a rank. */
  downScales: Section;
  /** int8, a row of ranks for each row of the matrix. */
  up: Section;
  /** float32, one a row. */
  upScales: Section;
}

/** One judge. */
export interface JudgeSections {
  layers: Record<MatrixName, ChangeSections>[];
  /** float32, a row of twice the hidden width for each answer. */
  head: Section;
  /** float32, one for each answer. */
  bias: Section;
}

/** A judges file: of how many layers, and which judges are in it. */
export interface JudgesForm {
  layers: number;
  judges: readonly JudgeName[];
}

/** Where everything is. */
export interface JudgesLayout {
  judges: Map<JudgeName, JudgeSections>;
  /** Length of the whole file. */
  size: number;
}

/** Lays out a file. */
export function layOutJudges({ layers, judges }: JudgesForm): JudgesLayout {
  const section = allotter(JUDGES_MAGIC.length);
  const change = ({ rows, width }: { rows: number; width: number }): ChangeSections => ({
    down: section(RANK * width),
    downScales: section(RANK * 4),
    up: section(rows * RANK),
    upScales: section(rows * 4),
  });
  const judge = (answers: number): JudgeSections => ({
    layers: Array.from({ length: layers }, () => ({
      qkv: change(SHAPES.qkv),
      out: change(SHAPES.out),
      up: change(SHAPES.up),
      down: change(SHAPES.down),
    })),
    head: section(answers * 2 * MODEL.hidden * 4),
    bias: section(answers * 4),
  });
  const sections = new Map(judges.map((name) => [name, judge(JUDGES[name])]));
  return { judges: sections, size: section(0).at };
}

/**
 * Reads the header.
 *
 * @throws {MemoryError} `unavailable` when it is not a judges file of this form, or cut off.
 */
export function readJudges(source: WeightsSource, form: JudgesForm): JudgesLayout {
  const head = new Uint8Array(JUDGES_MAGIC.length);
  const layout = layOutJudges(form);
  if (source.size === layout.size) source.read(0, head);
  if (String.fromCharCode(...head) !== JUDGES_MAGIC) {
    throw new MemoryError(
      "unavailable",
      "Cannot load the judges of statements: their file is damaged; install the package again",
    );
  }
  return layout;
}
