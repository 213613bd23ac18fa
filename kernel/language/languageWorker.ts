// The language service's thread: one question after the other.
import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { garbageCollector } from "../interpreter/collectGarbage.ts";
import type { FromWorker, ToWorker } from "./client.ts";
import { LanguageService } from "./LanguageService.ts";

const niceness = 5;

const { folder } = workerData as { folder: string };
const service = new LanguageService(folder, fileURLToPath(new URL("../", import.meta.url)));
const collect = garbageCollector();
// On Linux a priority is one thread's own: cells go first where the processors are few.
if (process.platform === "linux") setPriority(niceness);

parentPort?.on("message", (message: ToWorker) => {
  if (message.kind === "add") for (const code of message.codes) service.add(code);
  else if (message.kind === "restart") service.restart();
  else parentPort?.postMessage(answer(message));
  collect();
});

function answer({ id, question, parameters }: Extract<ToWorker, { kind: "ask" }>): FromWorker {
  try {
    const ask = service[question] as (...given: unknown[]) => unknown;
    return { id, answer: ask.apply(service, parameters) };
  } catch (error) {
    return { id, failed: String((error as Error).stack ?? error) };
  }
}
