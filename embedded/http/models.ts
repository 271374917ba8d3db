/**
 * The shapes of bodies and query parameters, and the 422 that a Mem0 server (FastAPI with pydantic)
 * gives for other ones.
 *
 * @module
 */
import type { Json } from "../../client/store.ts";
import { isObject, type JsonObject } from "../../client/wire.ts";
import { Fault } from "./faults.ts";

/** A field's kind. */
export type Kind = "text" | "boolean" | "integer" | "number" | "object" | "messages";

/** One field of a model. */
export interface Field {
  kind: Kind;
  required?: boolean;
  /** May it be null? Default: when it isn't required. */
  description?: string;
  minimum?: number;
  maximum?: number;
}

/** A body's or a query's fields by name, in the order in which they are checked. */
export type Model = Readonly<Record<string, Field>>;

const ID: Field = { kind: "text" };

/** POST /memories */
export const MEMORY_CREATE: Model = {
  messages: { kind: "messages", required: true, description: "The conversation, in order." },
  user_id: ID,
  agent_id: ID,
  run_id: ID,
  metadata: { kind: "object" },
  expiration_date: { kind: "text", description: "YYYY-MM-DD" },
  infer: { kind: "boolean", description: "Extract facts (default) or store as it is." },
  memory_type: { kind: "text" },
  prompt: { kind: "text", description: "Instructions for the extraction." },
};

/** PUT /memories/{memory_id} */
export const MEMORY_UPDATE: Model = {
  text: { kind: "text" },
  metadata: { kind: "object" },
  expiration_date: { kind: "text", description: "YYYY-MM-DD, or null to clear." },
};

/** POST /search */
export const SEARCH_REQUEST: Model = {
  query: { kind: "text", required: true },
  user_id: ID,
  run_id: ID,
  agent_id: ID,
  filters: { kind: "object" },
  top_k: { kind: "integer" },
  threshold: { kind: "number", description: "0 to 1, default 0.1" },
  explain: { kind: "boolean" },
  show_expired: { kind: "boolean" },
};

/** The query of GET and DELETE /memories. */
export const SCOPE_QUERY: Model = { user_id: ID, run_id: ID, agent_id: ID };

/** The query of GET /memories. */
export const LIST_QUERY: Model = {
  ...SCOPE_QUERY,
  top_k: { kind: "integer", minimum: 0, maximum: 1000 },
  show_expired: { kind: "boolean" },
};

type Place = (string | number)[];

interface Issue {
  type: string;
  loc: Place;
  msg: string;
  input: Json;
  ctx?: JsonObject;
}

/**
 * A body that fits its model, with numbers and booleans in their own types. Fields that the model
 * doesn't know are dropped.
 *
 * @throws Fault 422
 */
export function checkBody(model: Model, body: Json | undefined): JsonObject {
  if (body === undefined || body === null) {
    throw refusal([{ type: "missing", loc: ["body"], msg: "Field required", input: null }]);
  }
  if (!isObject(body)) throw refusal([noModel(["body"], body)]);
  return checkFields(model, body, ["body"]);
}

/** Query parameters that fit their model; of a repeated one the last counts. */
export function checkQuery(model: Model, query: URLSearchParams): JsonObject {
  return checkFields(model, Object.fromEntries(query), ["query"]);
}

function checkFields(model: Model, given: JsonObject, place: Place): JsonObject {
  const issues: Issue[] = [];
  const out: JsonObject = {};
  for (const [name, field] of Object.entries(model)) {
    const value = Object.hasOwn(given, name) ? given[name]! : undefined;
    if (value === undefined) {
      if (field.required) {
        issues.push({
          type: "missing",
          loc: [...place, name],
          msg: "Field required",
          input: given,
        });
      }
    } else if (value === null && !field.required) out[name] = null;
    else out[name] = checkField(field, value, [...place, name], issues);
  }
  if (issues.length > 0) throw refusal(issues);
  return out;
}

