import * as vscode from "vscode";
import type { CellOutput } from "./cellOutput.ts";
import type { RunCommand } from "./cellRuns.ts";

/** Carries out in the editor what the run reducer says. */
export class Executions {
  readonly #controller: vscode.NotebookController;
  readonly #cellOf: (key: string) => vscode.NotebookCell | undefined;
  readonly #open = new Map<string, vscode.NotebookCellExecution>();
  /** The editor's objects of the outputs that commands may name again. */
  readonly #outputs = new Map<string, vscode.NotebookCellOutput>();

  constructor(controller: vscode.NotebookController, cellOf: (key: string) => vscode.NotebookCell | undefined) {
    this.#controller = controller;
    this.#cellOf = cellOf;
  }

  /** Everything about outputs and the state of cells; other commands are not for this. */
  carryOut(command: RunCommand): void {
    switch (command.kind) {
      case "queue":
        this.#create(command.id, command.cell);
        break;
      case "reopen":
        this.#create(command.id, command.cell)?.start(command.started);
        break;
      case "start": {
        const execution = this.#open.get(command.id);
        execution?.start(command.now);
        void execution?.clearOutput();
        break;
      }
      case "count": {
        const execution = this.#open.get(command.id);
        if (execution) execution.executionOrder = command.count;
        break;
      }
      case "clear":
        void this.#open.get(command.id)?.clearOutput();
        break;
      case "append": {
        const output = toNotebookOutput(command.output);
        this.#outputs.set(command.key, output);
        void this.#open.get(command.id)?.appendOutput(output);
        break;
      }
      case "write": {
        const output = this.#outputs.get(command.key);
        if (output) void this.#open.get(command.id)?.appendOutputItems(streamItem(command.name, command.text), output);
        break;
      }
      case "replace": {
        const output = this.#outputs.get(command.key);
        if (output) void this.#open.get(command.id)?.replaceOutputItems(toNotebookOutput(command.output).items, output);
        break;
      }
      case "end":
        this.#open.get(command.id)?.end(command.success, command.now);
        this.#open.delete(command.id);
        break;
    }
  }

  #create(id: string, key: string): vscode.NotebookCellExecution | undefined {
    const cell = this.#cellOf(key);
    // The editor refuses to run a cell that is no longer in its notebook.
    if (!cell || cell.index < 0) return undefined;
    const execution = this.#controller.createNotebookCellExecution(cell);
    this.#open.set(id, execution);
    return execution;
  }
}

function streamItem(name: "stdout" | "stderr", text: string): vscode.NotebookCellOutputItem {
  return vscode.NotebookCellOutputItem[name](text);
}

function toNotebookOutput(output: CellOutput): vscode.NotebookCellOutput {
  if (output.kind === "stream") {
    return new vscode.NotebookCellOutput([streamItem(output.name, output.text)], { outputType: "stream" });
  }
  if (output.kind === "error") {
    const { name, message, stack } = output;
    return new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.error({ name, message, stack })], {
      outputType: "error",
      originalError: { ename: name, evalue: message, traceback: stack.split("\n") },
    });
  }
  const items = output.items.map(({ mime, data }) => new vscode.NotebookCellOutputItem(data, mime));
  return new vscode.NotebookCellOutput(items, output.metadata);
}
