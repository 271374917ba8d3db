/** What the bench asks of a plugin's process, by operation. */
export interface Requests {
  /** Import the plugin and call it, once. */
  load: { entry: string; directory: string; options: Record<string, unknown> };
  /** A user's message, up to what the model is sent. */
  say: { sessionID: string; text: string };
  /** What the model is sent at a further step of the same turn. */
  step: { sessionID: string };
  /** The assistant's message, and the end of the turn. */
  answer: { sessionID: string; text: string };
  /** The model calls a tool of the plugin. */
  tool: { sessionID: string; name: string; args: unknown };
  /** The model ran a command. */
  shell: { sessionID: string; command: string; output: string; exit: number };
  /** The conversation is summarised. */
  compact: { sessionID: string };
  /** The host ends. */
  dispose: Record<string, never>;
}

/** Its answers. Times are milliseconds that the host was kept waiting; null: there is no such hook. */
export interface Answers {
  load: { importMs: number; startMs: number; hooks: string[] };
  say: { ms: number; sent: string[] };
  step: { ms: number; sent: string[] };
  answer: Record<string, never>;
  tool: { ms: number; ok: boolean; text: string };
  shell: { ms: number | null; output: string };
  compact: { ms: number | null; context: string[] };
  /**
   * `foreign`: hosts beyond this machine that were asked for. `told`: what the plugin wrote to
   * OpenCode's log or showed to the user, each behind its level.
   */
  dispose: { ms: number | null; foreign: string[]; told: string[] };
}
