import { DataError } from "../../ground/errors.ts";
import { namesInWords, say } from "../../ground/say.ts";
import type { Column } from "../../signature/columns.ts";
import type { Names } from "../../text/checkNames.ts";
import { Table, type Target } from "./Table.ts";

export interface ReadTableOptions {
  /** The column that is predicted (default: none). */
  target?: string;
  /**
   * What the target is: classes or a number. Default: classes where it is text or holds at most 10 different whole
   * numbers, otherwise a number.
   */
  task?: "classification" | "regression";
  /** Columns of numbers that are names in truth, such as postal codes. Text is categorical without being named. */
  categorical?: readonly string[];
  /** Columns to leave out, such as a running number. */
  ignore?: readonly string[];
  /** Texts that mean "not known" (default: nothing, `NA`, `N/A`, `NaN`, `null`, `None`, `?`, in any case). */
  missing?: readonly string[];
}

export const readTableNames = {
  target: true,
  task: true,
  categorical: true,
  ignore: true,
  missing: true,
} as const satisfies Names<ReadTableOptions>;

const mostClasses = 10;
const mostCategories = 1000;

/**
 * Text cells as a table: a column is whole numbers, numbers, or else categorical with its categories in the order of
 * their characters.
 *
 * @param lines one array of cells for each row, all of the header's length.
 * @throws DataError for a column without values, or with more categories than could mean anything.
 */
export function fromRecords(
  header: readonly string[],
  lines: readonly (readonly string[])[],
  options: ReadTableOptions = {},
): Table {
  const { target, task, categorical = [], ignore = [] } = options;
  const unknown = new Set(
    (options.missing ?? ["", "na", "n/a", "nan", "null", "none", "?"]).map((text) => text.toLowerCase()),
  );
  for (const name of [...categorical, ...ignore, ...(target === undefined ? [] : [target])]) {
    if (!header.includes(name)) throw new DataError(say`no column ${name}: the header has ${namesInWords(header)}`);
  }
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined) throw new DataError(say`two columns are called ${twice}: column names must differ`);

  const read = (name: string, asNames: boolean | undefined): Target => {
    const place = header.indexOf(name);
    const cells = lines.map((line) => line[place].trim());
    return readColumn(name, cells, (text) => unknown.has(text.toLowerCase()), asNames);
  };
  const names = header.filter((name) => name !== target && !ignore.includes(name));
  const columns = names.map((name) => read(name, categorical.includes(name) ? true : undefined));
  const values = new Float64Array(lines.length * columns.length);
  for (const [i, column] of columns.entries()) {
    for (let row = 0; row < lines.length; row++) values[row * columns.length + i] = column.values[row];
  }
  const asClasses = task === undefined ? undefined : task === "classification";
  const predicted = target === undefined ? undefined : read(target, asClasses);
  return new Table({
    values,
    columns: columns.map(({ values: _, ...column }): Column => column),
    target: predicted && sorted(task === undefined && areClasses(predicted) ? read(predicted.name, true) : predicted),
  });
}

const sorted = (target: Target): Target => (target.kind === "categorical" ? { ...target, isSorted: true } : target);

const areClasses = ({ kind, values }: Target) =>
  kind === "integer" && new Set(values.filter((value) => !Number.isNaN(value))).size <= mostClasses;

/** @param asNames whether its cells are names (true) or numbers (false); undefined where the cells tell. */
function readColumn(
  name: string,
  cells: readonly string[],
  isMissing: (text: string) => boolean,
  asNames: boolean | undefined,
): Target {
  const known = cells.filter((text) => !isMissing(text));
  if (known.length === 0) throw new DataError(say`column ${name} has no values: leave it out with ignore: ["${name}"]`);
  const text = known.find((cell) => !Number.isFinite(Number(cell)));
  if (asNames === false && text !== undefined) {
    throw new DataError(
      say`column ${name} should be numeric but has "${text}": list that in missing, or ask for classes`,
    );
  }
  if (asNames !== true && text === undefined) {
    const values = Float64Array.from(cells, (cell) => (isMissing(cell) ? Number.NaN : Number(cell)));
    const kind = values.every((value) => Number.isNaN(value) || Number.isInteger(value)) ? "integer" : "numeric";
    return { name, kind, values };
  }
  const distinct = [...new Set(known)];
  const numbers = text === undefined;
  const categories = distinct.sort(numbers ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
  if (categories.length > mostCategories) {
    throw new DataError(
      say`column ${name} has ${categories.length} different texts, such as "${categories[0]}": leave it out with ignore: ["${name}"]`,
    );
  }
  const codes = new Map(categories.map((category, code) => [category, code]));
  return {
    name,
    kind: "categorical",
    categories,
    values: Float64Array.from(cells, (cell) => (isMissing(cell) ? Number.NaN : (codes.get(cell) ?? Number.NaN))),
  };
}
