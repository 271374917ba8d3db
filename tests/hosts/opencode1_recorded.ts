/**
 * Values that a running OpenCode 1.18.33 handed to a plugin, as recorded, with folders and names
 * replaced. The fake host builds what it hands out from these, so that its shapes are the real ones.
 */

/** Keys of `server(input)`; `client` holds the calls that are used. */
export const INPUT_KEYS = [
  "client",
  "project",
  "worktree",
  "directory",
  "experimental_workspace",
  "serverUrl",
  "$",
];

/** Output of `chat.message` in `opencode run "hello there, first message"`; input: sessionID only. */
export const RUN_MESSAGE = {
  message: {
    id: "msg_2036c31e70017l2EBC63wdflJz",
    role: "user",
    sessionID: "ses_dfc93ced7ffeeuRyKvUgrw60xu",
    time: { created: 1795353752040 },
    agent: "build",
    model: { providerID: "scripted", modelID: "scripted" },
  },
  parts: [{
    type: "text",
    // The quotes are OpenCode's: it joins the arguments of `run` as a shell would need them.
    text: '"hello there, first message"',
    messageID: "msg_2036c31e70017l2EBC63wdflJz",
    sessionID: "ses_dfc93ced7ffeeuRyKvUgrw60xu",
    id: "prt_2036c31f60010bu5T3Okx7wpV3",
  }],
};

/** An assistant's message as `client.session.messages` gives it. */
export const ASSISTANT = {
  info: {
    id: "msg_2036c39190019dGziYKB5dHMf2",
    sessionID: "ses_dfc93ced7ffeeuRyKvUgrw60xu",
    role: "assistant" as const,
    time: { created: 1795353753882, completed: 1795353755428 },
    parentID: "msg_2036c31e70017l2EBC63wdflJz",
    modelID: "scripted",
    providerID: "scripted",
    mode: "build",
    agent: "build",
    path: { cwd: "/home/ann/lighthouse", root: "/" },
    cost: 0,
    tokens: { total: 110, input: 100, output: 10, reasoning: 0, cache: { read: 0, write: 0 } },
    finish: "stop",
  },
  parts: [
    { id: "prt_2036c3ee50011HdZtIewvYdNkT", type: "step-start" },
    {
      id: "prt_2036c3ef0001Zwo5QuEQgY0LpQ",
      type: "text",
      text: "All right.",
      time: { start: 1795353755376, end: 1795353755400 },
    },
    {
      id: "prt_2036c3f13001jmvbgv4X8h2H9c",
      type: "step-finish",
      reason: "stop",
      cost: 0,
      tokens: { total: 110, input: 100, output: 10, reasoning: 0, cache: { read: 0, write: 0 } },
    },
  ],
};

/** Events that the adapter acts on, and one that it must let pass. */
export const EVENTS = {
  idle: {
    id: "evt_2036c3f3a001cPecoF32J9uoeL",
    type: "session.idle",
    properties: { sessionID: "ses_dfc93ced7ffeeuRyKvUgrw60xu" },
  },
  compacted: {
    id: "evt_2036c5d550018aXCrX9HtdLMLQ",
    type: "session.compacted",
    properties: { sessionID: "ses_dfc93b5f1ffebItc56ar5EjfQP" },
  },
  /** Of a sub-agent's session; it comes before the session's first `chat.message`. */
  created: {
    id: "evt_2036c5ba70018cpjaN40OR6vTN",
    type: "session.created",
    properties: {
      sessionID: "ses_dfc93a459ffezM9p71cp6GlGaJ",
      info: {
        id: "ses_dfc93a459ffezM9p71cp6GlGaJ",
        slug: "lucky-tiger",
        version: "1.18.33",
        projectID: "global",
        directory: "/home/ann/lighthouse",
        parentID: "ses_dfc93b5f1ffebItc56ar5EjfQP",
        title: "sub (@general subagent)",
        agent: "general",
        time: { created: 1795353762726, updated: 1795353762726 },
      },
    },
  },
  pluginAdded: { id: "evt_2036c2f0a001", type: "plugin.added", properties: { id: "x" } },
};

/** `client.session.get` for a sub-agent's session, and for one that isn't there. */
export const CHILD_SESSION = {
  id: "ses_dfc93a459ffezM9p71cp6GlGaJ",
  slug: "lucky-tiger",
  projectID: "global",
  directory: "/home/ann/lighthouse",
  parentID: "ses_dfc93b5f1ffebItc56ar5EjfQP",
  title: "sub (@general subagent)",
  version: "1.18.33",
  time: { created: 1795353762726, updated: 1795353762726 },
};
export const NO_SESSION = {
  error: { name: "NotFoundError", data: { message: "Session not found: ses_nope" } },
};

/** Output of `tool.execute.after` for a shell command that ended with 3. */
export const FAILED_SHELL = {
  title: "npm test",
  metadata: { output: "42\n", exit: 3, truncated: false },
  output: "42\n",
};
