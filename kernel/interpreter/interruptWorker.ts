// Runs in a worker thread, since the main thread may be in a loop that never comes back to its event loop.
import { createReadStream } from "node:fs";
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";

/** File descriptor that the host writes a byte to for each interrupt; how long the main thread has to react. */
export interface InterruptWorkerData {
  descriptor: number;
  graceMs: number;
  /** Int32Array of one: the number of interrupts that the main thread has seen. */
  seen: SharedArrayBuffer;
}

const { descriptor, graceMs, seen } = workerData as InterruptWorkerData;
const acknowledged = new Int32Array(seen);
const session = new Session();
session.connectToMainThread();

let interrupts = 0;
createReadStream("", { fd: descriptor, autoClose: false }).on("data", (chunk) => {
  interrupts += chunk.length;
  const mine = interrupts;
  parentPort?.postMessage("interrupt");
  setTimeout(() => {
    // Not seen: the main thread is busy in synchronous code. Terminating keeps its state.
    if (Atomics.load(acknowledged, 0) >= mine) return;
    session.post("Runtime.terminateExecution");
    parentPort?.postMessage("terminated");
  }, graceMs);
});
