import { inspect } from "node:util";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { say } from "../library/ground/say.ts";
import type { ErrorContent } from "../protocol/message.ts";
import { CellSyntaxError, compileCell } from "./compileCell.ts";

/** A cell that ran, as stack traces call it. */
export interface RanCell {
  /** Name of its script: `cell-12.ts`. */
  name: string;
  /** What the reader calls it, by its execution count: `Cell [3]`. */
  label: string;
  source: string;
}

interface Place {
  line: number;
  column: number;
}

/** From the JavaScript that ran back to the cell's own line and column (both 1-based). */
function cellPlace(source: string, line: number, column: number): Place | undefined {
  const compiled = compileCell(source);
  let place: Place = { line, column: column - 1 };
  for (const map of [compiled.replMap(), compiled.typescriptMap]) {
    if (!map) continue;
    const original = originalPositionFor(new TraceMap(map), place);
    if (original.line === null) return undefined;
    place = { line: original.line, column: original.column };
  }
  return { line: place.line, column: place.column + 1 };
}

const frame = /^\s+at (?:async )?(?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;

/** Frames that tell the user nothing: Node's own, ours, and V8's REPL wrapper. */
const hidden = (file: string, home: string) =>
  file.startsWith("node:") || file.includes(home) || file === "<anonymous>" || file.includes("/node_modules/");

/**
 * The error as Jupyter sends it: name, message and a traceback that shows the cells' own frames, the first with the
 * source around it, and no frame of the kernel.
 *
 * @param home folder of the kernel's own code, whose frames are left out
 */
export function describeError(
  error: unknown,
  cell: RanCell,
  find: (name: string) => RanCell | undefined,
  home: string,
): ErrorContent {
  if (error instanceof CellSyntaxError) {
    const heading = `SyntaxError: ${error.message}`;
    const excerpt = sourceExcerpt(cell, error);
    return { ename: "SyntaxError", evalue: error.message, traceback: [heading, ...excerpt] };
  }
  if (!(error instanceof Error)) {
    const text = typeof error === "string" ? error : inspect(error);
    return { ename: "Uncaught", evalue: text, traceback: [`Uncaught ${text}`] };
  }
  const traceback = [`${error.name}: ${error.message}`];
  let excerpted = false;
  for (const line of (error.stack ?? "").split("\n")) {
    const [, caller, file, row, column] = frame.exec(line) ?? [];
    if (!file || hidden(file, home)) continue;
    const ran = find(file);
    if (!ran) {
      traceback.push(`    at ${caller ? `${caller} (${file}:${row}:${column})` : `${file}:${row}:${column}`}`);
      continue;
    }
    const place = cellPlace(ran.source, Number(row), Number(column));
    if (!place) continue;
    if (!excerpted) traceback.push(...sourceExcerpt(ran, place));
    else
      traceback.push(
        caller ? say`    at ${caller} ${ran.label}, line ${place.line}` : say`    at ${ran.label}, line ${place.line}`,
      );
    excerpted = true;
  }
  if (error.cause !== undefined) {
    const cause = error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : inspect(error.cause);
    traceback.push(say`Caused by ${cause}`);
  }
  return { ename: error.name, evalue: error.message, traceback };
}

/** `Cell [3], line 2` and the lines around it, with a caret under the place. */
function sourceExcerpt(cell: RanCell, { line, column }: Place): string[] {
  const lines = cell.source.split("\n");
  const first = Math.max(1, line - 1);
  const last = Math.min(lines.length, line + 1);
  const excerpt = [say`${cell.label}, line ${line}, column ${column}`];
  for (let number = first; number <= last; number++) {
    const gutter = `${number === line ? ">" : " "} ${String(number).padStart(String(last).length)} | `;
    excerpt.push(gutter + (lines[number - 1] ?? ""));
    if (number === line) excerpt.push(`${" ".repeat(gutter.length - 2)}| ${" ".repeat(Math.max(0, column - 1))}^`);
  }
  return excerpt;
}
