import { cellText, type TableCell } from "../../kernel/payloads/tablePayload.ts";

export interface Sort {
  column: number;
  descending: boolean;
}

/**
 * The rows' indices in the order of one column: numbers by size, texts as the reader's language has them, what is empty
 * last both ways. Texts that all begin with a number (`98.2%`, `0.5 ± 0.1`) are sorted by it. Equal ones stay as given.
 */
export function sorted(
  rows: readonly (readonly TableCell[])[],
  { column, descending }: Sort,
  locale: string,
): number[] {
  const cells = rows.map((row) => row[column] ?? null);
  const numbers = cells.map(numberIn);
  const byNumber = cells.every((cell, i) => isEmpty(cell) || numbers[i] !== undefined);
  const keys = cells.map((cell, i) => {
    if (isEmpty(cell)) return undefined;
    return byNumber || typeof cell === "number" ? numbers[i] : cellText(cell);
  });
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const sign = descending ? -1 : 1;
  /** Whole numbers that are too large for a double stand in a table as their digits. */
  const exact = (row: number, key: number): number | bigint => {
    const cell = cells[row];
    return typeof cell === "string" && /^-?\d+$/.test(cell) ? BigInt(cell) : key;
  };
  return rows
    .map((_, i) => i)
    .sort((a, b) => {
      const [one, other] = [keys[a], keys[b]];
      if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
      if (typeof one === "number" && typeof other === "number") {
        const [less, more] =
          one === other && !Number.isSafeInteger(one) ? [exact(a, one), exact(b, other)] : [one, other];
        return sign * (less < more ? -1 : Number(less > more));
      }
      if (typeof one === "string" && typeof other === "string") return sign * compare(one, other);
      return sign * (typeof one === "number" ? -1 : 1);
    });
}

/** A dash is how our tables write that there is no value. */
const isEmpty = (cell: TableCell) => cell === null || cell === "" || cell === "–" || cell === "NaN";

const leadingNumber = /^[+−-]?(?:∞|(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+−-]?\d+)?)(?=$|\s|%)/i;

function numberIn(cell: TableCell): number | undefined {
  if (typeof cell !== "string") return cell ?? undefined;
  const [found] = leadingNumber.exec(cell) ?? [];
  return found === undefined
    ? undefined
    : Number(found.replaceAll(",", "").replaceAll("−", "-").replace("∞", "Infinity"));
}

/** What a filter looks for in each row: its cells as they are read, and numbers also as they are. */
export const searchable = (rows: readonly (readonly TableCell[])[], locale: string): string[] =>
  rows.map((row) =>
    row
      .flatMap((cell) => (typeof cell === "number" ? [cellText(cell), String(cell)] : [cellText(cell)]))
      .join("\n")
      .toLocaleLowerCase(locale),
  );
