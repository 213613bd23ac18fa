import { cellText, type TableCell, type TableColumn } from "../../payloads/tablePayload.ts";
import { number } from "../text/number.ts";

export interface Cell {
  value: TableCell;
  /** Undefined for an empty cell, which fits either. */
  numeric: boolean | undefined;
}

export function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return { value: null, numeric: undefined };
  if (typeof value === "number") return { value: stored(value), numeric: true };
  if (typeof value === "bigint") return { value: String(value), numeric: true };
  return { value: textOf(value), numeric: false };
}

/** The columns, and which of them hold numbers alone. */
export const columnsOf = (names: readonly string[], rows: readonly (readonly Cell[])[]): TableColumn[] =>
  names.map((name, i) => ({ name, numeric: rows.length > 0 && rows.every((row) => row[i]?.numeric !== false) }));

/** Nine digits tell every float32 from its neighbors, which in full is written as 0.12340000271797180. */
function stored(value: number): TableCell {
  if (!Number.isFinite(value)) return number(value);
  return Number.isInteger(value) ? value : Number(value.toPrecision(9));
}

function textOf(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "–" : value.toISOString();
  if (Array.isArray(value)) return `[${value.map((item) => cellText(cellOf(item).value)).join(", ")}]`;
  if (typeof value === "object" && value !== null) return json(value);
  return String(value);
}

function json(value: object): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
