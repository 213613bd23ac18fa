import { number } from "../text/number.ts";

/** Numbers, whole numbers, or one of a few names. */
export type ColumnKind = "numeric" | "integer" | "categorical";

/** What a column of a table is: plots, sentences and explainers read it. Plain JSON. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Of a categorical column: the name of each code, from 0. In the table stands the code. */
  readonly categories?: readonly string[];
}

/** What rows are told apart by: an array that was read from a table knows its columns and classes. */
export interface Named {
  /** One for each number of a row. */
  readonly columns?: readonly Column[] | undefined;
  /** One for each class that a model of this table tells apart. */
  readonly classNames?: readonly string[] | undefined;
  /** Whether the classes only stand in the order that a file's names were sorted into: no model's order (default false). */
  readonly areClassesSorted?: boolean | undefined;
  /** What is predicted. */
  readonly targetName?: string | undefined;
}

/** The classes' names where they may name a model's classes, not only the codes of a file. */
export const givenClassNames = ({ classNames, areClassesSorted }: Named): readonly string[] | undefined =>
  areClassesSorted ? undefined : classNames;

/** A cell for reading: the category's name, or the number in four significant digits; `missing` where there is none. */
export function cellText({ kind, categories }: Column, value: number): string {
  if (Number.isNaN(value)) return "missing";
  return kind === "categorical" ? (categories?.[value] ?? number(value)) : number(value);
}

/** Columns of numbers called `feature 0`, `feature 1`, …, or by the names given. */
export const numericColumns = (count: number, names?: readonly string[]): Column[] =>
  Array.from({ length: count }, (_, i) => ({ name: names?.[i] ?? `feature ${i}`, kind: "numeric" }));
