import { randomUUID } from "node:crypto";
import { type Cell, cellKey, type DisplayOptions, type MimeBundle } from "../library/cell.ts";
import { toBundle } from "../library/display/toBundle.node.ts";
import {
  type AnyMessage,
  type Contents,
  type Header,
  type Message,
  type MessageType,
  messageFactory,
  progressDisplayId,
} from "../protocol/message.ts";
import { describeError, type RanCell } from "./cellErrors.ts";
import { type CompiledCell, compileCell, kernelName } from "./cellSource.ts";
import { Evaluator, type Outcome } from "./evaluator.ts";
import type { CellModules } from "./modules.ts";
import { StreamBatcher } from "./streams.ts";
import { CellTimers } from "./timers.ts";

/** One execution of a cell; what it prints and shows belongs to it, also when it comes late. */
interface Run {
  parent: Header;
  silent: boolean;
  cell: RanCell;
  controller: AbortController;
  /** Whether something in the cell watches for its interruption and will end by itself. */
  watched: boolean;
  /** Displays whose bundles are still being made; the cell does not end before them. */
  displays: Set<Promise<void>>;
  offer: Cell;
  lastProgress: number;
}

/** A cell that watches its signal may take this long to stop by itself (a training step, a batch). */
const stopWithinMs = 2000;
const progressEveryMs = 100;
const beginLater = setImmediate;

const interrupted = {
  ename: "Interrupted",
  evalue: "the cell was interrupted; variables keep their values",
  traceback: ["Interrupted: the cell was interrupted; variables keep their values"],
};

export interface InterpreterOptions {
  modules: CellModules;
  /** Folder of the kernel's own code, whose frames are left out of tracebacks. */
  home: string;
  send(message: AnyMessage): void;
}

/** Runs cells one after the other in this process and says in Jupyter's messages what came of them. */
export class Interpreter {
  readonly #evaluator = new Evaluator();
  readonly #message = messageFactory(randomUUID(), "glassbook");
  readonly #timers = new CellTimers<Run>(() => this.#owner);
  readonly #cells = new Map<string, RanCell>();
  readonly #streams: StreamBatcher<Run>;
  readonly #options: InterpreterOptions;
  #queue: Promise<void> = Promise.resolve();
  #current: Run | undefined;
  /** Ends the running cell as interrupted, whatever its promise does. */
  #giveUp: (() => void) | undefined;
  /** `#giveUp` of the cell that was interrupted last: the next one must not be ended in its place. */
  #stopping: (() => void) | undefined;
  #executionCount = 0;

  constructor(options: InterpreterOptions) {
    this.#options = options;
    this.#streams = new StreamBatcher(({ owner, name, text }) => this.#emit(owner, "stream", { name, text }));
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

  /** Asks the running cell to stop through its AbortSignal, and gives it up if it does not. */
  interrupt(): void {
    const run = this.#current;
    if (!run || !this.#giveUp) return;
    this.#timers.clear(run);
    run.controller.abort(new DOMException("interrupted", "AbortError"));
    this.#stopping = this.#giveUp;
    if (run.watched) setTimeout(this.#giveUp, stopWithinMs);
    else this.#giveUp();
  }

  /** Synchronous code was terminated from outside: whatever awaited it never comes back. */
  terminated(): void {
    this.#stopping?.();
  }

  /** What the process writes, from wherever, belongs to the cell that began it. */
  write(name: "stdout" | "stderr", text: string): void {
    const run = this.#owner;
    if (run) this.#streams.write(run, name, text);
  }

  /** An error nobody awaited: told on stderr, the kernel lives on. */
  reportStray(error: unknown): void {
    const run = this.#owner;
    if (run) this.write("stderr", `${this.#describe(error, run.cell).traceback.join("\n")}\n`);
  }

  async #execute(request: Message<"execute_request">): Promise<void> {
    const { code, silent, store_history } = request.content;
    if (store_history && !silent) this.#executionCount++;
    const run = this.#begin(request);
    this.#send("status", { execution_state: "busy" }, run.parent);
    if (!silent) this.#emit(run, "execute_input", { code, execution_count: this.#executionCount });
    const reply = await this.#evaluate(run);
    await Promise.allSettled(run.displays);
    this.#streams.flush();
    this.#send("execute_reply", reply, run.parent);
    this.#send("status", { execution_state: "idle" }, run.parent);
  }

  #begin(request: Message<"execute_request">): Run {
    const number = this.#cells.size + 1;
    const name = `cell-${number}.ts`;
    const cell = { name, label: `Cell [${this.#executionCount || number}]`, source: request.content.code };
    this.#cells.set(name, cell);
    const controller = new AbortController();
    const run: Run = {
      parent: request.header,
      silent: request.content.silent,
      cell,
      controller,
      watched: false,
      displays: new Set(),
      lastProgress: 0,
      offer: {
        get signal() {
          run.watched = true;
          return controller.signal;
        },
        display: (bundle, options) => this.#display(run, bundle, options),
        progress: (fraction, message) => this.#progress(run, fraction, message),
      },
    };
    this.#current = run;
    return run;
  }

  async #evaluate(run: Run): Promise<Contents["execute_reply"]> {
    const execution_count = this.#executionCount;
    const fail = (content: Contents["error"]) => {
      this.#streams.flush();
      this.#emit(run, "error", content);
      return { status: "error" as const, execution_count, ...content };
    };
    let compiled: CompiledCell;
    try {
      compiled = compileCell(run.cell.source);
    } catch (error) {
      return fail(this.#describe(error, run.cell));
    }
    const outcome = await this.#untilGivenUp(run, compiled.code);
    this.#giveUp = undefined;
    this.#stopping = undefined;
    const aborted = run.controller.signal.aborted;
    if (outcome.kind === "terminated") return fail(interrupted);
    if (outcome.kind === "thrown") {
      const ended = aborted && (outcome.error as Error | undefined)?.name === "AbortError";
      return fail(ended ? interrupted : this.#describe(outcome.error, run.cell));
    }
    await this.#showResult(run, outcome.value, execution_count);
    return { status: "ok", execution_count, payload: [], user_expressions: {} };
  }

  /**
   * Begins in a macrotask of its own: a terminate drops every microtask that is pending then, and the kernel's own must
   * not be among them. After a terminate the promise of an async cell never settles: then the cell is ended here.
   */
  #untilGivenUp(run: Run, code: string): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#giveUp = () => resolve({ kind: "terminated" });
      beginLater(() => void this.#evaluator.run(code, run.cell.name).then(awaitValue).then(resolve));
    });
  }

