import { say } from "../library/ground/say.ts";

/** A notebook in Jupyter's format 4: what `.ipynb` files hold, with multi-line strings joined. */
export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: Cell[];
}

export type Cell = MarkdownCell | CodeCell | RawCell;

interface CellBase {
  /** 1 to 64 letters, digits, `-` and `_`; unique in its notebook. */
  id: string;
  metadata: Record<string, unknown>;
  source: string;
}

export interface MarkdownCell extends CellBase {
  cell_type: "markdown";
  attachments?: Record<string, unknown>;
}

export interface RawCell extends CellBase {
  cell_type: "raw";
  attachments?: Record<string, unknown>;
}

export interface CodeCell extends CellBase {
  cell_type: "code";
  execution_count: number | null;
  outputs: Output[];
}

export type Output = StreamOutput | DisplayData | ExecuteResult | ErrorOutput;

/** Media type → data: a string, or JSON for types that end in `json`. */
export type OutputData = Record<string, unknown>;

export interface StreamOutput {
  output_type: "stream";
  name: "stdout" | "stderr";
  text: string;
}

export interface DisplayData {
  output_type: "display_data";
  data: OutputData;
  metadata: Record<string, unknown>;
}

export interface ExecuteResult {
  output_type: "execute_result";
  execution_count: number | null;
  data: OutputData;
  metadata: Record<string, unknown>;
}

export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

/** A file that is not a notebook, or not one in format 4. Names the file, the cell and what is wrong. */
export class NotebookError extends Error {
  override name = "NotebookError";
}

const idPattern = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * Reads a `.ipynb`. Formats 4.0 to 4.4 are brought to 4.5: cells without an id get one (`cell-3` for the third).
 * Unknown metadata is kept.
 *
 * @param name what to call the file in errors.
 * @throws NotebookError
 * @example
 * const notebook = parseNotebook(readFileSync("digits.ipynb", "utf8"), "digits.ipynb");
 */
export function parseNotebook(text: string, name = say`the notebook`): Notebook {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new NotebookError(say`${name} is not a notebook: it is not JSON (${(error as Error).message})`);
  }
  const fail = (what: string): never => {
    throw new NotebookError(say`${name} is not a valid notebook: ${what}`);
  };
  if (!isRecord(raw)) return fail(say`expected a JSON object with cells`);
  if (raw.nbformat !== 4) {
    return fail(say`its nbformat is ${JSON.stringify(raw.nbformat)}, expected 4; open it in Jupyter and save it there`);
  }
  if (!Array.isArray(raw.cells)) return fail(say`it has no list called cells`);
  const taken = new Set<string>();
  const cells = raw.cells.map((cell: unknown, index) => {
    const parsed = parseCell(cell, index, (what) => fail(say`cell ${index + 1}: ${what}`));
    const wanted = parsed.id.slice(0, 56);
    for (let copy = 2; taken.has(parsed.id); copy++) parsed.id = `${wanted}-${copy}`;
    taken.add(parsed.id);
    return parsed;
  });
  const minor = typeof raw.nbformat_minor === "number" ? Math.max(5, raw.nbformat_minor) : 5;
  return { nbformat: 4, nbformat_minor: minor, metadata: record(raw.metadata), cells };
}

type Fail = (what: string) => never;

function parseCell(cell: unknown, index: number, fail: Fail): Cell {
  if (!isRecord(cell)) return fail(say`expected an object`);
  const source = joined(cell.source) ?? fail(say`its source is neither a string nor a list of strings`);
  const id = typeof cell.id === "string" && idPattern.test(cell.id) ? cell.id : `cell-${index + 1}`;
  const base = { id, metadata: record(cell.metadata), source };
  switch (cell.cell_type) {
    case "markdown":
    case "raw":
      return {
        cell_type: cell.cell_type,
        ...base,
        ...(isRecord(cell.attachments) && { attachments: cell.attachments }),
      };
    case "code": {
      const outputs = Array.isArray(cell.outputs) ? cell.outputs : [];
      return {
        cell_type: "code",
        ...base,
        execution_count: count(cell.execution_count),
        outputs: outputs.map((output: unknown, at) =>
          parseOutput(output, (what) => fail(say`output ${at + 1}: ${what}`)),
        ),
      };
    }
    default:
      return fail(say`its cell_type is ${JSON.stringify(cell.cell_type)}, expected "code", "markdown" or "raw"`);
  }
}

function parseOutput(output: unknown, fail: Fail): Output {
  if (!isRecord(output)) return fail(say`expected an object`);
  switch (output.output_type) {
    case "stream":
      return {
        output_type: "stream",
        name: output.name === "stderr" ? "stderr" : "stdout",
        text: joined(output.text) ?? fail(say`its text is neither a string nor a list of strings`),
      };
    case "display_data":
      return { output_type: "display_data", ...bundle(output) };
    case "execute_result":
      return {
        output_type: "execute_result",
        execution_count: count(output.execution_count),
        ...bundle(output),
      };
    case "error":
      return {
        output_type: "error",
        ename: String(output.ename ?? "Error"),
        evalue: String(output.evalue ?? ""),
        traceback: Array.isArray(output.traceback) ? output.traceback.map(String) : [],
      };
    default:
      return fail(say`its output_type is ${JSON.stringify(output.output_type)}`);
  }
}

function bundle(output: Record<string, unknown>) {
  const data = Object.entries(record(output.data)).map(([type, value]) => [
    type,
    isJson(type) ? value : (joined(value) ?? value),
  ]);
  return { data: Object.fromEntries(data) as OutputData, metadata: record(output.metadata) };
}

/**
 * Writes a notebook as Jupyter does: one-space indent, text as lists of lines, a newline at the end. What Jupyter keeps
 * in one string (images, JSON) stays in one.
 */
export function serializeNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: lines(cell.source),
    ...(cell.cell_type === "code" && { outputs: cell.outputs.map(writeOutput) }),
  }));
  const { metadata, nbformat, nbformat_minor } = notebook;
  return `${JSON.stringify({ cells, metadata, nbformat, nbformat_minor }, null, 1)}\n`;
}

function writeOutput(output: Output): unknown {
  if (output.output_type === "stream") return { ...output, text: lines(output.text) };
  if (output.output_type === "error") return output;
  const data = Object.entries(output.data).map(([type, value]) => [
    type,
    typeof value === "string" && (type.startsWith("text/") || type === "image/svg+xml") ? lines(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

/** Whether a media type's data is JSON rather than a string. */
const isJson = (type: string): boolean => /^application\/(.*\+)?json$/.test(type);

const lines = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const record = (value: unknown) => (isRecord(value) ? value : {});
const count = (value: unknown) => (typeof value === "number" ? value : null);

function joined(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((part) => typeof part === "string")) return value.join("");
  return undefined;
}
