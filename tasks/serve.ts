/** `deno task serve`: the embedded store over HTTP, as a Mem0 server answers. */
import process from "node:process";
import { serve } from "../cli/serve.ts";

process.exitCode = await serve(process.argv.slice(2), process.env);
