import process from "node:process";
import { RestStore } from "../../client/rest.ts";
import { contract } from "./suite.ts";

// A throw-away server of one's own, e.g. MEM0_TEST_HOST=http://127.0.0.1:8888 MEM0_TEST_KEY=…; the
// tests write under users of their own and delete what they wrote.
const host = process.env.MEM0_TEST_HOST;
const apiKey = process.env.MEM0_TEST_KEY;

if (host) {
  contract(
    "live server",
    () => Promise.resolve({ store: new RestStore({ host, ...(apiKey && { apiKey }) }) }),
  );
}
