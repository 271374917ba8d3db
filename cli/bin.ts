/** What the package's command runs. */
import process from "node:process";
import { main } from "./main.ts";

// Node 22 calls its SQLite experimental on every start; that is nothing a user can act on.
const emitWarning = process.emitWarning.bind(process);
process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
  const [kind] = rest;
  const name = typeof kind === "string" ? kind : (kind as { type?: string } | undefined)?.type;
  if (name === "ExperimentalWarning") return;
  (emitWarning as (warning: string | Error, ...rest: unknown[]) => void)(warning, ...rest);
}) as typeof process.emitWarning;

process.exitCode = await main(process.argv.slice(2));
