import { isRecord } from "../../kernel/payloads/isRecord.ts";
import type { Sort } from "./order.ts";

/** What the reader chose. */
export interface TableSettings {
  /** Absent: as given. */
  sort?: Sort | undefined;
  filter: string;
}

/** Settings out of what was saved; what is missing or odd is as it is at first. */
export function settingsFrom(saved: unknown, columns: number): TableSettings {
  const { sort, filter } = isRecord(saved) ? saved : {};
  return { sort: isSort(sort, columns) ? sort : undefined, filter: typeof filter === "string" ? filter : "" };
}

const isSort = (value: unknown, columns: number): value is Sort =>
  isRecord(value) &&
  typeof value.descending === "boolean" &&
  Number.isInteger(value.column) &&
  (value.column as number) >= 0 &&
  (value.column as number) < columns;

/** Up, down, and as given again. */
export function nextSort(sort: Sort | undefined, column: number): Sort | undefined {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? undefined : { column, descending: true };
}
