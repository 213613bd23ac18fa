import { randomUUID } from "node:crypto";
import { toBundle } from "../library/display/toBundle.node.ts";
import { cellKey, type DisplayOptions } from "../library/ground/cell.ts";
import { commKey } from "../library/ground/comm.ts";
import { say } from "../library/ground/say.ts";
import type { Session } from "../library/ground/session.ts";
import {
  type AnyMessage,
  type CellReply,
  type Contents,
  type Message,
  messageFactory,
  type UserExpression,
} from "../protocol/message.ts";
import { type CellCost, measureCell } from "./cellCost.ts";
import { describeError, type RanCell } from "./cellErrors.ts";
import { Comms } from "./comms.ts";
import { type CompiledCell, compileCell } from "./compileCell.ts";
import { Evaluator, type Outcome } from "./evaluator.ts";
import { kernelName } from "./kernelName.ts";
import { LoopStopped, loopCalls } from "./loops.ts";
import { Magics, type TensorFlow } from "./magics.ts";
import type { CellModules } from "./modules.ts";
import { explainOutOfMemory } from "./outOfMemory.ts";
import { Outputs } from "./outputs.ts";
import { newRun, type Run } from "./run.ts";
import { PromptInterrupted, Stdin } from "./stdin.ts";
import { CellTimers } from "./timers.ts";
import { Variables } from "./variables.ts";

/** A cell that watches its signal may take this long to stop by itself (a training step, a batch). */
const stopWithinMs = 2000;
// The kernel's own: the cells' timers end with them.
const [beginLater, stopLater] = [setImmediate, setTimeout];

const interrupted = (): Contents["error"] => {
  const evalue = say`Interrupted. Variables are kept.`;
  return { ename: "Interrupted", evalue, traceback: [evalue] };
};

export interface InterpreterOptions {
  modules: CellModules;
  /** Folder of the kernel's own code, whose frames are left out of tracebacks. */
  home: string;
  send(message: AnyMessage | AnyMessage[]): void;
  /** Sends a message past this thread's event loop, and holds it until the answer; undefined when interrupted. */
  askAndWait(message: AnyMessage): string | undefined;
  /** The TensorFlow.js session; undefined until it has been started. */
  session(): Session | undefined;
}

/** How a cell ended, and what is still to be sent of it. */
interface Ended {
  reply: CellReply;
  output: (() => void) | undefined;
}

/** Runs cells one after the other in this process and says in Jupyter's messages what came of them. */
export class Interpreter {
  readonly #options: InterpreterOptions;
  readonly #evaluator = new Evaluator();
  readonly #message = messageFactory(randomUUID(), "glassbook");
  readonly #outputs: Outputs;
  readonly #timers = new CellTimers<Run>(() => this.#owner);
  readonly #cells = new Map<string, RanCell>();
  readonly #names = new Set<string>();
  readonly #stdin: Stdin;
  readonly #comms: Comms;
  readonly #variables: Variables;
  #queue: Promise<void> = Promise.resolve();
  #current: Run | undefined;
  /** The cell that an interrupt was about before it began to run. */
  #interruptedEarly = 0;
  /** Ends the running cell as interrupted, whatever its promise does. */
  #giveUp: (() => void) | undefined;
  /** `#giveUp` of the cell that was interrupted last: the next one must not be ended in its place. */
  #stopping: (() => void) | undefined;
  #executionCount = 0;
  #lastCost: CellCost | undefined;

