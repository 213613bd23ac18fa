import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  type AnyMessage,
  type Contents,
  type Message,
  type MessageType,
  messageFactory,
  parentId,
} from "../../kernel/protocol/message.ts";
import { type Door, ipcDoor } from "../../kernel/transport/ipc.ts";
import { didNotStart, endOfKernel } from "./endOfKernel.ts";

export interface KernelProcessOptions {
  /** The built kernel's main.js. */
  main: string;
  /** The notebook's. */
  folder: string;
  env: Record<string, string>;
  onMessage(message: AnyMessage): void;
  /** It ended without being asked to; a sentence that says how. */
  onDeath(reason: string): void;
  log(text: string): void;
}

type Reply<T extends MessageType> = T extends `${infer Name}_request` ? Contents[`${Name}_reply` & MessageType] : never;

/** The kernel ended before it answered. */
export class KernelGoneError extends Error {
  override name = "KernelGoneError";
}

const endWithinMs = 5000;

/** One kernel, run by the editor's own Node. */
export class KernelProcess {
  readonly #message = messageFactory(randomUUID(), "vscode");
  readonly #process: ChildProcess;
  readonly #door: Door;
  readonly #waiting = new Map<string, { resolve(content: unknown): void; reject(error: Error): void }>();
  readonly #ended: Promise<void>;
  #closing = false;

  constructor({ main, folder, env, onMessage, onDeath, log }: KernelProcessOptions) {
    this.#process = fork(main, ["kernel", "--ipc"], {
      cwd: folder,
      // In the desktop's editor, process.execPath is Electron.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", ...env },
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#door = ipcDoor(this.#process);
    this.#door.onMessage((message) => {
      const id = parentId(message) ?? "";
      if (message.header.msg_type.endsWith("_reply")) {
        this.#waiting.get(id)?.resolve(message.content);
        this.#waiting.delete(id);
      }
      onMessage(message);
    });
    this.#process.stdout?.setEncoding("utf8").on("data", log);
    this.#process.stderr?.setEncoding("utf8").on("data", log);
    this.#ended = new Promise((resolve) => {
      const over = (reason: string) => {
        resolve();
        for (const { reject } of this.#waiting.values()) reject(new KernelGoneError(reason));
        this.#waiting.clear();
        if (!this.#closing) onDeath(reason);
        this.#closing = true;
      };
      this.#process.once("error", (error) => over(didNotStart(error)));
      this.#process.once("exit", (code, signal) => over(endOfKernel(code, signal)));
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Sends what gets no reply, or a reply that is waited for elsewhere; returns its id. */
  send<T extends MessageType>(type: T, content: Contents[T], parent?: Message["parent_header"]): string {
    const message = this.#message(type, content, parent);
    this.#door.send(message as unknown as AnyMessage);
    return message.header.msg_id;
  }

  /** @throws KernelGoneError */
  request<T extends MessageType>(type: T, content: Contents[T]): Promise<Reply<T>> {
    if (this.#closing) return Promise.reject(new KernelGoneError("the kernel has ended"));
    return new Promise((resolve, reject) => {
      const message = this.#message(type, content);
      this.#waiting.set(message.header.msg_id, { resolve: resolve as (content: unknown) => void, reject });
      this.#door.send(message as unknown as AnyMessage);
    });
  }

  /** Ends it; resolves when it has ended. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#process.connected) this.#process.disconnect();
    const last = setTimeout(() => this.#process.kill("SIGKILL"), endWithinMs);
    await this.#ended;
    clearTimeout(last);
  }
}
