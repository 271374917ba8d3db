/** `deno task serve`: the embedded store over HTTP, as a Mem0 server answers. */
import process from "node:process";
import { main } from "../cli/main.ts";

process.exitCode = await main(["serve", ...process.argv.slice(2)]);
