import type { Json } from "../../../client/store.ts";

/** The part of JSON Schema that tool arguments use. */
export interface ArgumentSchema {
  type: "string" | "number" | "integer" | "boolean" | "object" | "array";
  description: string;
  enum?: readonly string[];
  minimum?: number;
  maximum?: number;
  /** For strings, in UTF-16 units; for objects, of their JSON text. */
  maxLength?: number;
  /** For objects: free-form. */
  additionalProperties?: boolean;
  items?: { type: string };
}

/** An argument that is a text, by default as long as an identifier may be. */
export function text(description: string, maxLength = 256): ArgumentSchema {
  return { type: "string", description, maxLength };
}

/** An argument that counts from 1. */
export function count(description: string, maximum: number): ArgumentSchema {
  return { type: "integer", description, minimum: 1, maximum };
}

/** What a tool call is told beside its arguments. */
export interface ToolContext {
  sessionID: string;
  signal?: AbortSignal;
  /** Told a short line while a long call goes on. */
  progress?: (line: string) => void;
}

/** A memory tool as plain data, so that every host registers the same. */
export interface ToolSpec {
  name: string;
  description: string;
  /** Arguments by name, in order. */
  arguments: Readonly<Record<string, ArgumentSchema>>;
  /** Names of the arguments that must be given. */
  required: readonly string[];
  /**
   * Runs the tool on unchecked input and resolves to JSON text.
   * @throws {ToolFailure} with one sentence for model and person.
   */
  run(args: unknown, context: ToolContext): Promise<string>;
}

/** A tool's arguments as one JSON Schema. */
export function schemaOf(spec: Pick<ToolSpec, "arguments" | "required">): Record<string, unknown> {
  return {
    type: "object",
    properties: { ...spec.arguments },
    required: [...spec.required],
    additionalProperties: false,
  };
}

/** A tool call that failed; `message` is one sentence with the cause and the next step. */
export class ToolFailure extends Error {
  override readonly name: string = "ToolFailure";
}

/** Arguments that passed their check. */
export type Arguments = Record<string, Json>;
