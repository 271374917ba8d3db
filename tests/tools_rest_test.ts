/** The tools over REST: the same scenarios through the client and the handler, over HTTP's own types. */
import process from "node:process";
import { RestStore } from "../client/rest.ts";
import { createHandler } from "../embedded/handler.ts";
import { EmbeddedStore } from "../embedded/store.ts";
import { scenarios } from "../plugin/core/tools/testdata/scenarios.ts";

const KEY = "a-key-of-the-tests";

scenarios("REST", async () => {
  const served = await EmbeddedStore.open({ path: ":memory:" });
  const handle = createHandler(served, { keys: { admin: KEY } });
  const store = new RestStore({
    host: "http://localhost:8888",
    apiKey: KEY,
    fetch: (input, init) => handle(new Request(input, init)),
  });
  return {
    store,
    close: async () => {
      await store.close();
      await served.close();
    },
  };
});

// A throw-away server of one's own: users ann and bob are deleted there.
const host = process.env.MEM0_TEST_HOST;
const apiKey = process.env.MEM0_TEST_KEY;
if (host && apiKey) {
  scenarios(
    "a live server",
    async () => {
      const store = new RestStore({ host, apiKey });
      const clear = async () => {
        for (const user of ["ann", "bob"]) await store.removeAll({ scope: { user } });
      };
      await clear();
      return {
        store,
        close: async () => {
          await clear();
          await store.close();
        },
      };
    },
    60,
  );
}
