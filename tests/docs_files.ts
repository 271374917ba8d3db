/**
 * The Markdown files of the repository, and what stands in them.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A Markdown file. */
export interface Page {
  /** Below the root, with `/`. */
  path: string;
  text: string;
}

/** What people read: at the root, in docs/, examples/ and .github/. */
export async function readPages(): Promise<Page[]> {
  const pages: Page[] = [];
  for (const folder of ["", "docs/", "docs/adr/", "examples/", ".github/"]) {
    for await (const { name, isFile } of Deno.readDir(ROOT + folder)) {
      if (!isFile || !name.endsWith(".md")) continue;
      const path = folder + name;
      pages.push({ path, text: (await Deno.readTextFile(ROOT + path)).replaceAll("\r\n", "\n") });
    }
  }
  return pages.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A fenced block. */
export interface Fence {
  page: Page;
  /** 1 for the page's first of its kind. */
  number: number;
  code: string;
}

/** All blocks of a language. */
export function fencesOf(pages: readonly Page[], language: string): Fence[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return pages.flatMap((page) =>
    [...page.text.matchAll(fence)].map(([, code], at) => ({ page, number: at + 1, code: code! }))
  );
}

/** The rows of the table below a heading, cells trimmed, the head left out. */
export function tableBelow({ path, text }: Page, heading: string): string[][] {
  const start = text.indexOf(`\n## ${heading}\n`);
  if (start < 0) throw new Error(`Cannot find "## ${heading}" in ${path}`);
  const section = text.slice(start + 4).split(/^## /m)[0]!;
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) => row.split("|").slice(1, -1).map((cell) => cell.trim()));
}
