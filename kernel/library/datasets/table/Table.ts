import * as tf from "@tensorflow/tfjs";
import { type Row, tableBundle } from "../../drawing/table.ts";
import { DataError, OptionError, ShapeError } from "../../ground/errors.ts";
import { language } from "../../ground/language.ts";
import { type Displayable, displayKey } from "../../ground/mimeBundle.ts";
import { namesInWords, say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import { type Column, cellText, type Named } from "../../signature/columns.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { tidyNumber } from "../../text/number.ts";
import type { Examples } from "../imageSet.ts";
import { type FillOptions, filled, fillNames, missingIn } from "./missing.ts";
import { stratifiedOrder } from "./stratify.ts";

/** Row-major numbers of a table. */
export type TableValues = Float32Array | Float64Array;

/** What is predicted: a column with a value for each row. A categorical one has codes, which are the classes. */
export interface Target extends Column {
  readonly values: TableValues;
  /** Whether its categories are what a file held, sorted: another file's may be others, and a model's in another order. */
  readonly isSorted?: boolean | undefined;
}

export interface TableFields {
  /** `[rows, columns]`, row-major; NaN where a value is missing. Of categorical columns the codes. */
  readonly values: TableValues;
  readonly columns: readonly Column[];
  readonly target?: Target | undefined;
}

export interface SplitOptions {
  /** Of the order of the rows. Default 42. */
  seed?: number;
  /** Whether both parts get every class in its proportion (default false). Needs a categorical target. */
  stratify?: boolean;
}

const splitNames = { seed: true, stratify: true } as const satisfies Names<SplitOptions>;

/**
 * Rows with named columns and, mostly, a target. Explainers take it as it is, and carry the names of its columns,
 * categories and classes into every plot and sentence. Its parts share nothing that could change: methods give new tables.
 *
 * @example
 * const houses = await tabular.load("houses.csv", { target: "price" });
 * const { train, test } = houses.split(0.2, { seed: 42 });
 * train.shape; // [800, 10]
 */
export class Table implements TableFields, Named, Displayable {
  // Said outright: the bundler calls a class that names itself _Table.
  static get name(): string {
    return "Table";
  }

  /** `[rows, columns]` row-major, mostly float64, which tfjs takes no tensors of: `toTensor()` makes one. */
  readonly values: TableValues;
  readonly columns: readonly Column[];
  readonly target: Target | undefined;
  /** How many rows. */
  readonly size: number;

  /** @throws ShapeError where values, columns and target do not fit; DataError for a code without a category. */
  constructor({ values, columns, target }: TableFields) {
    if (columns.length === 0) throw new ShapeError(say`a table needs at least one column besides the target`);
    if (values.length % columns.length !== 0) {
      throw new ShapeError(say`${values.length} numbers do not fill rows of ${columns.length} columns`);
    }
    this.values = values;
    this.columns = columns;
    this.target = target;
    this.size = values.length / columns.length;
    if (target && target.values.length !== this.size) {
      throw new ShapeError(
        say`the target ${target.name} has ${target.values.length} values, but the table has ${this.size} rows`,
      );
    }
    for (const [i, column] of columns.entries())
      checkCodes(column, (row) => values[row * columns.length + i], this.size);
    if (target) checkCodes(target, (row) => target.values[row], this.size);
  }

  /** `[rows, columns]`. */
  get shape(): [rows: number, columns: number] {
    return [this.size, this.columns.length];
  }

  /** The target's classes by index, where it is categorical. */
  get classNames(): readonly string[] | undefined {
    return this.target?.categories;
  }

  get areClassesSorted(): boolean {
    return this.target?.isSorted === true;
  }

  /** What is predicted. */
  get targetName(): string | undefined {
    return this.target?.name;
  }

  /** The class of each row. @throws DataError where the target is missing, or is no class. */
  get labels(): Int32Array {
    const target = this.#targetOrThrow();
    if (target.kind !== "categorical") {
      throw new DataError(
        say`the target ${target.name} is ${target.kind}: load it with task "classification" for classes`,
      );
    }
    const unknown = target.values.findIndex(Number.isNaN);
    if (unknown >= 0)
      throw new DataError(say`row ${unknown} (counted from 0) has no ${target.name}: remove it with dropMissing()`);
    return Int32Array.from(target.values);
  }

  /** The values of a column, or of the target; NaN where one is missing. */
  column(name: string): Float64Array {
    if (name === this.target?.name) return Float64Array.from(this.target.values);
    const place = this.#placeOf(name);
    return Float64Array.from({ length: this.size }, (_, row) => this.values[row * this.columns.length + place]);
  }

  /** The rows from `begin` to before `end`. */
  slice(begin: number, end: number = this.size): Table {
    const [from, to] = [begin, end].map((at) => Math.min(Math.max(at < 0 ? at + this.size : at, 0), this.size));
    return this.take(Int32Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i));
  }

  /** The rows at these places, in this order. @throws OptionError for a row that is not there. */
  take(rows: ArrayLike<number>): Table {
    const width = this.columns.length;
    const values = emptyLike(this.values, rows.length * width);
    const own = this.target && emptyLike(this.target.values, rows.length);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (!Number.isInteger(row) || row < 0 || row >= this.size) {
        throw new OptionError(say`no row ${row}: the table has ${this.size} (0–${this.size - 1})`);
      }
      values.set(this.values.subarray(row * width, (row + 1) * width), i * width);
      if (own && this.target) own[i] = this.target.values[row];
    }
    return new Table({ values, columns: this.columns, target: this.target && own && { ...this.target, values: own } });
  }

  /** The columns of these names, in this order; the target stays. */
  select(...names: readonly string[]): Table {
    const places = names.map((name) => this.#placeOf(name));
    const values = emptyLike(this.values, this.size * places.length);
    for (let row = 0; row < this.size; row++) {
      for (const [i, place] of places.entries()) {
        values[row * places.length + i] = this.values[row * this.columns.length + place];
      }
    }
    return new Table({ values, columns: places.map((place) => this.columns[place]), target: this.target });
  }

  /**
   * Shuffles the rows and parts them in two.
   *
   * @param test share of the rows that are set apart, above 0 and below 1 (rounded up), or how many.
   * @example
   * const { train, test } = table.split(0.2);              // 1000 rows: 800 and 200
   * const { train: fit, test: validation } = train.split(0.2); // 640 and 160
   */
  split(test = 0.2, options: SplitOptions = {}): { train: Table; test: Table } {
    checkNames("split()", splitNames, options);
    const { seed = 42, stratify = false } = options;
    const count = test < 1 ? Math.ceil(test * this.size - 1e-9) : test;
    if (!Number.isInteger(count) || count < 1 || count >= this.size) {
      throw new OptionError(
        say`split(${test}) of ${this.size} rows: give a fraction between 0 and 1, or a number of rows below ${this.size}`,
      );
    }
    const order = createRandom(seed).permutation(this.size);
    const chosen = stratify ? stratifiedOrder(this.labels, order, count) : order;
    return { test: this.take(chosen.subarray(0, count)), train: this.take(chosen.subarray(count)) };
  }

  /** How many values each column (and the target) lacks, those that lack none left out. */
  get missing(): ReadonlyMap<string, number> {
    return missingIn(this);
  }

  /** Without the rows that lack a value, in a column or in the target. */
  dropMissing(): Table {
    const whole = (row: number) =>
      !Number.isNaN(this.target?.values[row]) &&
      !this.values.subarray(row * this.columns.length, (row + 1) * this.columns.length).some(Number.isNaN);
    return this.take(Int32Array.from({ length: this.size }, (_, row) => row).filter(whole));
  }

  /** With missing values of the columns filled in; rows without a target stay as they are. */
  fillMissing(options: FillOptions = {}): Table {
    checkNames("fillMissing()", fillNames, options);
    return new Table({ ...this.fields(), ...filled(this, options) });
  }

  /** What `train` and `evaluate` learn from and measure with: the rows as float32 and the class of each. */
  examples(): Examples {
    const { labels, columns, values } = this;
    const width = columns.length;
    return {
      size: this.size,
      shape: [width],
      labelAt: (index) => labels[index],
      batch: (indices) => ({
        inputs: Float32Array.from({ length: indices.length * width }, (_, i) => {
          return values[indices[Math.floor(i / width)] * width + (i % width)];
        }),
        labels: Int32Array.from(indices, (index) => labels[index]),
      }),
    };
  }

  /** The rows as a new tensor, float32 `[rows, columns]`, which the caller disposes; NaN where a value is missing. */
  toTensor(): tf.Tensor2D {
    return tf.tensor2d(Float32Array.from(this.values), this.shape);
  }

  /** A row for reading: numbers, names of categories, null where a value is missing. */
  row(index: number): Row {
    const read = (column: Column, value: number) =>
      Number.isNaN(value) ? null : column.kind === "categorical" ? cellText(column, value) : value;
    const cells = this.columns.map((column, i) => [
      column.name,
      read(column, this.values[index * this.columns.length + i]),
    ]);
    const { target } = this;
    return Object.fromEntries(target ? [...cells, [target.name, read(target, target.values[index])]] : cells);
  }

  /** Its plain data. */
  fields(): TableFields {
    return { values: this.values, columns: this.columns, target: this.target };
  }

  /** The first ten rows as a table. */
  [displayKey]() {
    const rows = Array.from({ length: Math.min(10, this.size) }, (_, index) => this.row(index));
    const lacking = [...this.missing]
      .map(([name, count]) => (language() === "zh-CN" ? `${name}（${count} 个）` : `${name} (${count})`))
      .join(language() === "zh-CN" ? "、" : ", ");
    const columns = [...this.columns, ...(this.target ? [this.target] : [])].map(({ name }) => name);
    const caption = captionOf(this.size, this.columns.length, this.target?.name, lacking);
    return tableBundle(rows, { columns, caption }, { total: this.size });
  }

  #placeOf(name: string): number {
    const place = this.columns.findIndex((column) => column.name === name);
    if (place >= 0) return place;
    throw new OptionError(
      say`no column ${name}: the table has ${namesInWords(this.columns.map((column) => column.name))}`,
    );
  }

  #targetOrThrow(): Target {
    if (this.target) return this.target;
    throw new DataError(say`the table has no target: name its column, tabular.load(file, { target: "…" })`);
  }
}

function captionOf(size: number, width: number, target: string | undefined, lacking: string): string {
  const [rows, columns] = [tidyNumber(size), tidyNumber(width)];
  if (language() === "zh-CN")
    return `${rows} 行 ${columns} 列${target === undefined ? "" : `，目标列“${target}”`}${lacking && `；缺失值：${lacking}`}`;
  const told = target === undefined ? "" : `, target ${target}`;
  return `${rows} ${size === 1 ? "row" : "rows"} of ${columns} ${width === 1 ? "column" : "columns"}${told}${lacking && `; missing: ${lacking}`}`;
}

const emptyLike = (values: TableValues, length: number): TableValues =>
  values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);

function checkCodes({ name, kind, categories }: Column, at: (row: number) => number, rows: number): void {
  if (kind !== "categorical") return;
  const count = categories?.length ?? 0;
  if (count === 0) throw new DataError(say`column ${name} is categorical but has no categories: name them`);
  for (let row = 0; row < rows; row++) {
    const code = at(row);
    if (Number.isNaN(code) || (Number.isInteger(code) && code >= 0 && code < count)) continue;
    throw new DataError(
      say`column ${name} has ${code} in row ${row} (counted from 0): a categorical column has the codes 0 to ${count - 1}`,
    );
  }
}
