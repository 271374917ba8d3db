import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isMemoryError } from "../client/errors.ts";
import type { WeightsSource } from "./weights.ts";
import { layOutJudges, readJudges } from "./judges.ts";
import { MiniLm, MiniLmJudge } from "./mod.ts";
import { Runner } from "./runner.ts";
import { BGE, findWeights, MINILM } from "./weights_file.ts";
import judged from "./testdata/judged.json" with { type: "json" };

const isUnavailable = (error: unknown) => isMemoryError(error) && error.code === "unavailable";

const MODELS = { minilm: MINILM, bge: BGE };

Deno.test("the judges files are those that were trained, below 1.5 MB", () => {
  const hashes = Object.values(MODELS).map(({ judges, form }) => {
    const file = readFileSync(findWeights(undefined, judges));
    assert.equal(file.length, layOutJudges(form).size);
    assert.ok(file.length <= 1_500_000);
    return createHash("sha256").update(file).digest("hex");
  });
  assert.deepEqual(hashes, [
    "546dd1c657af0cea674334a0e703004d6a5082533545039f4bea0a7156f1d20a",
    "c925b58010e6546f9bbad8242b073abf149880a70a34f358b6a88253c7e9dfbd",
  ]);
});

Deno.test("readJudges refuses a file of another kind, and one cut off", () => {
  const whole = readFileSync(findWeights(undefined, MINILM.judges));
  const other = Uint8Array.from(whole);
  other[0] = 0;
  for (const bytes of [new Uint8Array(), whole.subarray(0, -1), other]) {
    const source: WeightsSource = {
      size: bytes.length,
      read: (at, target) => target.set(bytes.subarray(at, at + target.length)),
      close() {},
    };
    assert.throws(() => readJudges(source, MINILM.form), isUnavailable);
  }
});

for (const [name, files] of Object.entries(MODELS)) {
  Deno.test(`${name} answers as its judges do in floating point, long texts cut alike`, async () => {
    const runner = new Runner({ files });
    for (const judge of files.form.judges) {
      const rows = judged.filter((row) => row.judge === judge);
      const answers = await runner.answer(judge, rows, {});
      rows.forEach((row, i) => {
        const expected = row[name as keyof typeof MODELS] ?? [];
        assert.equal(answers[i]!.length, expected.length);
        expected.forEach((value, k) => {
          const off = Math.abs(answers[i]![k]! - value);
          assert.ok(off < 0.1, `"${row.text.slice(0, 60)}", ${k}: off by ${off}`);
        });
      });
    }
    runner.close();
  });
}

Deno.test("MiniLm answers on a pair that it is in doubt about with the mean of both models", async () => {
  const model = new MiniLm();
  const rows = judged.filter(({ judge }) => judge === "pairs");
  const answers = await model.answer("pairs", rows);
  const doubtful = rows.filter(({ minilm, bge }, i) => {
    const isClear = Math.abs(minilm[0]!) >= 3.5;
    const expected = isClear ? minilm[0]! : (minilm[0]! + bge![0]!) / 2;
    assert.ok(Math.abs(answers[i]![0]! - expected) < 0.1, `${i}: ${answers[i]}, not ${expected}`);
    return !isClear;
  });
  assert.ok(doubtful.length > 0 && doubtful.length < rows.length);
  await model.close();
});

Deno.test("MiniLm's vectors are the same before, between and after judging", async () => {
  const [alone, beside] = [new MiniLm(), new MiniLm()];
  const text = "Deploys go out with Kamal";
  const [expected] = await alone.embed([text]);
  const long = Array.from({ length: 8 }, (_, i) => ({ text: `${text} ${i}`, context: "user:" }));
  const [vectors, answers] = await Promise.all([
    beside.embed([text, "another one"]),
    beside.answer("statements", long),
  ]);
  assert.deepEqual(vectors[0], expected);
  assert.deepEqual(await beside.answer("statements", long), answers);
  await Promise.all([alone.close(), beside.close()]);
});

Deno.test("MiniLmJudge tells a fact from small talk, with its kind, and what replaces what", async () => {
  const model = new MiniLm();
  const judge = new MiniLmJudge(model);
  const said = { speaker: "user", before: "" } as const;
  const [fact, chat, cause] = await judge.statements([
    { ...said, text: "All API routes live under /v2." },
    { ...said, text: "Good morning, I slept badly." },
    { text: "The crash was caused by a null config.", speaker: "assistant", before: "Fixed." },
  ]);
  assert.ok(fact!.odds > 1 && chat!.odds < -1 && cause!.odds > 1);
  assert.equal(cause!.type, "bug_fix");
  const [same, other] = await judge.replaced("Staging moved to port 9090.", [
    "Staging listens on port 8080.",
    "Production listens on port 8080.",
  ]);
  assert.ok(same! > 1 && other! < -1);
  assert.deepEqual(await judge.replaced("x", []), []);
  await model.close();
});

Deno.test("MiniLm says once that the judges are missing, and goes on making vectors", async () => {
  const log: string[] = [];
  const model = new MiniLm({ judges: "/nowhere/judges.bin", log: (_, line) => log.push(line) });
  for (let i = 0; i < 2; i++) {
    await assert.rejects(model.answer("pairs", [{ text: "a", context: "b" }]), isUnavailable);
  }
  assert.equal(log.length, 1);
  assert.match(log[0]!, /judges\.bin.*not there/);
  assert.equal((await model.embed(["still here"])).length, 1);
  await model.close();
});

Deno.test("MiniLm says once that the second model is missing, and judges with the first alone", async () => {
  const log: string[] = [];
  const model = new MiniLm({ reader: "/nowhere/bge.bin", log: (_, line) => log.push(line) });
  const rows = judged.filter(({ judge, minilm }) =>
    judge === "pairs" && Math.abs(minilm[0]!) < 3.5
  );
  for (let i = 0; i < 2; i++) {
    const answers = await model.answer("pairs", rows);
    rows.forEach(({ minilm }, at) => assert.ok(Math.abs(answers[at]![0]! - minilm[0]!) < 0.1));
  }
  assert.ok(rows.length > 0);
  assert.equal(log.length, 1);
  assert.match(log[0]!, /second model .*bge\.bin.*not there.* by the first alone/);
  await model.close();
});

Deno.test("MiniLm says once that the judges file is another kind of file", async () => {
  const log: string[] = [];
  const other = fileURLToPath(import.meta.url);
  const model = new MiniLm({ judges: other, log: (_, line) => log.push(line) });
  await assert.rejects(model.answer("pairs", [{ text: "a", context: "b" }]), isUnavailable);
  assert.match(log.join("\n"), /damaged/);
  await model.close();
});
