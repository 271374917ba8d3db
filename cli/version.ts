import manifest from "../deno.json" with { type: "json" };

/** The version of this package. */
export const VERSION: string = manifest.version;

/** How this program is called in advice that people copy. */
export const PROGRAM = "npx opencode-mem0-selfhost";