  async #showResult(run: Run, value: unknown, execution_count: number): Promise<void> {
    if (value === undefined || run.silent) return;
    const data = await toBundle(value);
    this.#streams.flush();
    this.#emit(run, "execute_result", { data, metadata: {}, execution_count });
  }

  #display(run: Run, data: MimeBundle, options: DisplayOptions = {}): void {
    this.#streams.flush();
    const { display_id, update } = options;
    const transient = display_id === undefined ? {} : { display_id };
    this.#emit(run, update ? "update_display_data" : "display_data", { data, metadata: {}, transient });
  }

  #progress(run: Run, fraction: number, text: string): void {
    const now = performance.now();
    if (fraction < 1 && now - run.lastProgress < progressEveryMs) return;
    run.lastProgress = now;
    const percent = `${Math.round(fraction * 100)} %`;
    this.#emit(run, "update_display_data", {
      data: { "application/vnd.glassbook.progress.v1+json": { fraction, text }, "text/plain": `${text}: ${percent}` },
      metadata: {},
      transient: { display_id: progressDisplayId },
    });
  }

  #installGlobals(): void {
    const display = (value: unknown, options?: DisplayOptions): Promise<void> => {
      const run = this.#owner;
      if (!run) return Promise.resolve();
      const bundle = toBundle(value);
      if (!(bundle instanceof Promise)) {
        this.#display(run, bundle, options);
        return Promise.resolve();
      }
      const shown = bundle.then((data) => this.#display(run, data, options));
      run.displays.add(shown);
      return shown.finally(() => run.displays.delete(shown));
    };
    const clearOutput = (options: { wait?: boolean } = {}) => {
      const run = this.#owner;
      this.#streams.flush();
      if (run) this.#emit(run, "clear_output", { wait: options.wait ?? false });
    };
    const { modules } = this.#options;
    Object.assign(globalThis, { display, clearOutput, require: modules.require });
    Object.defineProperty(globalThis, cellKey, { value: () => this.#owner?.offer });
    Object.defineProperty(globalThis, kernelName, { value: modules });
  }

  #describe(error: unknown, cell: RanCell) {
    return describeError(error, cell, (name) => this.#cells.get(name), this.#options.home);
  }

  #emit<T extends MessageType>(run: Run, type: T, content: Contents[T]): void {
    if (!run.silent) this.#send(type, content, run.parent);
  }

  #send<T extends MessageType>(type: T, content: Contents[T], parent: Header): void {
    this.#options.send(this.#message(type, content, parent) as unknown as AnyMessage);
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
