import { DataError } from "../../ground/errors.ts";
import { namesInWords, say } from "../../ground/say.ts";
import type { Column } from "../../signature/columns.ts";
import { Table } from "./Table.ts";

/**
 * A table's rows as a model of these columns takes them: in their order, and with their codes. Columns and categories are
 * known by name; each file numbers its categories by itself.
 *
 * @param columns those of the table that the model was trained on.
 * @throws DataError that names the column that one of the two lacks, or the category that the model does not know.
 */
export function recoded(table: Table, columns: readonly Column[]): Table {
  const own = table.columns;
  if (own.length === columns.length && own.every((column, i) => isSame(column, columns[i]))) return table;
  const extra = own.find(({ name }) => !columns.some((column) => column.name === name));
  if (extra && own.length !== columns.length) {
    throw new DataError(
      say`The table has the column ${extra.name}, but the model takes ${columns.map(({ name }) => name).join(", ")}: leave it out with table.select(…).`,
    );
  }
  const places = columns.map((column) => placeOf(column, own));
  const codes = columns.map((column, i) => codesOf(own[places[i]], column));
  const width = columns.length;
  const values = Float64Array.from({ length: table.size * width }, (_, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    const value = table.values[row * own.length + places[column]];
    return codes[column]?.[value] ?? value;
  });
  return new Table({ values, columns, target: table.target });
}

const isSame = (a: Column, b: Column | undefined) =>
  a.name === b?.name &&
  (a.kind === "categorical") === (b.kind === "categorical") &&
  a.categories?.join("\0") === b.categories?.join("\0");

function placeOf({ name }: Column, own: readonly Column[]): number {
  const place = own.findIndex((column) => column.name === name);
  if (place >= 0) return place;
  throw new DataError(
    say`The table has no column ${name}, which the model was trained on: it has ${namesInWords(own.map((column) => column.name))}.`,
  );
}

/** The model's code of each of the table's codes; undefined for numbers. */
function codesOf(own: Column, column: Column): readonly number[] | undefined {
  const isNamed = column.kind === "categorical";
  if ((own.kind === "categorical") !== isNamed) {
    throw new DataError(
      say`The column ${column.name} is ${own.kind} in the table, but ${column.kind} in the one that the model was trained on.`,
    );
  }
  if (!isNamed) return undefined;
  return (own.categories ?? []).map((category) => {
    const code = column.categories?.indexOf(category) ?? -1;
    if (code >= 0) return code;
    throw new DataError(
      say`The column ${column.name} has the category ${category}, but the model knows ${namesInWords(column.categories ?? [])}.`,
    );
  });
}
