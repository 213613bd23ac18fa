/** An order whose first `count` rows hold every class in its proportion (largest remainders), each part still shuffled. */
export function stratifiedOrder(labels: Int32Array, order: Int32Array, count: number): Int32Array {
  const byClass = new Map<number, number[]>();
  for (const row of order) byClass.set(labels[row], [...(byClass.get(labels[row]) ?? []), row]);
  const share = (rows: readonly number[]) => (rows.length * count) / labels.length;
  const groups = [...byClass.values()].sort((a, b) => (share(b) % 1) - (share(a) % 1));
  let left = count - groups.reduce((sum, rows) => sum + Math.floor(share(rows)), 0);
  const first = new Set<number>();
  for (const rows of groups) {
    const wanted = Math.floor(share(rows)) + (left-- > 0 ? 1 : 0);
    for (const row of rows.slice(0, wanted)) first.add(row);
  }
  return Int32Array.from([...order.filter((row) => first.has(row)), ...order.filter((row) => !first.has(row))]);
}
