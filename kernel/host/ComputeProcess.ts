import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { language, setLanguage } from "../library/ground/language.ts";
import { isSpoken, languageOf } from "../library/ground/languageTag.ts";
import { say } from "../library/ground/say.ts";
import {
  type AnyMessage,
  type CellReply,
  isMessage,
  type Message,
  messageFactory,
  parentId,
} from "../protocol/message.ts";
import { type Door, ipcDoor } from "../transport/ipc.ts";
import { causeOfDeath } from "./causeOfDeath.ts";

export interface ComputeOptions {
  /** The notebook's folder: the cells' working directory, where imports are looked for. */
  folder: string;
  /** URL of the built compute.js. */
  script: URL;
  /** Gets what native code and child processes write, past the cells' own `console`; default: this process's streams. */
  onWrite?: (name: "stdout" | "stderr", text: string) => void;
}

/** The compute process ended while it was running a cell, or before it could. */
export class ComputeDiedError extends Error {
  override name = "ComputeDiedError";
}

/** What V8 writes before it gives up is at the end of stderr. */
const keptTail = 4000;
const lastWordsMs = 200;
/** The inspector that evaluates cells says so at the end; it tells a reader nothing. */
const inspectorNote = "Waiting for the debugger to disconnect...\n";
/** What a newer TensorFlow writes while it is loaded, at a level that no setting of it turns off. */
const startNotes = /^(WARNING: All log messages before absl::InitializeLog.*|I\d{4} [\d:.]+ +\d+ \w+\.cc:\d+\] .*)\n/gm;

/** The host's side of one compute process: starts it, hands it messages, interrupts it, notices its death. */
export class Compute {
  readonly #message = messageFactory(randomUUID(), "glassbook");
  readonly #process: ChildProcess;
  readonly #door: Door;
  /** Cells so far, by which an interrupt names the one it means. */
  #handedOver = 0;
  readonly #listeners = new Set<(message: AnyMessage) => void>();
  #stderrTail = "";
  #waits = false;
  #exited: number | undefined;
  #executionCount = 0;
  /** Rejects when the process has ended, however it did. */
  readonly died: Promise<never>;

  constructor({ folder, script, onWrite }: ComputeOptions) {
    this.#process = fork(fileURLToPath(script), [], {
      cwd: folder,
      env: { ...process.env, GLASSBOOK_LANGUAGE: language() },
      // Descriptor 4 carries interrupts and synchronous answers, which have to get through while the process is busy.
      stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
      serialization: "advanced",
      execArgv: ["--no-warnings=ExperimentalWarning", "--max-semi-space-size=4"],
    });
    this.#door = ipcDoor(this.#process);
    this.#door.onMessage((message) => {
      // Asked without holding the process, so no earlier question that did is still open.
      if (isMessage(message, "input_request")) this.#waits = false;
      this.#tell(message);
    });
    for (const name of ["stdout", "stderr"] as const) {
      this.#process[name]?.setEncoding("utf8").on("data", (given: string) => {
        const text = given.replace(inspectorNote, "").replace(startNotes, "");
        if (text === "") return;
        if (name === "stderr") this.#stderrTail = (this.#stderrTail + text).slice(-keptTail);
        if (onWrite) onWrite(name, text);
        else process[name].write(text);
      });
    }
    this.died = new Promise((_, reject) => {
      this.#process.once("error", (error) =>
        reject(new ComputeDiedError(say`The kernel did not start: ${error.message}`)),
      );
      this.#process.once("exit", (code, signal) => {
        const tell = () => {
          const cause =
            this.#exited === undefined
              ? causeOfDeath(code, signal, this.#stderrTail)
              : causeOfDeath(this.#exited, null, this.#stderrTail);
          reject(new ComputeDiedError(cause));
        };
        // Its last words may still be in the pipe; a child of its own may keep that open for long.
        this.#process.once("close", tell);
        setTimeout(tell, lastWordsMs);
      });
    });
    this.died.catch(() => {});
    // The process may be gone before an interrupt that was on its way.
    this.#pipe?.on("error", () => {});
    this.#readPipe();
  }

  get #pipe() {
    const pipe = this.#process.stdio[4];
    return pipe && "write" in pipe ? pipe : undefined;
  }

  send(message: AnyMessage): void {
    if (isMessage(message, "execute_request")) this.#begin(message);
    else if (isMessage(message, "input_reply") && this.#waits) {
      this.#waits = false;
      this.#pipe?.write(`${JSON.stringify(message.content.value)}\n`);
    } else this.#door.send(message);
  }

  /** Hands over a cell, and says at once what needs no word from the process: the front end reads it meanwhile. */
  #begin(request: Message<"execute_request">): void {
    const { code, silent, store_history } = request.content;
    const tag = /^\s*%language\s+(\S+)/m.exec(code)?.[1];
    const spoken = tag !== undefined && isSpoken(tag) ? languageOf(tag) : undefined;
    // What this side says, and the next process where this one dies, is in it too.
    if (spoken) void setLanguage(spoken);
    if (store_history && !silent) this.#executionCount++;
    const execution_count = this.#executionCount;
    this.#handedOver++;
    this.#door.send({ ...request, metadata: { ...request.metadata, execution_count } });
    this.#tell(this.#message("status", { execution_state: "busy" }, request.header));
    if (!silent) this.#tell(this.#message("execute_input", { code, execution_count }, request.header));
  }

  #tell(message: Message): void {
    for (const listener of [...this.#listeners]) listener(message as unknown as AnyMessage);
  }

  /**
   * What the process says while it cannot use its own channel: questions of `prompt`, which holds it until it is
   * answered the same way, and with which status it exits.
   */
  #readPipe(): void {
    const pipe = this.#process.stdio[4];
    if (!pipe || !("setEncoding" in pipe)) return;
    createInterface({ input: pipe }).on("line", (line) => {
      const said = JSON.parse(line) as AnyMessage | { exited: number };
      if ("exited" in said) {
        this.#exited = said.exited;
        return;
      }
      this.#waits = true;
      this.#tell(said);
    });
  }

  /** Every message of the process, in order. Returns how to listen no more. */
  onMessage(listener: (message: AnyMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Runs one cell.
   *
   * @param onMessage gets every message of this cell, in order, before the promise settles.
   * @throws ComputeDiedError
   */
  async execute(code: string, onMessage: (message: AnyMessage) => void): Promise<CellReply> {
    const request = this.#message("execute_request", {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
    let forget: (() => void) | undefined;
    const ended = new Promise<CellReply>((resolve) => {
      let reply: CellReply | undefined;
      forget = this.onMessage((message) => {
        if (parentId(message) !== request.header.msg_id) return;
        onMessage(message);
        if (isMessage(message, "execute_reply") && message.content.status !== "aborted") reply = message.content;
        if (isMessage(message, "status") && message.content.execution_state === "idle" && reply) resolve(reply);
      });
    });
    try {
      this.send(request as AnyMessage);
      return await Promise.race([ended, this.died]);
    } finally {
      forget?.();
    }
  }

  /** Interrupts the running cell, also in a loop that never awaits; variables keep their values. */
  interrupt(): void {
    this.#pipe?.write(`!${this.#handedOver}\n`);
  }

  /** Ends the process; what it ran is lost. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill("SIGKILL");
    await this.died.catch(() => {});
  }
}
