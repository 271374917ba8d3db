/**
 * Prepares a release from a tag: the tag, deno.json and CHANGELOG.md must agree; the changelog's
 * section becomes the notes; the built manifest learns which repository it comes from, without which
 * npm refuses a package with provenance.
 *
 * Run by `.github/workflows/release.yml`.
 *
 * @module
 */
import { join } from "node:path";

/** What is published. */
export interface Release {
  version: string;
  /** The changelog's section, without its heading. */
  notes: string;
  /** npm's dist-tag: `next` for a version with a hyphen, which nobody gets unasked. */
  channel: "latest" | "next";
}

/**
 * @param tag `v` and the version.
 * @param version That of deno.json.
 * @throws {Error} when they disagree, or the changelog has no dated, filled section for the version.
 */
export function readRelease(tag: string, version: string, changelog: string): Release {
  if (tag !== `v${version}`) {
    throw new Error(`Cannot release "${tag}": deno.json has version ${version}; tag v${version}`);
  }
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
  if (section === undefined) {
    throw new Error(`Cannot release ${version}: CHANGELOG.md has no section for it; write one`);
  }
  const [heading = "", ...lines] = section.split("\n");
  if (!/\d{4}-\d\d-\d\d\s*$/.test(heading)) {
    throw new Error(
      `Cannot release ${version}: its heading in CHANGELOG.md, "${heading.trim()}", has no date; ` +
        `write "${version} - YYYY-MM-DD"`,
    );
  }
  const notes = lines.join("\n").trim();
  if (notes === "") {
    throw new Error(`Cannot release ${version}: its section in CHANGELOG.md is empty; fill it`);
  }
  return { version, notes: `${notes}\n`, channel: version.includes("-") ? "next" : "latest" };
}

/** The manifest with the repository in it. @param address e.g. `https://github.com/ann/plugin` */
export function withRepository(manifest: string, address: string): string {
  const fields = JSON.parse(manifest) as Record<string, unknown>;
  const repository = { type: "git", url: `git+${address}.git` };
  return `${JSON.stringify({ ...fields, repository }, null, 2)}\n`;
}

/** Where the files are and what GitHub says of the run. */
export interface ReleaseRun {
  root: string;
  tag: string;
  /** Address of the repository. */
  address: string;
  /** Folder of the built package. */
  built: string;
  /** Where the notes go. */
  notes: string;
  /** The file that a step's outputs are appended to; undefined: none. */
  output?: string;
}

/** Reads, checks and writes. @throws {Error} as {@link readRelease} */
export async function prepareRelease(run: ReleaseRun): Promise<Release> {
  const { version } = JSON.parse(await Deno.readTextFile(join(run.root, "deno.json")));
  const changelog = await Deno.readTextFile(join(run.root, "CHANGELOG.md"));
  const release = readRelease(run.tag, version, changelog);
  const manifest = join(run.built, "package.json");
  await Deno.writeTextFile(
    manifest,
    withRepository(await Deno.readTextFile(manifest), run.address),
  );
  await Deno.writeTextFile(run.notes, release.notes);
  if (run.output !== undefined) {
    await Deno.writeTextFile(run.output, `channel=${release.channel}\n`, { append: true });
  }
  return release;
}

if (import.meta.main) {
  const given = (name: string): string => {
    const value = Deno.env.get(name);
    if (value === undefined || value === "") throw new Error(`Cannot release: ${name} is not set`);
    return value;
  };
  const { version, channel } = await prepareRelease({
    root: Deno.cwd(),
    tag: given("GITHUB_REF_NAME"),
    address: `${given("GITHUB_SERVER_URL")}/${given("GITHUB_REPOSITORY")}`,
    built: "npm",
    notes: given("NOTES_FILE"),
    output: Deno.env.get("GITHUB_OUTPUT"),
  });
  console.log(`Version ${version}, npm's "${channel}"`);
}
