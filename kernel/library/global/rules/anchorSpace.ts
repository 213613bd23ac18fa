import type { Rows } from "../../explain/call/inputs.ts";
import { quantile } from "../../math/quantile.ts";
import type { Random } from "../../math/random.ts";
import type { Column } from "../../signature/columns.ts";
import { type Condition, holds } from "./conditions.ts";

/** What anchors are made of: conditions that the row fulfils, and which rows of the data fulfil each. */
export interface AnchorSpace {
  readonly conditions: readonly Condition[];
  /** Of each condition: 1 for a row of the data that fulfils it. */
  readonly fulfilled: readonly Uint8Array[];
  /** Share of the data's rows that fulfil all of these. */
  coverage(chosen: readonly number[]): number;
  /** Writes a row as the data might hold it, on which all of these hold. */
  draw(chosen: readonly number[], random: Random, buffer: Float32Array, offset: number): void;
}

/**
 * Numbers are cut at quartiles; the row fulfils `≤` each of them that lies above it and `>` each below. Categories are
 * its own. A row is drawn from the data; a column that a condition is about takes its value from a row that fulfils all
 * conditions about that column.
 */
export function anchorSpace(row: ArrayLike<number>, data: Rows, columns: readonly Column[]): AnchorSpace {
  const { count, size, values } = data;
  const conditions = columns.flatMap(({ kind }, column): Condition[] => {
    if (kind === "categorical") return [{ column, is: row[column] }];
    const sorted = Float64Array.from({ length: count }, (_, i) => values[i * size + column]).sort();
    const cuts = [...new Set([0.25, 0.5, 0.75].map((share) => quantile(sorted, share)))].filter(
      (cut) => cut < sorted[count - 1],
    );
    return cuts.map((cut) => (row[column] <= cut ? { column, most: cut } : { column, above: cut }));
  });
  const fulfilled = conditions.map((condition) =>
    Uint8Array.from({ length: count }, (_, i) => (holds(condition, values, i * size) ? 1 : 0)),
  );
  const rowsWith = new Map<string, Int32Array>();
  const rowsOf = (chosen: readonly number[]) => {
    const key = chosen.join();
    const known = rowsWith.get(key);
    if (known) return known;
    const found = Int32Array.from({ length: count }, (_, i) => i).filter((i) => chosen.every((at) => fulfilled[at][i]));
    rowsWith.set(key, found);
    return found;
  };
  return {
    conditions,
    fulfilled,
    coverage: (chosen) => rowsOf(chosen).length / count,
    draw(chosen, random, buffer, offset) {
      const start = random.integer(count) * size;
      for (let i = 0; i < size; i++) buffer[offset + i] = values[start + i];
      for (const column of new Set(chosen.map((at) => conditions[at].column))) {
        const own = rowsOf(chosen.filter((at) => conditions[at].column === column));
        // The row itself fulfils them, should no row of the data do so.
        buffer[offset + column] =
          own.length > 0 ? values[own[random.integer(own.length)] * size + column] : row[column];
      }
    },
  };
}
