/**
 * The model in a worker thread, whose code is text, so that it works inside a bundle.
 *
 * @module
 */
import { Worker } from "node:worker_threads";
import { MemoryError } from "../client/errors.ts";
import type { Engine } from "./engine.ts";
import { KERNEL_CODE } from "./kernel_code.ts";
import type { Order, Report, Start } from "./protocol.ts";
import { WORKER_CODE } from "./worker_code.ts";

/**
 * What the worker's URL holds: it runs the code it is handed. Bun 1.3.14 takes a data: URL for a path,
 * and refuses one of more than 4,096 bytes, so that the code itself can't be in it.
 */
const BOOTSTRAP = `import { createRequire } from "node:module";
import { workerData } from "node:worker_threads";
new Function("require", workerData.code)(createRequire("file:///worker.js"));`;

interface Waiting {
  resolve(vector: Float32Array): void;
  reject(error: MemoryError): void;
}

/**
 * Starts a worker and loads the model in it. An idle worker doesn't keep the process alive.
 *
 * @param onDeath Told when the worker ends by itself, after it was loaded.
 * @returns undefined where no worker can be started.
 * @throws {MemoryError} `unavailable` when the worker runs, but can't load the model.
 */
export function startWorker(weights: string, onDeath: () => void): Promise<Engine | undefined> {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let loaded = false;
  let closed = false;
  const end = (why: string) => {
    closed = true;
    for (const { reject } of waiting.values()) {
      reject(new MemoryError("unavailable", `Cannot embed a text: ${why}`, { retryable: true }));
    }
    waiting.clear();
  };
  return new Promise((resolve, reject) => {
    let worker: Worker;
    try {
      const start: Start = { weights, kernelCode: KERNEL_CODE, code: WORKER_CODE };
      worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(BOOTSTRAP)}`), {
        workerData: start,
      });
    } catch {
      // No threads here (a sandbox, a runtime without them): the caller has another way.
      return resolve(undefined);
    }
    const send = (order: Order) => worker.postMessage(order);
    const engine: Engine = {
      embed(text, urgent) {
        const id = ++last;
        const vector = new Promise<Float32Array>((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          if (closed) end("its worker has ended");
          else send({ id, text, urgent });
        });
        return {
          vector,
          cancel() {
            if (waiting.delete(id) && !closed) send({ cancel: id });
          },
        };
      },
      async close() {
        end("the embedder has been closed");
        await worker.terminate();
      },
    };
    const died = () => {
      if (!loaded) return resolve(undefined);
      if (closed) return;
      end("its worker has ended");
      onDeath();
    };
    worker.on("error", died);
    worker.on("exit", died);
    worker.on("message", (report: Report) => {
      if (report.kind === "loaded") {
        loaded = true;
        return resolve(engine);
      }
      if (report.kind === "unloadable") {
        closed = true;
        reject(new MemoryError(report.code, report.message));
        void worker.terminate();
        return;
      }
      const job = waiting.get(report.id);
      waiting.delete(report.id);
      if (report.kind === "vector") job?.resolve(report.vector);
      else job?.reject(new MemoryError("unavailable", `Cannot embed a text: ${report.message}`));
    });
    // After the listeners: in Node one for messages keeps the process alive again.
    worker.unref();
  });
}
