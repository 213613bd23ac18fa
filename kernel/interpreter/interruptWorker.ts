// Runs in a worker thread, since the main thread may be in a loop that never comes back to its event loop, or waiting.
import { createReadStream, writeSync } from "node:fs";
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import { type InterruptWorkerData, states, waiting } from "./interruptProtocol.ts";

const { descriptor, graceMs, seen, wait, answer } = workerData as InterruptWorkerData;
const acknowledged = new Int32Array(seen);
const waited = new Int32Array(wait);
const session = new Session();
session.connectToMainThread();

/** Wakes the main thread if it waits. */
function wake(state: number): boolean {
  const waits = Atomics.compareExchange(waited, waiting.state, states.waiting, state) === states.waiting;
  if (waits) Atomics.notify(waited, waiting.state);
  return waits;
}

let interrupts = 0;
function interrupt(cell: number): void {
  const mine = ++interrupts;
  wake(states.interrupted);
  parentPort?.postMessage(cell);
  setTimeout(() => {
    // Not seen: the main thread is busy in synchronous code. Terminating keeps its state.
    if (Atomics.load(acknowledged, 0) >= mine) return;
    session.post("Runtime.terminateExecution");
    parentPort?.postMessage("terminated");
  }, graceMs);
}

function answered(text: string): void {
  const bytes = new TextEncoder().encode(text).subarray(0, answer.byteLength);
  new Uint8Array(answer).set(bytes);
  Atomics.store(waited, waiting.length, bytes.length);
  wake(states.answered);
}

let rest = "";
createReadStream("", { fd: descriptor, autoClose: false, encoding: "utf8" })
  .on("data", (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("!")) interrupt(Number(line.slice(1)));
      else answered(JSON.parse(line) as string);
    }
  })
  // The host is gone; the main thread may never see it, being in a loop.
  .on("end", () => process.kill(process.pid, "SIGKILL"));

// A question of a main thread that waits, and so cannot send it itself.
parentPort?.on("message", (line: string) => writeSync(descriptor, `${line}\n`));
