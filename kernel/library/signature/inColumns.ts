import { DataError } from "../ground/errors.ts";
import { namesInWords, say } from "../ground/say.ts";
import type { Column } from "./columns.ts";
import type { InputSpec } from "./Signature.ts";

/** The columns that a model knows its rows by; undefined where it was trained on none. */
export const columnsOfInput = (spec: InputSpec | undefined): readonly Column[] | undefined =>
  spec?.kind === "table" ? spec.columns : undefined;

/**
 * Rows as a model of these columns takes them: in their order, and with their codes. Columns and categories are known by
 * name; each file numbers its categories by itself.
 *
 * @param own of the rows. @param columns of the model.
 * @returns undefined where the rows already are as the model takes them.
 * @throws DataError that names the column that one of the two lacks, or the category that the model does not know.
 */
export function inColumns(
  values: ArrayLike<number>,
  own: readonly Column[],
  columns: readonly Column[],
): Float64Array | undefined {
  if (own.length === columns.length && own.every((column, i) => isSame(column, columns[i]))) return undefined;
  const extra = own.find(({ name }) => !columns.some((column) => column.name === name));
  if (extra && own.length > columns.length) {
    throw new DataError(
      say`The table has the column ${extra.name}, but the model takes ${namesInWords(columns.map(({ name }) => name))}: leave it out with table.select(…).`,
    );
  }
  const places = columns.map((column) => placeOf(column, own));
  const codes = columns.map((column, i) => codesOf(own[places[i]], column));
  const width = columns.length;
  return Float64Array.from({ length: (values.length / own.length) * width }, (_, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    const value = values[row * own.length + places[column]];
    return codes[column]?.(value) ?? value;
  });
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

/** The model's code of each of the table's codes; undefined for numbers. Only a category that a row has must be known. */
function codesOf(own: Column, column: Column): ((code: number) => number) | undefined {
  const isNamed = column.kind === "categorical";
  if ((own.kind === "categorical") !== isNamed) {
    throw new DataError(
      say`The column ${column.name} is ${own.kind} in the table, but ${column.kind} in the one that the model was trained on.`,
    );
  }
  if (!isNamed) return undefined;
  const known = (own.categories ?? []).map((category) => column.categories?.indexOf(category) ?? -1);
  return (value) => {
    const code = known[value] ?? value;
    if (code !== -1) return code;
    throw new DataError(
      say`The column ${column.name} has the category ${own.categories?.[value] ?? value}, but the model knows ${namesInWords(column.categories ?? [])}.`,
    );
  };
}
