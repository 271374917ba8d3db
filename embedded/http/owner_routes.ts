/**
 * The routes that are about more than one memory: bulk removal, reset, entities.
 *
 * @module
 */
import type { Json } from "../../client/store.ts";
import { encodeEntity } from "../../client/wire.ts";
import { asUpstream, type Call } from "./call.ts";
import { Fault } from "./faults.ts";
import { readScope } from "./identifiers.ts";
import { checkQuery, SCOPE_QUERY } from "./models.ts";

export async function removeAll({ store, query, signal }: Call): Promise<Json> {
  const fields = checkQuery(SCOPE_QUERY, query);
  const scope = asUpstream(() => readScope(fields, "query"));
  if (Object.keys(scope).length === 0) {
    throw new Fault(400, "At least one identifier is required.");
  }
  await store.removeAll({ scope, showExpired: true }, { signal });
  return { message: "All relevant memories deleted" };
}

export async function reset({ store }: Call): Promise<Json> {
  await store.reset();
  return { message: "All memories reset" };
}

export async function entities({ store, signal }: Call): Promise<Json> {
  const utc = (time: string | undefined) => time?.replace(/\+00:00$/, "Z");
  return (await store.entities({ signal })).map((entity) => {
    const { createdAt, updatedAt, ...rest } = entity;
    const first = utc(createdAt);
    const last = utc(updatedAt ?? createdAt);
    return encodeEntity({
      ...rest,
      ...first === undefined ? {} : { createdAt: first },
      ...last === undefined ? {} : { updatedAt: last },
    });
  });
}

export async function removeEntity({ store, parameters }: Call): Promise<Json> {
  const [type, id] = parameters as [string, string];
  if (type !== "user" && type !== "agent" && type !== "run") {
    const expected = "'user', 'agent' or 'run'";
    throw new Fault(422, [{
      type: "literal_error",
      loc: ["path", "entity_type"],
      msg: `Input should be ${expected}`,
      input: type,
      ctx: { expected },
    }]);
  }
  await store.removeEntity(
    type,
    asUpstream(() => readScope({ [`${type}_id`]: id }, "query")[type] ?? ""),
  );
  return { message: "Entity deleted" };
}
