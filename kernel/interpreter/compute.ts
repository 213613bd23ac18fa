// The compute process: runs the cells and holds the TensorFlow session. Forked by the host, which it speaks to by ipc.
import { writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { setLanguage } from "../library/ground/language.ts";
import { languageOf } from "../library/ground/languageTag.ts";
import type { Session } from "../library/ground/session.ts";
import { isMessage } from "../protocol/message.ts";
import { privateDoor } from "../transport/ipc.ts";
import { garbageCollector } from "./collectGarbage.ts";
import { compileCell } from "./compileCell.ts";
import { Interpreter } from "./interpreter.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { cellModules } from "./modules.ts";
import { sessionStarter } from "./sessionStarter.ts";

/** The pipe by which the host reaches this process while it is busy. */
const pipeDescriptor = 4;
const warmAfterMs = 100;
/** After a cell without another, garbage is collected, unless there is so much in use that it takes long. */
const restAfterMs = 500;
const largestHeap = 100e6;
/** The cells' own timers are another matter. */
const later = setTimeout;

Error.stackTraceLimit = 50;
// Before a message is taken: none waits for it later.
await setLanguage(languageOf(process.env.GLASSBOOK_LANGUAGE) ?? "en");
const home = new URL("../", import.meta.url);
const door = privateDoor();
const modules = cellModules({
  folder: process.cwd(),
  home,
  hooks: new URL("./moduleHooks.js", import.meta.url),
  startTensorFlow: sessionStarter(process.cwd()),
});
const pipe = listenForInterrupts(pipeDescriptor, new URL("./interruptWorker.js", import.meta.url), {
  onInterrupt: (cell) => interpreter.interrupt(cell),
  onTerminated: () => interpreter.terminated(),
});
const interpreter = new Interpreter({
  modules,
  home: fileURLToPath(new URL("../", home)),
  send: door.send,
  askAndWait: (message) => pipe.askAndWait(JSON.stringify(message)),
  // The library's sessionKey; importing it would load TensorFlow.js.
  session: () => (globalThis as { [key: symbol]: Session | undefined })[Symbol.for("glassbook.session")],
});

for (const name of ["stdout", "stderr"] as const) {
  // console.* ends here too; Node's own warnings reach the cell that caused them.
  process[name].write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    interpreter.write(name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
    const callback = rest.find((argument) => typeof argument === "function") as (() => void) | undefined;
    if (callback) process.nextTick(callback);
    return true;
  };
}

// With an inspector attached and module hooks in a thread of their own, Node's own exit can wait for ever.
(process as unknown as { reallyExit(code: number): void }).reallyExit = (code) => {
  writeSync(pipeDescriptor, `${JSON.stringify({ exited: code })}\n`);
  process.kill(process.pid, "SIGKILL");
};
process.on("uncaughtException", (error) => interpreter.strayReport(error)());
const rejected = new Set<Promise<unknown>>();
process.on("unhandledRejection", (error, promise) => {
  const report = interpreter.strayReport(error);
  rejected.add(promise);
  // The promise may be the cell's value, which the kernel is about to await.
  setImmediate(() => rejected.delete(promise) && report());
});
process.on("rejectionHandled", (promise) => rejected.delete(promise));
// Ctrl-C in a terminal reaches the whole process group; the host decides what it means.
process.on("SIGINT", () => {});

const collect = garbageCollector(largestHeap);
let resting: NodeJS.Timeout | undefined;
const rest = () => {
  clearTimeout(resting);
  resting = later(collect, restAfterMs);
};

door.onMessage((message) => {
  if (isMessage(message, "execute_request")) void interpreter.execute(message).then(rest);
  else if (isMessage(message, "input_reply")) interpreter.inputReply(message.content.value);
  else if (isMessage(message, "debug_request")) void interpreter.debug(message);
  else if (isMessage(message, "comm_open")) void interpreter.comm(message);
  else if (isMessage(message, "comm_msg")) void interpreter.comm(message);
  else if (isMessage(message, "comm_close")) void interpreter.comm(message);
});
door.onClose(() => process.exit());

// What the first cells will need, while the reader still types.
setTimeout(
  () => compileCell("const warm: number = 1;\nfunction up(x: number) { return x + warm }\nup(2)"),
  warmAfterMs,
);
