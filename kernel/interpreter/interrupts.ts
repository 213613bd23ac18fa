import { Worker } from "node:worker_threads";
import { type InterruptWorkerData, states, waiting } from "./interruptProtocol.ts";

const graceMs = 100;
const longestAnswer = 1 << 20;

/** The host's pipe, which reaches this process while it is busy or waits. */
export interface HostPipe {
  /**
   * Sends a line to the host and holds this thread until its answer.
   *
   * @returns undefined when it was interrupted meanwhile
   */
  askAndWait(line: string): string | undefined;
}

/**
 * Listens to the host's pipe, in a worker thread: `onInterrupt` is called at once where the event loop is free; where it
 * is not, the running synchronous code is terminated, and `onTerminated` is called too.
 *
 * @param script the built interruptWorker.js
 */
export function listenForInterrupts(
  descriptor: number,
  script: URL,
  { onInterrupt, onTerminated }: { onInterrupt(cell: number): void; onTerminated(): void },
): HostPipe {
  const seen = new SharedArrayBuffer(4);
  const wait = new SharedArrayBuffer(8);
  const answer = new SharedArrayBuffer(longestAnswer);
  const workerData: InterruptWorkerData = { descriptor, graceMs, seen, wait, answer };
  const worker = new Worker(script, { workerData });
  worker.on("message", (message: number | "terminated") => {
    if (message === "terminated") return onTerminated();
    Atomics.add(new Int32Array(seen), 0, 1);
    onInterrupt(message);
  });
  worker.unref();

  return {
    askAndWait(line) {
      const waited = new Int32Array(wait);
      Atomics.store(waited, waiting.state, states.waiting);
      worker.postMessage(line);
      Atomics.wait(waited, waiting.state, states.waiting);
      const state = Atomics.exchange(waited, waiting.state, states.free);
      if (state !== states.answered) return undefined;
      return Buffer.from(new Uint8Array(answer).slice(0, Atomics.load(waited, waiting.length))).toString("utf8");
    },
  };
}
