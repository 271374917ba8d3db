/**
 * A scripted language model on loopback: it speaks the streaming part of OpenAI's chat completions,
 * answers by a script, and keeps every request as it came.
 *
 * @module
 */

/** What a request is for; OpenCode asks for titles and summaries with prompts of their own. */
export type Purpose = "chat" | "title" | "summary";

/** One message of a request, as OpenCode sends it. */
export interface ChatMessage {
  role: "system" | "user" | "assistant" | "tool";
  content: string | { type: string; text?: string }[] | null;
  tool_calls?: { id: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

/** A request that arrived. */
export interface ModelRequest {
  purpose: Purpose;
  /** The body, byte for byte. */
  raw: string;
  messages: ChatMessage[];
  /** Names of the offered tools, with their JSON Schemas. */
  tools: Record<string, unknown>;
}

/** What the model answers. */
export interface Reply {
  /** The text, sent in pieces of a few words. */
  text?: string;
  /** Tool calls after the text. */
  calls?: { name: string; arguments: unknown }[];
  /** Wait this long between pieces; default 0. */
  pauseMs?: number;
  /** After the first piece: wait for this, with the stream open. */
  hold?: Promise<void>;
  /** Tokens that the request is said to have taken; large ones make OpenCode compact. */
  inputTokens?: number;
}

/** Decides the answer to a `chat` request; titles and summaries have fixed ones unless it answers. */
export type Script = (request: ModelRequest) => Reply | undefined;

/** A running model. */
export interface Model {
  /** Base URL for `@ai-sdk/openai-compatible`. */
  url: string;
  /** Everything that was asked, in order. */
  requests: ModelRequest[];
  /** Changes what is answered from now on. */
  answer(script: Script): void;
  /** Resolves with the next request that `wanted` accepts and that has not arrived yet. */
  next(wanted: (request: ModelRequest) => boolean): Promise<ModelRequest>;
  close(): Promise<void>;
}

const FIXED: Record<Purpose, string> = {
  chat: "All right.",
  title: "A conversation",
  summary: "## Goal\nThe user and the assistant talked.",
};

/** Starts a model on a free loopback port. */
export function startModel(script: Script = () => undefined): Model {
  const requests: ModelRequest[] = [];
  let waiting: { wanted: (request: ModelRequest) => boolean; tell: (r: ModelRequest) => void }[] =
    [];
  let current = script;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (incoming) => {
    if (!incoming.url.endsWith("/chat/completions")) {
      return Response.json({ error: "not here" }, { status: 404 });
    }
    const request = readRequest(await incoming.text());
    requests.push(request);
    for (const one of waiting.filter((each) => each.wanted(request))) one.tell(request);
    waiting = waiting.filter((each) => !each.wanted(request));
    const reply = current(request) ?? { text: FIXED[request.purpose] };
    return new Response(stream(reply), { headers: { "content-type": "text/event-stream" } });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    requests,
    answer: (next) => current = next,
    next: (wanted) => new Promise((tell) => waiting.push({ wanted, tell })),
    close: () => server.shutdown(),
  };
}

function readRequest(raw: string): ModelRequest {
  const body = JSON.parse(raw) as {
    messages: ChatMessage[];
    tools?: { function: { name: string; parameters: unknown } }[];
  };
  const tools = Object.fromEntries(
    (body.tools ?? []).map((tool) => [tool.function.name, tool.function.parameters]),
  );
  return { purpose: purposeOf(body.messages), raw, messages: body.messages, tools };
}

function purposeOf(messages: ChatMessage[]): Purpose {
  const first = textOf(messages[0]);
  if (first.startsWith("You are a title generator")) return "title";
  if (/context summarization/.test(first.slice(0, 200))) return "summary";
  return "chat";
}

/** A message's text, whatever form its content has. */
export function textOf(message: ChatMessage | undefined): string {
  const content = message?.content;
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => part.text ?? "").join("\n");
}

function stream(reply: Reply): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let gone = false;
  return new ReadableStream({
    async start(controller) {
      const send = (delta: unknown, finish: string | null = null) => {
        if (gone) return;
        const chunk = {
          id: "chatcmpl-1",
          object: "chat.completion.chunk",
          created: 0,
          model: "scripted",
          choices: [{ index: 0, delta, finish_reason: finish }],
          ...(finish === null ? {} : { usage: usage(reply.inputTokens ?? 100) }),
        };
        controller.enqueue(encoder.encode(`data: ${JSON.stringify(chunk)}\n\n`));
      };
      send({ role: "assistant", content: "" });
      const pieces = reply.text?.match(/\S+\s*(?:\S+\s*){0,3}/g) ?? [];
      for (const [index, content] of pieces.entries()) {
        send({ content });
        if (index === 0 && reply.hold !== undefined) await reply.hold;
        if (reply.pauseMs) await new Promise((done) => setTimeout(done, reply.pauseMs));
      }
      for (const [index, call] of (reply.calls ?? []).entries()) {
        send({
          tool_calls: [{
            index,
            id: `call_${index}_${crypto.randomUUID().slice(0, 8)}`,
            type: "function",
            function: { name: call.name, arguments: JSON.stringify(call.arguments) },
          }],
        });
      }
      send({}, reply.calls?.length ? "tool_calls" : "stop");
      if (gone) return;
      controller.enqueue(encoder.encode("data: [DONE]\n\n"));
      controller.close();
    },
    cancel() {
      gone = true;
    },
  });
}

function usage(inputTokens: number): unknown {
  return { prompt_tokens: inputTokens, completion_tokens: 10, total_tokens: inputTokens + 10 };
}
