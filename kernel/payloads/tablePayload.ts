import { isRecord } from "./isRecord.ts";
import { tidyNumber } from "./number.ts";

export const tableMime = "application/vnd.glassbook.table.v1+json";

/** Data of `tableMime`: rows as they came, and how many there are in all. */
export interface TablePayload {
  version: 1;
  caption?: string;
  columns: TableColumn[];
  /** In the order given, a cell for each column. */
  rows: TableCell[][];
  /** Rows of the table: more than `rows` holds where they were cut. */
  total: number;
  /** Sentences that stand below the table. */
  notes?: string[];
}

export interface TableColumn {
  name: string;
  /** Holds numbers, and nothing else but empty cells. */
  numeric: boolean;
}

/** Null is an empty cell. What JSON has no number for is a text: `"NaN"`, `"∞"`, `"−∞"`, the digits of a bigint. */
export type TableCell = number | string | null;

/** What a page lays out without freezing for long. */
export const mostCells = 200_000;
export const mostCharacters = 20_000_000;

/** A cell as it is read: numbers in four significant digits. */
export const cellText = (cell: TableCell): string =>
  typeof cell === "number" ? tidyNumber(cell) : cell === null ? "" : cell;

/** What is wrong with a payload, as one sentence; undefined where nothing is. For data that came from a file. */
export function tableProblem(payload: unknown): string | undefined {
  if (!isRecord(payload)) return "the table is not an object";
  if (payload.version !== 1) return `the table has version ${JSON.stringify(payload.version)}, this view reads 1`;
  const { caption, columns, rows, total, notes } = payload;
  if (caption !== undefined && typeof caption !== "string") return "caption is not a string";
  if (!Array.isArray(columns) || !columns.every(isColumn)) return "columns is not a list of names, each numeric or not";
  if (!Array.isArray(rows)) return "rows is not a list";
  if (notes !== undefined && !(Array.isArray(notes) && notes.every(isText))) return "notes is not a list of strings";
  if (!Number.isInteger(total) || (total as number) < rows.length)
    return `total is ${JSON.stringify(total)}, and there are ${rows.length} rows`;
  return sizeProblem(rows.length * columns.length) ?? rowsProblem(rows, columns.length);
}

const isText = (value: unknown) => typeof value === "string";
const isColumn = (value: unknown) => isRecord(value) && isText(value.name) && typeof value.numeric === "boolean";
const isCell = (value: unknown) => value === null || isText(value) || Number.isFinite(value);

const sizeProblem = (cells: number) =>
  cells > mostCells
    ? `it has ${tidyNumber(cells)} cells, and a page holds ${tidyNumber(mostCells)}: show fewer rows or columns`
    : undefined;

function rowsProblem(rows: readonly unknown[], width: number): string | undefined {
  let characters = 0;
  for (const [i, row] of rows.entries()) {
    if (!Array.isArray(row)) return `rows[${i}] is not a list`;
    if (row.length !== width) return `rows[${i}] has ${row.length} cells, and there are ${width} columns`;
    const odd = row.findIndex((cell) => !isCell(cell));
    if (odd >= 0) return `rows[${i}][${odd}] is neither a number, nor a text, nor null`;
    for (const cell of row) if (typeof cell === "string") characters += cell.length;
  }
  if (characters <= mostCharacters) return undefined;
  return `its texts are ${(characters / 1e6).toFixed(0)} million characters, and a page holds ${mostCharacters / 1e6} million: show fewer rows, or shorter texts`;
}