  constructor(options: InterpreterOptions) {
    this.#options = options;
    this.#outputs = new Outputs(this.#message, options.send);
    this.#stdin = new Stdin({
      ask: (prompt, password) => options.send(this.#inputRequest(prompt, password)),
      askAndWait: (prompt) => options.askAndWait(this.#inputRequest(prompt, false)),
    });
    this.#comms = new Comms((type, content, { metadata, buffers }) => {
      const run = this.#owner;
      const extra = { ...(metadata && { metadata }), ...(buffers && { buffers }) };
      if (run) this.#outputs.send(type, content as Contents[typeof type], run.parent, extra);
    });
    const variables = () => this.#values();
    this.#variables = new Variables({ variables, show: toBundle });
    this.#installGlobals();
  }

  /** The cell whose code is running now: the one that set the timer that fired, or else the current one. */
  get #owner(): Run | undefined {
    return this.#timers.firing ?? this.#current;
  }

  /** Queues a cell; resolves when it has ended and everything it wrote has been sent. */
  execute(request: Message<"execute_request">): Promise<void> {
    this.#queue = this.#queue.then(() => this.#execute(request));
    return this.#queue;
  }

  /**
   * Asks the running cell to stop through its AbortSignal, and gives it up if it does not.
   *
   * @param cell which one is meant, counted from 1: one that has ended is left alone, one that has not begun never does.
   */
  interrupt(cell: number): void {
    if (cell < this.#cells.size) return;
    const run = this.#current;
    if (cell > this.#cells.size || !run || !this.#giveUp) {
      this.#interruptedEarly = cell;
      return;
    }
    run.controller.abort(new DOMException("interrupted", "AbortError"));
    this.#stopping = this.#giveUp;
    // What watches the signal may itself be waiting for a timer, and saves what it has once that comes.
    if (run.watched) stopLater(this.#giveUp, stopWithinMs);
    else this.#giveUp();
  }

  /** Synchronous code was terminated from outside: whatever awaited it never comes back. */
  terminated(): void {
    this.#stopping?.();
  }

  /** What the process writes, from wherever, belongs to the cell that began it. */
  write(name: "stdout" | "stderr", text: string): void {
    const run = this.#owner;
    if (run) this.#outputs.write(run, name, text);
  }

  /** An error nobody awaited: how to tell it on the stderr of the cell that it came from. The kernel lives on. */
  strayReport(error: unknown): () => void {
    const run = this.#owner;
    if (!run || error instanceof LoopStopped) return () => {};
    return () => this.#outputs.write(run, "stderr", `${this.#describe(error, run.cell).traceback.join("\n")}\n`);
  }

  /** The front end answered what a cell asked. */
  inputReply(value: string): void {
    this.#stdin.reply(value);
  }

  /** A message of a comm: its listeners run beside the cell, what they put out belongs to the message. */
  async comm(message: Message<"comm_open"> | Message<"comm_msg"> | Message<"comm_close">): Promise<void> {
    const cell = { name: "comm", label: "a comm's listener", source: "" };
    const run = newRun(message as unknown as AnyMessage, cell, this.#outputs);
    this.#outputs.send("status", { execution_state: "busy" }, run.parent);
    try {
      await this.#timers.runAs(run, () => this.#comms.receive(message));
    } catch (error) {
      this.#outputs.emit(run, "error", this.#describe(error, cell));
    }
    await Promise.allSettled(run.displays);
    this.#outputs.send("status", { execution_state: "idle" }, run.parent);
  }

  async debug(request: Message<"debug_request">): Promise<void> {
    this.#outputs.send("status", { execution_state: "busy" }, request.header);
    const answer = await this.#variables.answer(request.content);
    this.#outputs.send("debug_reply", answer, request.header);
    this.#outputs.send("status", { execution_state: "idle" }, request.header);
  }

  async #execute(request: Message<"execute_request">): Promise<void> {
    this.#executionCount = Number(request.metadata.execution_count);
    const run = this.#begin(request);
    const cost = measureCell(this.#options.session);
    const ended = await this.#evaluate(run);
    try {
      await this.#end(run, request, ended, cost);
    } catch (error) {
      // What it shows cannot be sent: a bundle that holds a function, or throws while it is read.
      const failed = this.#failure(run, this.#describe(error, run.cell));
      await this.#end(run, request, failed, cost);
    }
  }

  /** Sends what is left of a cell: its value or its error, its reply, and that the kernel is idle. */
  async #end(
    run: Run,
    request: Message<"execute_request">,
    { reply, output }: Ended,
    cost: () => CellCost,
  ): Promise<void> {
    const expressions = reply.status === "ok" ? request.content.user_expressions : {};
    const done = run.displays.size === 0 && Object.keys(expressions).length === 0;
    if (!done) {
      output?.();
      await Promise.allSettled(run.displays);
    }
    this.#lastCost = cost();
    if (reply.status === "ok") reply.user_expressions = await this.#expressions(expressions, run);
    const metadata = { glassbook: this.#lastCost };
    this.#outputs.together(() => {
      if (done) output?.();
      this.#outputs.send("execute_reply", reply, run.parent, { metadata });
      this.#outputs.send("status", { execution_state: "idle" }, run.parent);
    });
  }

  #begin(request: Message<"execute_request">): Run {
    const number = this.#cells.size + 1;
    const name = `cell-${number}.ts`;
    const cell = { name, label: say`Cell [${this.#executionCount || number}]`, source: request.content.code };
    this.#cells.set(name, cell);
    this.#stdin.forget();
    const run = newRun(request as AnyMessage, cell, this.#outputs);
    this.#current = run;
    return run;
  }

  async #evaluate(run: Run): Promise<Ended> {
    const execution_count = this.#executionCount;
    const fail = (content: Contents["error"]): Ended => this.#failure(run, content);
    let compiled: CompiledCell;
    try {
      compiled = compileCell(run.cell.source);
    } catch (error) {
      return fail(this.#describe(error, run.cell));
    }
    for (const name of compiled.names) this.#names.add(name);
    if (this.#interruptedEarly === this.#cells.size) return fail(interrupted());
    const outcome = await this.#untilGivenUp(run, compiled.code);
    this.#giveUp = undefined;
    this.#stopping = undefined;
    const aborted = run.controller.signal.aborted;
    if (aborted) this.#timers.clear(run);
    run.stopped = aborted || outcome.kind === "terminated";
    if (outcome.kind === "terminated") return fail(interrupted());
    if (outcome.kind === "thrown") {
      const { error } = outcome;
      const ended =
        error instanceof PromptInterrupted || (aborted && (error as Error | undefined)?.name === "AbortError");
      return fail(ended ? interrupted() : this.#describe(error, run.cell));
    }
    const { value } = outcome;
    let data: Awaited<ReturnType<typeof toBundle>> | undefined;
    try {
      data = value === undefined || run.silent ? undefined : await toBundle(value);
    } catch (error) {
      return fail(this.#describe(error, run.cell));
    }
    return {
      reply: { status: "ok", execution_count, payload: run.payload, user_expressions: {} },
      output: data && (() => this.#outputs.emit(run, "execute_result", { data, metadata: {}, execution_count })),
    };
  }

  #failure(run: Run, content: Contents["error"]): Ended {
    return {
      reply: { status: "error", execution_count: this.#executionCount, ...content },
      output: () => this.#outputs.emit(run, "error", content),
    };
  }

  /**
   * Begins in a macrotask of its own: a terminate drops every microtask that is pending then, and the kernel's own must
   * not be among them. After a terminate the promise of an async cell never settles: then the cell is ended here.
   */
  #untilGivenUp(run: Run, code: string): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#giveUp = () => {
        run.stopped = true;
        resolve({ kind: "terminated" });
      };
      const failed = (error: unknown) => resolve({ kind: "thrown", error, line: 1, column: 1 });
      const begin = () => void this.#evaluator.run(code, run.cell.name).then(awaitValue).then(resolve, failed);
      beginLater(() => this.#timers.runAs(run, begin));
    });
  }

  async #expressions(given: Record<string, string>, run: Run): Promise<Record<string, UserExpression>> {
    const entries = Object.entries(given).map(
      async ([name, code]) => [name, await this.#expression(code, run)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  async #expression(source: string, run: Run): Promise<UserExpression> {
    const cell = { name: `${run.cell.name}-expression`, label: "user expression", source };
    try {
      const outcome = await awaitValue(await this.#evaluator.run(compileCell(source).code, cell.name));
      if (outcome.kind === "value") return { status: "ok", data: await toBundle(outcome.value), metadata: {} };
      const error = outcome.kind === "thrown" ? this.#describe(outcome.error, cell) : interrupted();
      return { status: "error", ...error };
    } catch (error) {
      return { status: "error", ...this.#describe(error, cell) };
    }
  }

  /** The values of all names that cells declared, but those that never got one. */
  async #values(): Promise<Map<string, unknown>> {
    const entries = [...this.#names].map((name) => `[${JSON.stringify(name)}, () => ${name}]`);
    const outcome = await this.#evaluator.run(`[${entries.join(", ")}]`, "variables");
    const values = new Map<string, unknown>();
    if (outcome.kind !== "value") return values;
    for (const [name, read] of outcome.value as [string, () => unknown][]) {
      try {
        values.set(name, read());
      } catch {
        // Its initializer threw, or its cell is still running.
      }
    }
    return values;
  }

  async #forget(): Promise<void> {
    const names = [...this.#names];
    this.#names.clear();
    // V8 has no way to take a declaration back: what it held is let go.
    for (const name of names) await this.#evaluator.run(`${name} = undefined; void 0`, "reset");
  }

  #inputRequest(prompt: string, password: boolean): AnyMessage {
    const run = this.#owner;
    if (!run?.allowStdin)
      throw new Error(
        say`cells cannot ask for input here: this front end, or this way of running cells, has no place for it`,
      );
    this.#outputs.flush();
    return this.#message("input_request", { prompt, password }, run.parent) as unknown as AnyMessage;
  }

  #installGlobals(): void {
    const display = (value: unknown, options?: DisplayOptions): Promise<void> => {
      const run = this.#owner;
      return run ? this.#outputs.show(run, value, options) : Promise.resolve();
    };
    const clearOutput = ({ wait = false }: { wait?: boolean } = {}) => {
      const run = this.#owner;
      if (run) this.#outputs.emit(run, "clear_output", { wait });
    };
    const page = async (value: unknown) => {
      const run = this.#owner;
      const shown = Promise.resolve(toBundle(value)).then((data) => {
        run?.payload.push({ source: "page", data, start: 0 });
      });
      run?.displays.add(shown);
      await shown;
    };
    const { modules } = this.#options;
    const { input, prompt, confirm } = this.#stdin;
    const { create: createComm, onOpen: onCommOpen } = this.#comms;
    const globals = { display, clearOutput, page, input, prompt, confirm, createComm, onCommOpen };
    const { dirname: __dirname, filename: __filename } = modules.meta;
    Object.assign(globalThis, globals, { require: modules.require, __dirname, __filename });
    Object.defineProperty(globalThis, cellKey, { value: () => this.#owner?.offer });
    Object.defineProperty(globalThis, commKey, { value: this.#comms });
    const resume = (run: Run) => this.#timers.resume(run);
    const loops = loopCalls(() => this.#owner, resume);
    Object.defineProperty(globalThis, kernelName, { value: Object.assign(this.#magics(), modules, loops) });
  }

  #magics(): Magics {
    return new Magics({
      variables: () => this.#values(),
      forget: () => this.#forget(),
      memory: () => this.#options.session()?.memory(),
      lastCost: () => this.#lastCost,
      tensorflow: async () => {
        const { import: load } = this.#options.modules;
        const tf = (await load("@tensorflow/tfjs")) as TensorFlow;
        const { backendInfo } = (await load("glassbook")) as { backendInfo(): { describe(): string } };
        const choose = (backend: string) => this.#options.session()?.choose(backend) ?? Promise.resolve();
        return { tf, describe: () => backendInfo().describe(), choose };
      },
    });
  }

  #describe(error: unknown, cell: RanCell) {
    return describeError(
      explainOutOfMemory(error, this.#options.session()),
      cell,
      (name) => this.#cells.get(name),
      this.#options.home,
    );
  }
}

/** A promise as the cell's last value is awaited: nobody wants to see `Promise { <pending> }`. */
async function awaitValue(outcome: Outcome): Promise<Outcome> {
  if (outcome.kind !== "value" || !(outcome.value instanceof Promise)) return outcome;
  try {
    return { kind: "value", value: await outcome.value };
  } catch (error) {
    return { kind: "thrown", error, line: 1, column: 1 };
  }
}
