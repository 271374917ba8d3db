import type { Json } from "../../client/store.ts";
import type { JsonObject } from "../../client/wire.ts";
import { type Field, MEMORY_CREATE, MEMORY_UPDATE, type Model, SEARCH_REQUEST } from "./models.ts";
import { ROUTES } from "./routes.ts";

/**
 * What is served, as OpenAPI: made from the same routes and models that answer. Clients tell a
 * server's abilities from its paths and field names, so these are the server's.
 */
export function describeApi(version: string): Json {
  const paths: Record<string, JsonObject> = {};
  for (const route of ROUTES) {
    const names = route.path.startsWith("/entities")
      ? ["entity_type", "entity_id"]
      : [route.path.startsWith("/api-keys") ? "key_id" : "memory_id"];
    let index = 0;
    const path = route.path.replaceAll("{}", () => `{${names[index++]}}`);
    const parameters: Json[] = names.slice(0, index).map((name) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    }));
    for (const [name, field] of Object.entries(route.query ?? {})) {
      parameters.push({ name, in: "query", required: false, schema: schemaOf(field) });
    }
    const operation: JsonObject = {
      summary: route.summary,
      responses: { "200": { description: "Done" }, "422": { description: "Not in this form" } },
      ...parameters.length > 0 ? { parameters } : {},
      ...route.access === "anybody" ? {} : { security: [{ APIKeyHeader: [] }] },
    };
    const model = Object.entries(MODELS).find(([, fields]) => fields === route.body)?.[0];
    if (model !== undefined) {
      const schema = { $ref: `#/components/schemas/${model}` };
      operation.requestBody = { required: true, content: { "application/json": { schema } } };
    }
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Mem0 REST APIs",
      description: "An embedded memory store that answers as a Mem0 server does.",
      version,
    },
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(MODELS).map(([name, model]) => [name, modelSchema(model)]),
      ),
      securitySchemes: { APIKeyHeader: { type: "apiKey", in: "header", name: "X-API-Key" } },
    },
  };
}

const MODELS: Record<string, Model> = {
  MemoryCreate: MEMORY_CREATE,
  MemoryUpdate: MEMORY_UPDATE,
  SearchRequest: SEARCH_REQUEST,
};

function modelSchema(model: Model): Json {
  return {
    type: "object",
    required: Object.keys(model).filter((name) => model[name]!.required === true),
    properties: Object.fromEntries(
      Object.entries(model).map(([name, field]) => [name, schemaOf(field)]),
    ),
  };
}

function schemaOf(field: Field): JsonObject {
  const { kind, minimum, maximum, description } = field;
  const message = {
    type: "object",
    required: ["role", "content"],
    properties: { role: { type: "string" }, content: { type: "string" } },
  };
  const type: JsonObject = kind === "messages"
    ? { type: "array", items: message }
    : { type: kind === "text" ? "string" : kind };
  if (minimum !== undefined) type.minimum = minimum;
  if (maximum !== undefined) type.maximum = maximum;
  return {
    ...field.required ? type : { anyOf: [type, { type: "null" }] },
    ...description === undefined ? {} : { description },
  };
}
