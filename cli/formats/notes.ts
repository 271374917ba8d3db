/**
 * Notes that people keep for their agents: MEMORY.md, AGENTS.md, CLAUDE.md and other Markdown.
 *
 * @module
 */

/** One statement of a file of notes. */
export interface Note {
  /** Makes sense by itself: what it hangs on in the file stands before it. */
  text: string;
  /** The headings above it, outermost first. */
  section: string[];
}

/**
 * Takes notes apart: each list item and each paragraph is a note. An item below another one gets that
 * one before it, a code block belongs to what it follows, a table is one note. Front matter, comments
 * and `@file` imports hold no statement.
 */
export function readNotes(text: string): Note[] {
  const notes: Note[] = [];
  const headings: string[] = [];
  const parents: { indent: number; text: string }[] = [];
  let block: { lines: string[]; lead: string[] } | undefined;
  const finish = () => {
    const own = block?.lines.join("\n").trim() ?? "";
    if (block !== undefined && own !== "") {
      notes.push({
        text: [...block.lead, own].join(" > "),
        section: [...headings].filter(Boolean),
      });
    }
    block = undefined;
  };
  for (const { line, isCode } of significantLines(text)) {
    if (isCode) {
      block ??= reopen(notes) ?? { lines: [], lead: [] };
      block.lines.push(line);
      continue;
    }
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    const item = /^(\s*)(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(.+)$/.exec(line);
    if (heading !== null) {
      finish();
      parents.length = 0;
      headings.length = heading[1]!.length;
      headings[heading[1]!.length - 1] = heading[2]!;
    } else if (item !== null) {
      finish();
      const indent = item[1]!.replaceAll("\t", "    ").length;
      while ((parents.at(-1)?.indent ?? -1) >= indent) parents.pop();
      block = { lines: [item[2]!], lead: parents.map((parent) => parent.text) };
      parents.push({ indent, text: item[2]!.replace(/[:：]\s*$/, "") });
    } else if (line.trim() === "") {
      finish();
    } else {
      if (block === undefined && !/^\s/.test(line)) parents.length = 0;
      block ??= { lines: [], lead: [] };
      block.lines.push(line.trim());
    }
  }
  finish();
  // "Commands:" before a list says nothing that the list's items don't carry.
  return notes.filter(({ text }) => !/^[^\n]{1,80}[:：]$/.test(text));
}

/** A code block goes on with the note before it, even after an empty line. */
function reopen(notes: Note[]): { lines: string[]; lead: string[] } | undefined {
  const last = notes.pop();
  return last === undefined ? undefined : { lines: [last.text], lead: [] };
}

function* significantLines(text: string): Generator<{ line: string; isCode: boolean }> {
  const body = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n")
    .replace(/^---\n[\s\S]*?\n(?:---|\.\.\.)(?:\n|$)/, "")
    .replace(/<!--[\s\S]*?-->/g, "");
  let fence: string | undefined;
  for (const line of body.split("\n")) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      yield { line, isCode: true };
      if (mark?.startsWith(fence)) fence = undefined;
    } else if (mark !== undefined) {
      fence = mark;
      yield { line, isCode: true };
    } else if (!/^\s*(@\S+|[-*_]{3,}|\|?[\s:|-]*-{3,}[\s:|-]*\|?)\s*$/.test(line)) {
      yield { line, isCode: false };
    }
  }
}

/** The kind of memory that a heading announces. */
export function typeOfSection(section: readonly string[]): string {
  for (const heading of [...section].reverse()) {
    const found = KINDS.find(([words]) => words.test(heading));
    if (found !== undefined) return found[1];
  }
  return "convention";
}

const KINDS: readonly [words: RegExp, type: string][] = [
  [/\b(decision|decided|adr|architecture)/i, "decision"],
  [/\b(don't|do not|never|avoid|anti-?pattern|pitfall|gotcha)/i, "anti_pattern"],
  [/\b(preference|prefer|about me|user profile)/i, "user_preference"],
  [
    /\b(environment|set-?up|install|command|build|tool|test(s|ing)?\b|run(ning)?\b)/i,
    "environmental",
  ],
  [/\b(bug|fix(es|ed)?\b|troubleshoot|known issue|debug)/i, "bug_fix"],
  [/\b(lesson|learned|learning|note)/i, "task_learning"],
];
