import { EmbeddedStore } from "../../embedded/store.ts";
import { contract } from "./suite.ts";

contract("embedded", async () => ({ store: await EmbeddedStore.open({ path: ":memory:" }) }));
