/**
 * Values of OpenCode 2 as its public sources and other people's recordings show them, with ids and
 * names replaced. The fake host builds what it hands out from these. Nothing here was recorded by us:
 * each says where it comes from (docs/host-opencode2.md has the commits).
 */

/** `App`, passed as `ctx.app`; the version is that of the newest recording cited here. */
export const APP = { name: "opencode", version: "2.0.20", channel: "latest" };

/** `ctx.location`: docs text, "Context" (services/www/src/docs/content/build/plugins/index.mdx). */
export const LOCATION = {
  directory: "/home/ann/lighthouse",
  project: {
    id: "5e625357c2",
    directory: "/home/ann/lighthouse",
    canonical: "/home/ann/lighthouse",
  },
};

/** A user's message as `session.context` gives it: packages/schema/src/session-message.ts, `User`. */
export const USER = {
  id: "msg_04ac0eafe001j709Plu4Jd3Gco",
  type: "user",
  text: "Reply with exactly the word: pong",
  time: { created: 1787960552193 },
};

/** An assistant's message: the same file, `Assistant`; a third party's recording agrees with it. */
export const ASSISTANT = {
  id: "msg_04ac0eb30001Zwo5QuEQgY0LpQ",
  type: "assistant",
  agent: "build",
  model: { id: "scripted", providerID: "scripted" },
  content: [
    { type: "reasoning", text: "The user wants one word." },
    { type: "text", text: "pong" },
    {
      type: "tool",
      id: "call_1",
      name: "read",
      state: { status: "completed", input: {}, content: [{ type: "text", text: "a file" }] },
      time: { created: 1787960553000 },
    },
  ],
  finish: "stop",
  cost: 0,
  tokens: { input: 11157, output: 5, reasoning: 0, cache: { read: 0, write: 0 } },
  time: { created: 1787960552900, streamed: 1787960553100, completed: 1787960553200 },
};

/** A compaction: the same file, `CompactionCompleted`. */
export const COMPACTION = {
  id: "msg_04ac0f000001dGziYKB5dHMf2",
  type: "compaction",
  status: "completed",
  reason: "manual",
  summary: "## Objective\n- …",
  recent: "",
  time: { created: 1787960560000 },
};

/** Messages that nobody typed: the same file. */
export const OTHERS = [
  { id: "msg_1", type: "agent-switched", agent: "plan", time: { created: 1 } },
  { id: "msg_2", type: "system", text: "The date changed", time: { created: 2 } },
  { id: "msg_3", type: "synthetic", text: "A job has ended", time: { created: 3 } },
  {
    id: "msg_4",
    type: "shell",
    shellID: "s",
    command: "ls",
    status: "exited",
    time: { created: 4 },
  },
  { id: "msg_5", type: "idle", outcome: "succeeded", time: { created: 5 } },
];

/** Events in their envelope: packages/schema/src/session-event.ts; third parties' recordings of 2.0.x. */
export const EVENTS = {
  succeeded: {
    id: "evt_0c72c36fc002SwIub7zuy9624t",
    created: 1790047958780,
    type: "session.execution.succeeded",
    location: { directory: "/home/ann/lighthouse" },
    data: { sessionID: "ses_fb53f2ae6ffe2lNSphGKicmVR2" },
    durable: { aggregateID: "ses_fb53f2ae6ffe2lNSphGKicmVR2", seq: 10, version: 1 },
  },
  compacted: {
    id: "evt_0c72c36fc003SwIub7zuy9624t",
    created: 1790047958790,
    type: "session.compaction.ended",
    data: { sessionID: "ses_fb53f2ae6ffe2lNSphGKicmVR2", reason: "manual", text: "", recent: "" },
  },
  deleted: { id: "evt_1", created: 3, type: "session.deleted", data: { sessionID: "ses_1" } },
  other: { id: "evt_2", created: 4, type: "server.connected", data: {} },
};

/** `session.get`: `Session.Info` as a third party recorded it over HTTP. */
export const SESSION = {
  id: "ses_fb53f2ae6ffe2lNSphGKicmVR2",
  projectID: "5e625357c2",
  agent: "build",
  cost: 0,
  title: "protocol probe",
  location: { directory: "/home/ann/lighthouse" },
  time: { created: 1787960546605, updated: 1787960546605 },
};

/**
 * What `execute.after` is given for a shell command that ended with 3: packages/core/src/tool.ts and
 * packages/core/src/tool/plugin/shell.ts (`toolResult`), core/src/shell/result.ts (`notice`).
 */
export const FAILED_SHELL = {
  output: { output: "42\n", exit: 3, truncated: false, status: "completed" },
  content: [{ type: "text", text: "42\n" }, { type: "text", text: "Command exited with code 3." }],
  metadata: { status: "completed", truncated: false, exit: 3 },
};
