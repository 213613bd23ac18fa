import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { type AnyMessage, isMessage, type Message, messageFactory } from "./protocol/message.ts";
import { type Door, ipcDoor } from "./transport/ipc.ts";

export interface ComputeOptions {
  /** The notebook's folder: the cells' working directory, where imports are looked for. */
  folder: string;
  /** URL of the built compute.js. */
  script: URL;
}

/** The compute process ended while it was running a cell, or before it could. */
export class ComputeDiedError extends Error {
  override name = "ComputeDiedError";
}

/** The host's side of one compute process: starts it, hands it cells, interrupts it, notices its death. */
export class Compute {
  readonly #message = messageFactory(randomUUID(), "glassbook");
  readonly #process: ChildProcess;
  readonly #door: Door;
  readonly #listeners = new Set<(message: AnyMessage) => void>();
  readonly #died: Promise<never>;

  constructor({ folder, script }: ComputeOptions) {
    this.#process = fork(fileURLToPath(script), [], {
      cwd: folder,
      // Descriptor 4 carries interrupts, which have to get through while the process is busy.
      stdio: ["ignore", "inherit", "inherit", "ipc", "pipe"],
      execArgv: ["--no-warnings=ExperimentalWarning"],
    });
    this.#door = ipcDoor(this.#process);
    this.#door.onMessage((message) => {
      for (const listener of this.#listeners) listener(message);
    });
    this.#died = new Promise((_, reject) => {
      this.#process.once("error", (error) =>
        reject(new ComputeDiedError(`the kernel did not start: ${error.message}`)),
      );
      this.#process.once("exit", (code, signal) => {
        const how = signal ? `was ended by ${signal}` : `exited with status ${code}`;
        reject(new ComputeDiedError(`the process that runs the cells ${how}; variables are lost`));
      });
    });
    this.#died.catch(() => {});
  }

  /**
   * Runs one cell.
   *
   * @param onMessage gets every message of this cell, in order, before the promise settles.
   * @throws ComputeDiedError
   */
  async execute(code: string, onMessage: (message: AnyMessage) => void): Promise<Message<"execute_reply">["content"]> {
    const request = this.#message("execute_request", {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
    let listener: ((message: AnyMessage) => void) | undefined;
    const ended = new Promise<Message<"execute_reply">["content"]>((resolve) => {
      let reply: Message<"execute_reply">["content"] | undefined;
      listener = (message) => {
        if (!("msg_id" in message.parent_header) || message.parent_header.msg_id !== request.header.msg_id) return;
        onMessage(message);
        if (isMessage(message, "execute_reply")) reply = message.content;
        if (isMessage(message, "status") && message.content.execution_state === "idle" && reply) resolve(reply);
      };
      this.#listeners.add(listener);
    });
    try {
      this.#door.send(request as AnyMessage);
      return await Promise.race([ended, this.#died]);
    } finally {
      if (listener) this.#listeners.delete(listener);
    }
  }

  /** Interrupts the running cell, also in a loop that never awaits; variables keep their values. */
  interrupt(): void {
    const pipe = this.#process.stdio[4];
    if (pipe && "write" in pipe) pipe.write("!");
  }

  /** Ends the process; what it ran is lost. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill("SIGKILL");
    await this.#died.catch(() => {});
  }
}
