import { Worker } from "node:worker_threads";
import type { InterruptWorkerData } from "./interruptWorker.ts";

const graceMs = 100;

/**
 * Listens for the host's interrupts on a pipe, in a worker thread: `onInterrupt` is called at once where the event loop
 * is free; where it is not, the running synchronous code is terminated, and `onTerminated` is called too.
 *
 * @param script the built interruptWorker.js
 */
export function listenForInterrupts(
  descriptor: number,
  script: URL,
  { onInterrupt, onTerminated }: { onInterrupt(): void; onTerminated(): void },
): void {
  const seen = new SharedArrayBuffer(4);
  const workerData: InterruptWorkerData = { descriptor, graceMs, seen };
  const worker = new Worker(script, { workerData });
  worker.on("message", (message: "interrupt" | "terminated") => {
    if (message === "terminated") return onTerminated();
    Atomics.add(new Int32Array(seen), 0, 1);
    onInterrupt();
  });
  worker.unref();
}
