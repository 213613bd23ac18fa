import { type AnyMessage, type DisplayContent, isMessage } from "../protocol/message.ts";
import type { CodeCell, Notebook, Output } from "./nbformat.ts";

/** The outputs of a notebook that is being run: what a front end keeps as messages come in. */
export interface OutputState {
  /** Where an output with a `display_id` stands, so that it can be updated from any cell. */
  readonly displays: Map<string, Output[]>;
  /** `clear_output(wait=True)` came: the next output of this cell takes the place of all. */
  readonly clearNext: Set<CodeCell>;
}

export const newOutputState = (): OutputState => ({ displays: new Map(), clearNext: new Set() });

/** Puts one message of a cell's run into the cell, as Jupyter's front ends do. Other messages change nothing. */
export function collectOutput(state: OutputState, cell: CodeCell, message: AnyMessage): void {
  if (isMessage(message, "execute_input")) {
    cell.execution_count = message.content.execution_count;
  } else if (isMessage(message, "stream")) {
    const { name, text } = message.content;
    clearIfAsked(state, cell);
    const last = cell.outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) last.text = overwriteLine(last.text + text);
    else cell.outputs.push({ output_type: "stream", name, text: overwriteLine(text) });
  } else if (isMessage(message, "display_data")) {
    add(state, cell, { output_type: "display_data", ...shown(message.content) }, message.content);
  } else if (isMessage(message, "execute_result")) {
    const { execution_count } = message.content;
    add(state, cell, { output_type: "execute_result", execution_count, ...shown(message.content) }, message.content);
  } else if (isMessage(message, "update_display_data")) {
    const outputs = state.displays.get(message.content.transient?.display_id ?? "");
    for (const output of outputs ?? []) Object.assign(output, shown(message.content));
  } else if (isMessage(message, "error")) {
    clearIfAsked(state, cell);
    const { ename, evalue, traceback } = message.content;
    cell.outputs.push({ output_type: "error", ename, evalue, traceback });
  } else if (isMessage(message, "clear_output")) {
    if (message.content.wait) state.clearNext.add(cell);
    else cell.outputs = [];
  }
}

/** A notebook without what an earlier run left, ready to be run. */
export function clearOutputs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, execution_count: null, outputs: [] } : { ...cell },
  );
  return { ...notebook, cells };
}

const shown = ({ data, metadata }: DisplayContent) => ({ data, metadata });

function add(state: OutputState, cell: CodeCell, output: Output, { transient }: DisplayContent): void {
  clearIfAsked(state, cell);
  cell.outputs.push(output);
  const id = transient?.display_id;
  if (id !== undefined) state.displays.set(id, [...(state.displays.get(id) ?? []), output]);
}

function clearIfAsked(state: OutputState, cell: CodeCell): void {
  if (state.clearNext.delete(cell)) cell.outputs = [];
}

/** A carriage return goes back to the start of its line, as terminals and Jupyter have it. */
function overwriteLine(text: string): string {
  if (!text.includes("\r")) return text;
  return text.replaceAll("\r\n", "\n").replace(/^.*\r(?=[^\n])/gm, "");
}
