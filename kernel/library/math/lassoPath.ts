import { cholesky } from "./cholesky.ts";
import type { AnswerMoments, Moments } from "./moments.ts";

/**
 * The corners of the lasso's path from no column to least squares (LARS with the lasso's modification): at each, the
 * coefficients of all columns. Efron, Hastie, Johnstone, Tibshirani 2004, "Least Angle Regression", section 3.1.
 */
export function lassoPath({ gram, columns }: Moments, { products }: AnswerMoments): Float64Array[] {
  const beta = new Float64Array(columns);
  const path = [beta.slice()];
  const active: number[] = [];
  const barred = new Set<number>();
  const correlation = (j: number) => beta.reduce((rest, value, i) => rest - gram[j * columns + i] * value, products[j]);
  const scale = products.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let dropped = -1;
  for (let step = 0; step < 8 * columns; step++) {
    const c = Float64Array.from({ length: columns }, (_, j) => correlation(j));
    const idle = [...c.keys()].filter((j) => !active.includes(j) && !barred.has(j));
    if (dropped < 0) {
      const next = idle.sort((a, b) => Math.abs(c[b]) - Math.abs(c[a]))[0];
      if (next !== undefined) active.push(next);
      if (active.length === 0) break;
    }
    const level = active.reduce((most, j) => Math.max(most, Math.abs(c[j])), 0);
    if (level <= 1e-12 * scale) break;
    const size = active.length;
    const part = Float64Array.from({ length: size * size }, (_, at) => {
      return gram[active[Math.floor(at / size)] * columns + active[at % size]];
    });
    const direction = cholesky(part, size)?.(active.map((j) => Math.sign(c[j])));
    if (!direction) {
      // The newest column repeats others: it stays out.
      barred.add(active.pop() ?? -1);
      dropped = -1;
      continue;
    }
    let length = level;
    for (const j of idle) {
      if (active.includes(j)) continue;
      const pull = active.reduce((sum, i, place) => sum + gram[j * columns + i] * direction[place], 0);
      for (const way of [(level - c[j]) / (1 - pull), (level + c[j]) / (1 + pull)]) {
        // Where a column has just left, its pull still is the largest.
        if (way > (j === dropped ? 1e-9 : 1e-12) * level && way < length) length = way;
      }
    }
    dropped = -1;
    for (const [place, j] of active.entries()) {
      const way = -beta[j] / direction[place];
      if (way > 0 && way < length) {
        length = way;
        dropped = j;
      }
    }
    for (const [place, j] of active.entries()) beta[j] += length * direction[place];
    if (dropped >= 0) {
      beta[dropped] = 0;
      active.splice(active.indexOf(dropped), 1);
    }
    path.push(beta.slice());
    if (dropped < 0 && active.length + barred.size === columns) break;
  }
  return path;
}
