import { randomUUID } from "node:crypto";
import type { LanguageClient } from "../language/client.ts";
import { say } from "../library/ground/say.ts";
import { type Command, emptyQueue, ended, enqueue } from "../protocol/executionQueue.ts";
import {
  type AnyMessage,
  type Contents,
  type Header,
  isMessage,
  type KernelInfoReply,
  type Message,
  type MessageType,
  messageFactory,
  parentId,
} from "../protocol/message.ts";
import { contentProblem } from "../protocol/requests.ts";
import type { Door } from "../transport/ipc.ts";
import { Compute } from "./ComputeProcess.ts";
import type { History } from "./history.ts";
import { TypeChecks } from "./typeChecks.ts";

export interface HostOptions {
  /** The front end's side. */
  door: Door;
  /** The notebook's folder. */
  folder: string;
  /** URL of the built compute.js. */
  computeScript: URL;
  info: KernelInfoReply;
  history: History;
  language: LanguageClient;
  log(line: string): void;
  /** Called when the front end asked for the end, after it was told so. */
  onShutdown(): void;
}

type Request = AnyMessage;

const warmAfterMs = 2000;

/**
 * The kernel as its front ends see it: takes every message, answers at once what needs no cell to run (information,
 * completion, history), keeps the queue of cells, and lives on when the process that runs them dies.
 */
