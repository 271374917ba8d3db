import assert from "node:assert/strict";
import { proseOf } from "./pasted.ts";

const PRINTED = [
  "main.c:12:5: error: expected ';' before 'return'",
  "  14:22  error  'x' is never used  no-unused-vars",
  "--- FAIL: TestCheckout (0.03s)",
  "ok  \tgithub.com/acme/ledger\t0.412s",
  "3 failed, 41 passed in 12.5s",
  "> Task :app:compileDebugKotlin FAILED",
  "BUILD FAILED in 14s",
  "TASK [nginx : reload] *********",
  "ok: [web-3] => (item=tls)",
  "Successfully installed numpy-2.1.0 pandas-2.2.3",
  "Collecting scipy>=1.11",
  "commit 4f1c2ab9 (HEAD -> main)",
  " 3 files changed, 12 insertions(+), 4 deletions(-)",
  "GET /api/orders 500 34.120 ms - 98",
  "< HTTP/1.1 401 Unauthorized",
  "E/AndroidRuntime: FATAL EXCEPTION: main",
  "epoch 3/10 loss=nan acc=0.100",
  "[    4.112233] usb 1-1: device descriptor read/64, error -71",
  "==4711== Invalid read of size 8",
  'Error from server (NotFound): pods "api-0" not found',
  "  Warning  BackOff  5m  kubelet  Back-off restarting failed container",
  "[==========>         ] 52% 12.1MB/s",
  'error: Provisioning profile "Wren" is required by the team',
  "error[E0382]: borrow of moved value",
  "fatal: not a git repository (or any of the parent directories)",
];
for (const line of PRINTED) {
  Deno.test(`proseOf leaves out what a program printed: ${line.trim().slice(0, 40)}`, () => {
    assert.equal(proseOf(`why this?\n${line}\n`).prose.trim(), "why this?");
  });
}

const TYPED = [
  "note: staging is on port 9090",
  "errors: we always answer with problem+json",
  "Checking in generated files is forbidden",
  "Compiling takes ten minutes because the cache is off",
  "webpack is gone, we use vite",
  "GET /health returns 200 even when the database is down",
  "3 failed logins lock an account for an hour",
  "Server: the build box is called ash",
  "ok staging.example.com is the one to use",
  "Setting up the VPN needs the token from Ida",
  "Collecting metrics is the job of Prometheus",
  "Connection refused on 5432 was caused by the old socket file, removed it",
  "Finished goods are counted in pallets, not in pieces",
  "defaced pages go to the security team",
  "10:30 is the daily stand-up",
  "ssh: use port 2222 on the bastion",
];
for (const line of TYPED) {
  Deno.test(`proseOf keeps what somebody typed: ${line.slice(0, 40)}`, () => {
    assert.equal(proseOf(line).prose, line);
  });
}
