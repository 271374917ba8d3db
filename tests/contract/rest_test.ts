import { RestStore } from "../../client/rest.ts";
import { createHandler } from "../../embedded/handler.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import { contract } from "./suite.ts";

// The whole way there and back without a socket: the client's requests, the handler, SQLite.
contract("rest over handler", async () => {
  const embedded = await EmbeddedStore.open({ path: ":memory:" });
  const handle = createHandler(embedded, { keys: { admin: "test-key" } });
  const store = new RestStore({
    host: "http://memory.test",
    apiKey: "test-key",
    fetch: (input, init) => handle(new Request(input, init)),
  });
  return { store, close: () => embedded.close() };
});
