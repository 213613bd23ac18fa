import type { Table } from "../../datasets/table/Table.ts";
import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Column } from "../../signature/columns.ts";

/** A number that a linear model has a coefficient for: a column, or whether a column has one category. */
export interface Term {
  readonly name: string;
  readonly column: number;
  /** Undefined where the column is taken as it is. */
  readonly category: number | undefined;
}

/** The rows of a table as a linear model sees them. */
export interface LinearDesign {
  readonly terms: readonly Term[];
  /** `[rows, terms]`. */
  readonly values: Float64Array;
  readonly count: number;
}

/** A column of three categories or more has a term for each (or each but the first); all else is one term. */
function termsOf(columns: readonly Column[], withFirst: boolean): Term[] {
  return columns.flatMap(({ name, kind, categories = [] }, column): Term[] => {
    if (kind !== "categorical") return [{ name, column, category: undefined }];
    if (categories.length < 3)
      return [{ name: `${name} = ${categories[1] ?? categories[0]}`, column, category: undefined }];
    return categories
      .map((text, category) => ({ name: `${name} = ${text}`, column, category }))
      .slice(withFirst ? 0 : 1);
  });
}

/**
 * @param withFirst whether first categories have a term too, which only a penalty can determine.
 * @throws DataError where a value is missing or infinite.
 */
export function designOf(table: Table, withFirst: boolean): LinearDesign {
  const { values, columns, size, missing } = table;
  const lacking = columns.find(({ name }) => missing.has(name));
  if (lacking) {
    throw new DataError(
      say`${missing.get(lacking.name)} of ${size} rows have no ${lacking.name}: fill them with table.fillMissing(), or remove them with table.dropMissing()`,
    );
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const { name } = columns[wrong % columns.length];
    throw new DataError(
      say`row ${Math.floor(wrong / columns.length)} (counted from 0) has ${name} ${values[wrong]}: expected finite numbers`,
    );
  }
  const terms = termsOf(columns, withFirst);
  const design = new Float64Array(size * terms.length);
  for (let row = 0; row < size; row++) {
    for (const [i, { column, category }] of terms.entries()) {
      const value = values[row * columns.length + column];
      design[row * terms.length + i] = category === undefined ? value : Number(value === category);
    }
  }
  return { terms, values: design, count: size };
}
