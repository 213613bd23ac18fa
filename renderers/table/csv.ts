import type { TableCell, TableColumn } from "../../kernel/payloads/tablePayload.ts";
import { csvField } from "../shared/csvField.ts";

/** Rows for a spreadsheet or a data frame, numbers as they are. */
export function csvOf(columns: readonly TableColumn[], rows: readonly (readonly TableCell[])[]): string {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map((cell) => String(cell ?? "")))];
  return `${lines.map((line) => line.map(csvField).join(",")).join("\n")}\n`;
}
