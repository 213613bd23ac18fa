import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Column } from "../../signature/columns.ts";
import type { Names } from "../../text/checkNames.ts";
import type { Table, TableValues } from "./Table.ts";

export interface FillOptions {
  /** What a number is filled with: the column's middle value (default), or its mean. Whole numbers are rounded. */
  numeric?: "median" | "mean";
  /** The table whose middle values, means and most frequent categories are taken (default: the table itself). */
  from?: Table;
}

export const fillNames = { numeric: true, from: true } as const satisfies Names<FillOptions>;

/** How many values each column lacks, those that lack none left out. */
export function missingIn({ columns, values, target }: Table): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) add(columns[i % columns.length].name);
  for (const value of target?.values ?? []) if (Number.isNaN(value) && target) add(target.name);
  return counts;
}

/**
 * The values with those that are missing filled in; a category that only the other table has comes to the columns.
 *
 * @throws DataError for a column without any value.
 */
export function filled(
  table: Table,
  { numeric = "median", from = table }: FillOptions,
): { values: TableValues; columns: readonly Column[] } {
  const columns = [...table.columns];
  const values = table.values.slice();
  for (const [i, column] of columns.entries()) {
    let typical: number | undefined;
    for (let at = i; at < values.length; at += columns.length) {
      if (!Number.isNaN(values[at])) continue;
      if (typical === undefined) {
        const { name, kind } = column;
        typical = typicalOf(name, kind === "categorical" ? "mode" : numeric, kind === "integer", from);
        if (kind === "categorical") [columns[i], typical] = coded(column, from, typical);
      }
      values[at] = typical;
    }
  }
  return { values, columns };
}

/** Another table's category as a code of this column: each table numbers its categories by itself. */
function coded(column: Column, from: Table, code: number): [Column, number] {
  const text = from.columns.find(({ name }) => name === column.name)?.categories?.[code];
  const { categories = [] } = column;
  if (text === undefined) return [column, code];
  const own = categories.indexOf(text);
  return own >= 0 ? [column, own] : [{ ...column, categories: [...categories, text] }, categories.length];
}

function typicalOf(name: string, how: "median" | "mean" | "mode", whole: boolean, from: Table): number {
  const known = from
    .column(name)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (known.length === 0) throw new DataError(say`column ${name} has no values: leave it out with select(…)`);
  if (how === "mode") return mostFrequent(known);
  const middle = (known[(known.length - 1) >> 1] + known[known.length >> 1]) / 2;
  const value = how === "median" ? middle : known.reduce((sum, each) => sum + each, 0) / known.length;
  return whole ? Math.round(value) : value;
}

/** The first of those that come most often. */
function mostFrequent(values: Float64Array): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}
