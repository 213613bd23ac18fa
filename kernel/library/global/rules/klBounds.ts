/** Kullback–Leibler divergence of two coins. */
function divergence(p: number, q: number): number {
  const part = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
  const inside = Math.min(Math.max(q, 1e-12), 1 - 1e-12);
  return part(p, inside) + part(1 - p, 1 - inside);
}

/** The largest (or smallest) chance that the data do not rule out at `level` (Garivier, Cappé 2011). */
function bound(mean: number, level: number, end: 0 | 1): number {
  let [near, far] = [mean, end as number];
  for (let i = 0; i < 40; i++) {
    const middle = (near + far) / 2;
    if (divergence(mean, middle) > level) far = middle;
    else near = middle;
  }
  return near;
}

export const upperBound = (mean: number, level: number) => bound(mean, level, 1);
export const lowerBound = (mean: number, level: number) => bound(mean, level, 0);
