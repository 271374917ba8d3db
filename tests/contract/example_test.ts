import { contract } from "./suite.ts";
import { MapStore } from "../../examples/backend/map_store.ts";

contract("of docs/backends.md", () => Promise.resolve({ store: new MapStore() }));
