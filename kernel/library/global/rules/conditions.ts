import { type Column, cellText } from "../../signature/columns.ts";

/** What a rule asks of one column: a value above `above` and at most `most`, a category, or another than some. */
export interface Condition {
  readonly column: number;
  readonly above?: number;
  readonly most?: number;
  readonly is?: number;
  readonly isNot?: readonly number[];
}

export const holds = ({ column, above, most, is, isNot }: Condition, row: ArrayLike<number>, start = 0): boolean => {
  const value = row[start + column];
  if (is !== undefined) return value === is;
  if (isNot?.includes(value)) return false;
  return (above === undefined || value > above) && (most === undefined || value <= most);
};

/** Of one column the narrowest; in the order the columns first come. */
export function narrowed(conditions: readonly Condition[]): Condition[] {
  const byColumn = new Map<number, Condition>();
  for (const { column, above, most, is, isNot } of conditions) {
    const known: Condition = byColumn.get(column) ?? { column };
    byColumn.set(column, {
      column,
      ...largest(known.above, above),
      ...smallest(known.most, most),
      ...((is ?? known.is) !== undefined && { is: is ?? known.is }),
      ...((isNot || known.isNot) && { isNot: [...(known.isNot ?? []), ...(isNot ?? [])] }),
    } as Condition);
  }
  return [...byColumn.values()];
}

const largest = (a: number | undefined, b: number | undefined) =>
  a === undefined && b === undefined
    ? {}
    : { above: Math.max(a ?? Number.NEGATIVE_INFINITY, b ?? Number.NEGATIVE_INFINITY) };
const smallest = (a: number | undefined, b: number | undefined) =>
  a === undefined && b === undefined
    ? {}
    : { most: Math.min(a ?? Number.POSITIVE_INFINITY, b ?? Number.POSITIVE_INFINITY) };

/** `37 < age ≤ 48`, `city = Oslo`, `city is not Oslo, Bergen`. */
export function conditionText({ column, above, most, is, isNot }: Condition, columns: readonly Column[]): string {
  const own = columns[column];
  const at = (value: number) => cellText(own, value);
  if (is !== undefined) return `${own.name} = ${at(is)}`;
  if (isNot) return `${own.name} ≠ ${isNot.map(at).join(", ")}`;
  if (above !== undefined && most !== undefined) return `${at(above)} < ${own.name} ≤ ${at(most)}`;
  return above === undefined ? `${own.name} ≤ ${at(most ?? Number.NaN)}` : `${own.name} > ${at(above)}`;
}