function checkField(field: Field, value: Json, loc: Place, issues: Issue[]): Json {
  const wrong = (type: string, msg: string, ctx?: JsonObject): Json => {
    issues.push({ type, loc, msg, input: value, ...ctx === undefined ? {} : { ctx } });
    return null;
  };
  switch (field.kind) {
    case "text":
      return typeof value === "string" ? value : wrong("string_type", MUST.text);
    case "object":
      return isObject(value) ? value : wrong("dict_type", MUST.object);
    case "boolean":
      return checkBoolean(value, wrong);
    case "messages":
      return checkMessages(value, loc, issues, wrong);
    default: {
      const number = field.kind === "integer"
        ? checkInteger(value, wrong)
        : checkNumber(value, wrong);
      if (typeof number !== "number") return number;
      const { minimum, maximum } = field;
      if (minimum !== undefined && number < minimum) {
        const msg = `Input should be greater than or equal to ${minimum}`;
        return wrong("greater_than_equal", msg, { ge: minimum });
      }
      if (maximum !== undefined && number > maximum) {
        const msg = `Input should be less than or equal to ${maximum}`;
        return wrong("less_than_equal", msg, { le: maximum });
      }
      return number;
    }
  }
}

type Wrong = (type: string, msg: string, ctx?: JsonObject) => Json;

const MUST = {
  text: "Input should be a valid string",
  object: "Input should be a valid dictionary",
  list: "Input should be a valid list",
  boolean: "Input should be a valid boolean",
  integer: "Input should be a valid integer",
  number: "Input should be a valid number",
};

function checkBoolean(value: Json, wrong: Wrong): Json {
  if (typeof value === "boolean") return value;
  const word = String(value).toLowerCase();
  if (typeof value === "string" || Number.isInteger(value)) {
    if (/^(1|true|t|yes|y|on)$/.test(word)) return true;
    if (/^(0|false|f|no|n|off)$/.test(word)) return false;
    return wrong("bool_parsing", `${MUST.boolean}, unable to interpret input`);
  }
  return wrong("bool_type", MUST.boolean);
}

function checkInteger(value: Json, wrong: Wrong): Json {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number") {
    if (Number.isInteger(value)) return value;
    return wrong("int_from_float", `${MUST.integer}, got a number with a fractional part`);
  }
  if (typeof value !== "string") return wrong("int_type", MUST.integer);
  if (/^\s*[+-]?\d+(\.0*)?\s*$/.test(value)) return Number(value);
  return wrong("int_parsing", `${MUST.integer}, unable to parse string as an integer`);
}

function checkNumber(value: Json, wrong: Wrong): Json {
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number") return value;
  if (typeof value !== "string") return wrong("float_type", MUST.number);
  const number = value.trim() === "" ? NaN : Number(value);
  if (!Number.isNaN(number)) return number;
  return wrong("float_parsing", `${MUST.number}, unable to parse string as a number`);
}

function checkMessages(value: Json, loc: Place, issues: Issue[], wrong: Wrong): Json {
  if (!Array.isArray(value)) return wrong("list_type", MUST.list);
  return value.map((message, index) => {
    const place = [...loc, index];
    if (!isObject(message)) {
      issues.push(noModel(place, message));
      return null;
    }
    for (const name of ["role", "content"]) {
      const part = message[name];
      if (part === undefined) {
        issues.push({
          type: "missing",
          loc: [...place, name],
          msg: "Field required",
          input: message,
        });
      } else if (typeof part !== "string") {
        issues.push({ type: "string_type", loc: [...place, name], msg: MUST.text, input: part });
      }
    }
    return { role: message.role ?? null, content: message.content ?? null };
  });
}

function noModel(loc: Place, input: Json): Issue {
  return {
    type: "model_attributes_type",
    loc,
    msg: "Input should be a valid dictionary or object to extract fields from",
    input,
  };
}

function refusal(issues: Issue[]): Fault {
  return new Fault(422, issues as unknown as Json);
}
