/**
 * Up to three names that are a slip of the pen away, or that hold the wanted one; the nearest first. Case, `_` and `-` do not
 * count.
 *
 * @example
 * nearestNames("num_samples", ["nSamples", "seed"]); // ["nSamples"]
 */
export function nearestNames(wanted: string, known: readonly string[]): string[] {
  const own = plain(wanted);
  return known
    .map((name, order) => {
      const other = plain(name);
      const holds = own !== "" && own !== other && (other.includes(own) || own.includes(other));
      return { name, order, distance: holds ? 1 : editDistance(own, other) };
    })
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.max(own.length, name.length) / 3)))
    .sort((a, b) => a.distance - b.distance || a.order - b.order)
    .slice(0, 3)
    .map(({ name }) => name);
}

const plain = (name: string) => name.replaceAll(/[_\-\s]/g, "").toLowerCase();

/** Letters to put in, take away, exchange, or swap with their neighbor. */
function editDistance(a: string, b: string): number {
  let above: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchange = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? (above[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(exchange, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    above = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