export class KernelHost {
  readonly #options: HostOptions;
  readonly #message = messageFactory(randomUUID(), "glassbook");
  readonly #checks: TypeChecks;
  readonly #comms = new Map<string, { target_name: string }>();
  #compute: Compute;
  #queue = emptyQueue;
  /** How the running cell's reply said that it ended; it has ended when `idle` follows. */
  #status: Contents["execute_reply"]["status"] | undefined;
  #executionCount = 0;
  #closing = false;
  #warmed = false;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#checks = new TypeChecks(options.language, (parent, data) =>
      this.#send("display_data", { data, metadata: {} }, parent),
    );
    this.#compute = this.#startCompute();
    options.door.onMessage((message) => this.#receive(message));
    this.#send("status", { execution_state: "starting" });
    setTimeout(() => this.#warm(), warmAfterMs).unref();
  }

  interrupt(): void {
    if (this.#queue.running) this.#compute.interrupt();
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#options.history.flush();
    await Promise.all([this.#compute.stop(), this.#options.language.close()]);
  }

  #startCompute(): Compute {
    const compute = new Compute({
      folder: this.#options.folder,
      script: this.#options.computeScript,
      onWrite: (name, text) => this.#nativeOutput(name, text),
    });
    compute.onMessage((message) => this.#fromCompute(message));
    compute.died.catch((error: Error) => this.#computeDied(error));
    return compute;
  }

  /** Whatever a message holds, and whatever its handler throws: the host lives on, and says what is wrong. */
  #receive(request: Request): void {
    try {
      this.#handle(request);
    } catch (error) {
      const { name, message } = error as Error;
      this.#refuse(request, name, message);
    }
  }

  #handle(request: Request): void {
    const type: string = request.header.msg_type;
    const problem = contentProblem(type, request.content as unknown as Record<string, unknown>);
    if (problem) {
      this.#refuse(request, "InvalidRequest", problem);
    } else if (isMessage(request, "execute_request")) {
      const { queue, commands } = enqueue(this.#queue, request);
      this.#queue = queue;
      this.#carryOut(commands);
    } else if (isMessage(request, "kernel_info_request")) {
      this.#answer(request, "kernel_info_reply", this.#options.info);
    } else if (isMessage(request, "complete_request")) {
      const { code, cursor_pos } = request.content;
      this.#answerLater(request, "complete_reply", this.#options.language.complete(code, cursor_pos));
    } else if (isMessage(request, "inspect_request")) {
      const { code, cursor_pos } = request.content;
      this.#answerLater(request, "inspect_reply", this.#options.language.inspect(code, cursor_pos));
    } else if (isMessage(request, "is_complete_request")) {
      this.#answerLater(request, "is_complete_reply", this.#options.language.isComplete(request.content.code));
    } else if (isMessage(request, "language_request")) {
      const answered = this.#options.language.notebook(request.content);
      this.#answerLater(
        request,
        "language_reply",
        answered.then((answer) => ({ status: "ok" as const, answer })),
      );
    } else if (isMessage(request, "history_request")) {
      const history = this.#options.history.find(request.content);
      this.#answer(request, "history_reply", { status: "ok", history });
    } else if (isMessage(request, "comm_info_request")) {
      this.#answer(request, "comm_info_reply", { status: "ok", comms: this.#openComms(request.content.target_name) });
    } else if (isMessage(request, "interrupt_request")) {
      this.interrupt();
      this.#answer(request, "interrupt_reply", { status: "ok" });
    } else if (isMessage(request, "shutdown_request")) {
      this.#answer(request, "shutdown_reply", { status: "ok", restart: request.content.restart });
      this.#options.onShutdown();
    } else if (/^(comm_(open|msg|close)|input_reply|debug_request)$/.test(type)) {
      this.#trackComm(request);
      this.#compute.send(request);
    } else {
      this.#refuse(request, "UnknownMessage", say`Glassbook does not know the message ${type}`);
    }
  }

  #carryOut(commands: Command[]): void {
    for (const { kind, request } of commands) {
      if (kind === "run") this.#run(request).catch((error: Error) => this.#cellLost(request, error));
      else this.#answer(request, "execute_reply", { status: "aborted", execution_count: this.#executionCount });
    }
  }

  async #run(request: Message<"execute_request">): Promise<void> {
    this.#status = undefined;
    const refusal = await this.#checks.begin(request);
    // The process may have died meanwhile, and the cell with it.
    if (this.#queue.running !== request) return;
    if (!refusal) return this.#compute.send(request as AnyMessage);
    this.#failCell(request, refusal);
  }

  /** The cell could not be handed over. */
  #cellLost(request: Message<"execute_request">, { name, message }: Error): void {
    if (this.#queue.running !== request) return;
    this.#failCell(request, { ename: name, evalue: message, traceback: [`${name}: ${message}`] });
  }

  /** Ends a cell as failed without the compute process. */
  #failCell(request: Message<"execute_request">, error: Contents["error"]): void {
    const parent = request.header;
    this.#send("status", { execution_state: "busy" }, parent);
    this.#send("error", error, parent);
    const execution_count = this.#executionCount;
    this.#send("execute_reply", { status: "error", execution_count, ...error }, parent);
    this.#send("status", { execution_state: "idle" }, parent);
    this.#next("error");
  }

  /** Loads TypeScript before it is asked for, but not while the kernel starts. */
  #warm(): void {
    if (this.#warmed || this.#closing) return;
    this.#warmed = true;
    this.#options.language.warm().catch((error: Error) => this.#options.log(error.message));
  }

  #next(status: Contents["execute_reply"]["status"]): void {
    this.#options.history.ended();
    this.#warm();
    const { queue, commands } = ended(this.#queue, status);
    this.#queue = queue;
    this.#carryOut(commands);
  }

  #fromCompute(message: AnyMessage): void {
    const { running } = this.#queue;
    const ours = running !== undefined && parentId(message) === running.header.msg_id;
    if (isMessage(message, "execute_input")) {
      this.#executionCount = message.content.execution_count;
      if (running?.content.store_history) this.#options.history.input(this.#executionCount, message.content.code);
    } else if (isMessage(message, "execute_result")) {
      this.#options.history.output(message.content.execution_count, String(message.content.data["text/plain"]));
    }
    if (isMessage(message, "status") && message.content.execution_state === "idle" && running && ours && this.#status) {
      this.#end(running, message, this.#status);
      return;
    }
    this.#trackComm(message);
    this.#options.door.send(message);
    if (!ours) this.#stillBusy(message);
    else if (isMessage(message, "execute_reply")) this.#status = message.content.status;
  }

  /**
   * The cell has ended, and its reply is sent. Where nobody could be asked, nobody is watching either: such front ends
   * (nbclient, nbconvert) keep what comes before `idle`, so it waits a little for what the types have to say.
   */
  #end(request: Message<"execute_request">, idle: AnyMessage, status: Contents["execute_reply"]["status"]): void {
    const end = () => {
      this.#options.door.send(idle);
      this.#next(status);
    };
    const told = request.content.allow_stdin ? undefined : this.#checks.told();
    if (told) void told.then(end);
    else end();
  }

  #computeDied(error: Error): void {
    if (this.#closing) return;
    this.#options.log(error.message);
    for (const comm_id of this.#comms.keys()) this.#send("comm_close", { comm_id, data: {} });
    this.#comms.clear();
    this.#options.history.restart();
    this.#options.language.restart();
    const count = this.#executionCount;
    this.#executionCount = 0;
    this.#compute = this.#startCompute();
    const { running } = this.#queue;
    // One that has had its reply only waits for its note.
    if (!running || this.#status) return;
    const evalue = say`${error.message} Cell [${count}] was running; the next cell starts a new kernel.`;
    this.#failCell(running, { ename: "KernelDied", evalue, traceback: [`KernelDied: ${evalue}`] });
  }

  /** What native code wrote past the cell's `console`. */
  #nativeOutput(name: "stdout" | "stderr", text: string): void {
    const parent = this.#queue.running?.header;
    if (parent) this.#send("stream", { name, text }, parent);
    else this.#options.log(text.trimEnd());
  }

  #openComms(target: string | undefined): Record<string, { target_name: string }> {
    return Object.fromEntries([...this.#comms].filter(([, comm]) => !target || comm.target_name === target));
  }

  #trackComm(message: AnyMessage): void {
    if (isMessage(message, "comm_open")) {
      this.#comms.set(message.content.comm_id, { target_name: message.content.target_name });
    } else if (isMessage(message, "comm_close")) this.#comms.delete(message.content.comm_id);
  }

  #answerLater<T extends MessageType>(request: Request, type: T, content: Promise<Contents[T]>): void {
    content.then(
      (found) => this.#answer(request, type, found),
      (error: Error) => this.#refuse(request, error.name, error.message),
    );
  }

  #answer<T extends MessageType>(request: Message, type: T, content: Contents[T]): void {
    const { header, channel } = request;
    this.#send("status", { execution_state: "busy" }, header);
    this.#options.door.send(this.#message(type, content, header, { channel }) as unknown as AnyMessage);
    const idle = this.#send("status", { execution_state: "idle" }, header);
    this.#stillBusy(idle);
  }

  /** Front ends take the last status for the kernel's: something was answered beside a cell, which runs on. */
  #stillBusy(message: AnyMessage): void {
    const { running } = this.#queue;
    const idle = isMessage(message, "status") && message.content.execution_state === "idle";
    if (idle && running && parentId(message) !== running.header.msg_id) {
      this.#send("status", { execution_state: "busy" }, running.header);
    }
  }

  /** Answers with the protocol's error where an answer is expected. */
  #refuse(request: Request, ename: string, evalue: string): void {
    const type: string = request.header.msg_type;
    this.#options.log(`${ename}: ${evalue}`);
    if (!type.endsWith("_request")) return;
    const error = { status: "error", ename, evalue, traceback: [] };
    this.#answer(
      request,
      type.replace(/_request$/, "_reply") as MessageType,
      error as unknown as Contents[MessageType],
    );
  }

  #send<T extends MessageType>(type: T, content: Contents[T], parent?: Header): AnyMessage {
    const message = this.#message(type, content, parent) as unknown as AnyMessage;
    this.#options.door.send(message);
    return message;
  }
}
