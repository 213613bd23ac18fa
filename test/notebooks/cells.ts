import assert from "node:assert/strict";
import type { CodeCell, Notebook } from "../../kernel/export/nbformat.ts";

export const codeCells = (notebook: Notebook) =>
  notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");

export function cellOf(notebook: Notebook, id: string): CodeCell {
  const cell = codeCells(notebook).find((candidate) => candidate.id === id);
  assert.ok(cell, `a cell called ${id}`);
  return cell;
}

/** All that a cell printed. */
export const streamOf = (cell: CodeCell) =>
  cell.outputs.map((output) => (output.output_type === "stream" ? output.text : "")).join("");
