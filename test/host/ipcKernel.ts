import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type AnyMessage, isMessage, messageFactory, parentId } from "../../kernel/protocol/message.ts";
import { type Door, ipcDoor } from "../../kernel/transport/ipc.ts";
import { root } from "../goldens.ts";

/** A kernel behind the door that an editor uses. */
export class IpcKernel {
  readonly #message = messageFactory(randomUUID(), "test");
  readonly process: ChildProcess;
  readonly door: Door;
  #listener: ((message: AnyMessage) => void) | undefined;

  constructor(folder: string, env: NodeJS.ProcessEnv = {}) {
    this.process = fork(join(root, "dist/kernel/main.js"), ["kernel", "--ipc"], {
      cwd: folder,
      serialization: "advanced",
      execArgv: [],
      env: { ...process.env, GLASSBOOK_CACHE: folder, ...env },
    });
    this.door = ipcDoor(this.process);
    this.door.onMessage((message) => this.#listener?.(message));
  }

  /** Runs a cell; every message of it, until reply and idle are both there. */
  execute(code: string): Promise<AnyMessage[]> {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    const request = this.#message("execute_request", { ...content, stop_on_error: false });
    return new Promise((resolve) => {
      const messages: AnyMessage[] = [];
      this.#listener = (message) => {
        if (parentId(message) !== request.header.msg_id) return;
        messages.push(message);
        const replied = messages.some((each) => isMessage(each, "execute_reply"));
        if (replied && isMessage(message, "status") && message.content.execution_state === "idle") resolve(messages);
      };
      this.door.send(request as AnyMessage);
    });
  }

  /** What an editor that closes does; resolves when the kernel has gone. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.disconnect();
    await ended;
  }
}
