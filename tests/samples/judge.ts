import { stripBlocks } from "../../plugin/core/block.ts";
import { planCapture, statementKey } from "../../plugin/core/capture.ts";
import { redact } from "../../plugin/core/redact.ts";
import { findRemember } from "../../plugin/core/remember.ts";
import {
  type KeepSample,
  loadSamples,
  type PairSample,
  type Part,
  type RememberSample,
  type SecretSample,
  type TextSample,
} from "./samples.ts";

/** Ids of the samples that leak, that lose what should stay, and that are redacted wrongly. */
export async function judgeRedaction(part: Part, suffix = "") {
  const secrets = await loadSamples<SecretSample>(part, `secrets${suffix}`);
  const lookalikes = await loadSamples<TextSample>(part, `lookalikes${suffix}`);
  const leaks: string[] = [];
  const losses: string[] = [];
  for (const sample of secrets) {
    const { text } = redact(sample.text);
    if (sample.secrets.some((secret) => text.includes(secret))) {
      leaks.push(sample.id);
    }
    if (sample.keeps?.some((keep) => !text.includes(keep))) {
      losses.push(sample.id);
    }
  }
  const wrong = lookalikes.filter(({ text }) => redact(text).text !== text).map(
    ({ id }) => id,
  );
  return {
    leaks,
    losses,
    wrong,
    secrets: secrets.length,
    lookalikes: lookalikes.length,
  };
}

/** What a message would have stored, all of it. */
function captured(text: string): string {
  const turn = { messageID: "m", role: "user" as const, text, complete: true };
  const options = {
    mode: "auto" as const,
    sessionID: "s",
    stripBlocks,
    redact,
  };
  return planCapture([turn], { said: [] }, options).memories
    .flatMap(({ memory }) => memory.messages.map((message) => message.content))
    .join("\n");
}

/** Ids of the messages that are judged wrongly; the second table is `_second`. */
export async function judgeMessages(part: Part, suffix = "") {
  const keep = await loadSamples<KeepSample>(part, `capture_keep${suffix}`);
  const noise = await loadSamples<TextSample>(part, `capture_noise${suffix}`);
  return {
    lost: keep.filter(({ text, facts }) => {
      const stored = captured(text).toLowerCase();
      return !facts.every((fact) => stored.includes(fact.toLowerCase()));
    }).map(({ id }) => id),
    junk: noise.filter(({ text }) => captured(text) !== "").map(({ id }) => id),
    counts: { keep: keep.length, noise: noise.length },
  };
}

/** Ids of the commands to remember that are misread, and of what is none and taken for one. */
export async function judgeCommands(part: Part, suffix = "") {
  const commands = await loadSamples<RememberSample>(part, `remember${suffix}`);
  const plain = (text: string) => text.trim().replace(/[.!。]+$/, "");
  const misheard = commands.filter(({ text, remember }) => {
    const found = findRemember(text)?.text;
    return remember === null ? found !== undefined : plain(found ?? "") !== plain(remember);
  }).map(({ id }) => id);
  return { misheard, count: commands.length };
}

/** Ids of the samples that are judged wrongly. */
export async function judgeCapture(part: Part) {
  const messages = await judgeMessages(part);
  const commands = await judgeCommands(part);
  const pairs = await loadSamples<PairSample>(part, "distinct_pairs");
  return {
    lost: messages.lost,
    junk: messages.junk,
    misheard: commands.misheard,
    merged: pairs.filter(({ a, b, same }) => !same && statementKey(a) === statementKey(b))
      .map(({ id }) => id),
    counts: {
      ...messages.counts,
      remember: commands.count,
      pairs: pairs.length,
    },
  };
}
