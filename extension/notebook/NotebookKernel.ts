import * as vscode from "vscode";
import { type AnyMessage, isMessage, parentId } from "../../kernel/protocol/message.ts";
import { type CellCost, readCost } from "./cellCost.ts";
import { noRuns, type RunCommand, type RunEvent, step } from "./cellRuns.ts";
import { Executions } from "./Executions.ts";
import { isBesideCells } from "./isBesideCells.ts";
import { KernelProcess } from "./KernelProcess.ts";

export type KernelState = "none" | "starting" | "idle" | "busy";

export interface NotebookKernelOptions {
  notebook: vscode.NotebookDocument;
  controller: vscode.NotebookController;
  /** The built kernel's main.js. */
  main: string;
  /** Where the cells run. */
  folder: string;
  env(): Record<string, string>;
  log: vscode.LogOutputChannel;
}

/** The kernel of one notebook: started when it is first needed, and anew after it was ended. */
export class NotebookKernel {
  readonly notebook: vscode.NotebookDocument;
  readonly #options: NotebookKernelOptions;
  readonly #executions: Executions;
  readonly #messages = new vscode.EventEmitter<AnyMessage>();
  readonly #commands = new vscode.EventEmitter<RunCommand>();
  readonly #changes = new vscode.EventEmitter<void>();
  /** Every message from the kernel. */
  readonly onMessage = this.#messages.event;
  /** What the run reducer wants done. */
  readonly onCommand = this.#commands.event;
  /** Its state, or what it holds, is another than before. */
  readonly onChange = this.#changes.event;
  #runs = noRuns;
  #process: KernelProcess | undefined;
  #state: KernelState = "none";
  #cost: CellCost | undefined;
  #costs = new WeakMap<vscode.NotebookCell, CellCost>();
  readonly #cellOf = (key: string) => this.notebook.getCells().find((cell) => cell.document.uri.toString() === key);

  constructor(options: NotebookKernelOptions) {
    this.#options = options;
    this.notebook = options.notebook;
    this.#executions = new Executions(options.controller, this.#cellOf);
  }

  get state(): KernelState {
    return this.#state;
  }

  /** What the last cell cost; undefined before the first. */
  get cost(): CellCost | undefined {
    return this.#cost;
  }

  costOf(cell: vscode.NotebookCell): CellCost | undefined {
    return this.#costs.get(cell);
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Runs cells, one after the other; resolves when all have ended, however they did. */
  async run(cells: vscode.NotebookCell[]): Promise<void> {
    if (cells.length === 0) return;
    const kernel = this.started();
    const left = new Set<string>();
    const ended = new Promise<void>((resolve) => {
      const listener = this.onCommand((command) => {
        if (command.kind !== "end" || !left.delete(command.id) || left.size > 0) return;
        listener.dispose();
        resolve();
      });
    });
    for (const cell of cells) {
      const content = { silent: false, store_history: true, user_expressions: {}, allow_stdin: true };
      const code = cell.document.getText();
      const id = kernel.send("execute_request", { ...content, code, stop_on_error: true });
      left.add(id);
      this.#step({ kind: "run", id, cell: cell.document.uri.toString() });
    }
    await ended;
  }

  /** The process, started where there was none. */
  started(): KernelProcess {
    this.#process ??= this.#start();
    return this.#process;
  }

  /** Stops the running cell; the ones that wait behind it do not run. */
  interrupt(): void {
    this.#process?.send("interrupt_request", {});
  }

  /** Ends the process and starts another one. */
  async restart(): Promise<void> {
    await this.#close({
      name: "Restarted",
      message: vscode.l10n.t("The kernel was restarted. All variables are lost."),
    });
    this.started();
  }

  async close(): Promise<void> {
    await this.#close();
  }

  /** A cell that was taken out of the notebook. */
  removed(cell: vscode.NotebookCell): void {
    this.#step({ kind: "removed", cell: cell.document.uri.toString() });
  }

  #start(): KernelProcess {
    const { main, folder, env, log } = this.#options;
    this.#setState("starting");
    const kernel = new KernelProcess({
      main,
      folder,
      env: env(),
      onMessage: (message) => {
        if (this.#process === kernel) this.#receive(message);
      },
      onDeath: (reason) => {
        if (this.#process !== kernel) return;
        this.#process = undefined;
        log.error(reason);
        this.#step({ kind: "gone", now: Date.now(), error: { name: "KernelDied", message: deathNote(reason) } });
        this.#setState("none");
      },
      log: (text) => log.info(text.trimEnd()),
    });
    kernel.request("kernel_info_request", {}).then(
      ({ banner }) => log.info(banner),
      () => {},
    );
    return kernel;
  }

  async #close(error?: { name: string; message: string }): Promise<void> {
    const kernel = this.#process;
    this.#process = undefined;
    this.#step({ kind: "gone", now: Date.now(), ...(error && { error }) });
    this.#setState("none");
    await kernel?.close();
  }

  #receive(message: AnyMessage): void {
    // First, so that the editor hears of the cell before it draws states and costs.
    this.#step({ kind: "message", message, now: Date.now() });
    if (isMessage(message, "status")) {
      if (this.#isOfState(message)) this.#setState(message.content.execution_state);
    } else if (isMessage(message, "input_request")) void this.#ask(message.content);
    else if (isMessage(message, "execute_reply")) this.#keepCost(message);
    this.#messages.fire(message);
  }

  /** Between a cell's beginning and its end a view's question, answered meanwhile, makes the kernel no less busy. */
  #isOfState(message: AnyMessage): boolean {
    if (isBesideCells(message)) return false;
    const { runs } = this.#runs;
    return runs.has(parentId(message) ?? "") || ![...runs.values()].some(({ phase }) => phase === "running");
  }

  #keepCost(reply: AnyMessage): void {
    const cost = readCost(reply.metadata);
    if (!cost) return;
    this.#cost = cost;
    const cell = this.#cellOf(this.#runs.runs.get(parentId(reply) ?? "")?.cell ?? "");
    if (cell) this.#costs.set(cell, cost);
    this.#changes.fire();
  }

  async #ask({ prompt, password }: { prompt: string; password: boolean }): Promise<void> {
    const value = await vscode.window.showInputBox({ prompt, password, ignoreFocusOut: true });
    // Escape: nobody answers, so the cell must not wait on.
    if (value === undefined) this.interrupt();
    else this.#process?.send("input_reply", { value });
  }

  #step(event: RunEvent): void {
    const { state, commands } = step(this.#runs, event);
    this.#runs = state;
    for (const command of commands) {
      this.#executions.carryOut(command);
      this.#commands.fire(command);
    }
  }

  #setState(state: KernelState): void {
    if (this.#state === state) return;
    this.#state = state;
    if (state === "none") {
      this.#cost = undefined;
      this.#costs = new WeakMap();
    }
    this.#changes.fire();
  }
}

const deathNote = (reason: string) => vscode.l10n.t("{0} The next cell starts a new kernel.", reason);
