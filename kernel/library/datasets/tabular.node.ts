import { CsvError, parse as parseCsv } from "csv-parse/sync";
import { DataError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { type Column, numericColumns } from "../signature/columns.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { readUnpacked } from "./loadIdx.node.ts";
import { fromRecords, type ReadTableOptions, readTableNames } from "./table/fromRecords.ts";
import { Table, type TableValues } from "./table/Table.ts";

export interface CsvOptions extends ReadTableOptions {
  /** Between cells (default: whichever of comma, semicolon and tab the first line has most of). */
  delimiter?: string;
  /** Names of the columns, where the first line holds none. */
  header?: readonly string[];
}

const csvNames = { ...readTableNames, delimiter: true, header: true } as const satisfies Names<CsvOptions>;

export interface TableArrays {
  /** `[rows, columns]` row-major, NaN where a value is missing; of categorical columns the codes. */
  values: TableValues | readonly number[];
  /** Columns or their names (default `feature 0`, `feature 1`, …, all numeric). */
  columns?: readonly (Column | string)[];
  /** What is predicted, one for each row: class indices with `classNames`, otherwise numbers. */
  target?: ArrayLike<number>;
  /** Default `"target"`. */
  targetName?: string;
  /** The classes by index: the target is classes then. */
  classNames?: readonly string[];
}

function parse(text: string, options: CsvOptions = {}): Table {
  checkNames("tabular.parse()", csvNames, options);
  const { delimiter = likeliestDelimiter(text), header, ...read } = options;
  let lines: string[][];
  try {
    lines = parseCsv(text, { delimiter, bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DataError(say`the table cannot be read: ${error.message}`);
  }
  const names = header ?? lines.shift() ?? [];
  if (lines.length === 0)
    throw new DataError(say`the table has no rows: expected a line of names, then a line for each row`);
  if (lines[0].length !== names.length) {
    throw new DataError(say`the rows have ${lines[0].length} cells, but there are ${names.length} names`);
  }
  return fromRecords(names, lines, read);
}

/** Outside quotes in the first line; a comma where there is none of them. */
function likeliestDelimiter(text: string): string {
  const line = text.slice(0, text.search(/\r|\n|$/)).replaceAll(/"[^"]*"/g, "");
  const count = (mark: string) => line.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

async function load(file: string, options: CsvOptions = {}): Promise<Table> {
  checkNames("tabular.load()", csvNames, options);
  const text = new TextDecoder().decode(await readUnpacked(file));
  try {
    return parse(text, options);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(say`${file}: ${error.message}`, { cause: error });
  }
}

function fromArrays({ values: given, columns, target, targetName = "target", classNames }: TableArrays): Table {
  const values = ArrayBuffer.isView(given) ? given : numbersOf(given);
  const width = columns?.length ?? (target && target.length > 0 ? values.length / target.length : 0);
  if (width === 0)
    throw new ShapeError(say`cannot tell the row width: pass columns, or a target with one value per row`);
  const named = columns?.map((column) => (typeof column === "string" ? numericColumns(1, [column])[0] : column));
  const predicted = target && {
    name: targetName,
    values: Float64Array.from(target),
    ...(classNames ? { kind: "categorical" as const, categories: classNames } : { kind: "numeric" as const }),
  };
  return new Table({ values, columns: named ?? numericColumns(width), target: predicted });
}

/** A plain list as the numbers of a table. @throws DataError where it holds anything else. */
function numbersOf(list: readonly unknown[]): Float64Array {
  const wrong = list.findIndex((value) => typeof value !== "number");
  if (wrong < 0) return Float64Array.from(list as readonly number[]);
  throw new DataError(
    say`values holds ${Array.isArray(list[wrong]) ? "a list" : `a ${typeof list[wrong]}`} at ${wrong}: give all rows one after the other as numbers, categories by their codes`,
  );
}

/** Tables: rows with named columns. */
export const tabular = {
  /**
   * Reads a CSV file (gzipped or not; UTF-8). Each column becomes whole numbers, numbers or categories by what it holds;
   * missing values become NaN: `table.missing` counts them, `dropMissing` and `fillMissing` answer them.
   *
   * @throws DataError where the file is missing, a row has another number of cells, or a column holds nothing.
   * @example
   * const penguins = await tabular.load("penguins.csv", { target: "species" });
   * penguins.columns[0]; // { name: "island", kind: "categorical", categories: ["Biscoe", "Dream", "Torgersen"] }
   */
  load,
  /** The same from text. */
  parse,
  /**
   * A table over arrays that are at hand; they are not copied.
   *
   * @example
   * const table = tabular.fromArrays({ values: Float32Array.of(1, 2, 3, 4), columns: ["x", "y"], target: [0, 1], classNames: ["no", "yes"] });
   */
  fromArrays,
};
