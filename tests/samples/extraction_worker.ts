/**
 * Scores tables in a thread of its own, one after the other: judging forty-three of them takes one core a
 * quarter of an hour.
 */
/// <reference lib="deno.worker" />
import { judgedExtractor } from "../../embedded/extract.ts";
import { MiniLm, MiniLmJudge } from "../../embedder/mod.ts";
import { scoreExtraction, type Table } from "../../tasks/lib/extraction_score.ts";

const model = new MiniLm();
const judged = judgedExtractor(new MiniLmJudge(model));

self.onmessage = async ({ data: table }: MessageEvent<Table>) => {
  self.postMessage(await scoreExtraction("open", table, judged));
};
