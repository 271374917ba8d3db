/** The worker: loads the model and works off orders. Bundled into worker_code.ts as text. */
import { parentPort, workerData } from "node:worker_threads";
import { isMemoryError } from "../client/errors.ts";
import { finish, Model } from "./model.ts";
import type { Order, Report, Start } from "./protocol.ts";
import { Scheduler } from "./scheduler.ts";
import { openWeights } from "./weights_file.ts";

const report = (message: Report) => parentPort?.postMessage(message);
const model = load(workerData as Start);
if (model !== undefined) serve(model);

function load({ weights, kernelCode }: Start): Model | undefined {
  try {
    const source = openWeights(weights);
    try {
      const model = finish(Model.load(source, kernelCode));
      report({ kind: "loaded" });
      return model;
    } finally {
      source.close();
    }
  } catch (error) {
    report({
      kind: "unloadable",
      code: isMemoryError(error) ? error.code : "unavailable",
      message: messageOf(error),
    });
  }
}

function serve(model: Model): void {
  const scheduler = new Scheduler((text, lane) => model.embed(text, lane), {
    budgetMs: 10,
    pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
    pauseFirst: false,
  });
  const cancels = new Map<number, () => void>();
  parentPort?.on("message", (order: Order) => {
    if ("cancel" in order) {
      cancels.get(order.cancel)?.();
      cancels.delete(order.cancel);
      return;
    }
    const { id, text, urgent } = order;
    const cancel = scheduler.add({
      text,
      urgent,
      done(vector) {
        cancels.delete(id);
        report({ kind: "vector", id, vector });
      },
      failed(error) {
        cancels.delete(id);
        report({ kind: "error", id, message: messageOf(error) });
      },
    });
    cancels.set(id, cancel);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
