/** `deno task cli …`: the command line, from its sources. */
import process from "node:process";
import { main } from "../cli/main.ts";

process.exitCode = await main(process.argv.slice(2));
