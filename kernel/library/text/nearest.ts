/**
 * The known name that a name was most likely meant to be; undefined where none is near. Case, `_` and `-` do not count:
 * `num_samples` is near `nSamples`.
 *
 * @example
 * nearest("onxx", ["onnx", "tfjs"]); // "onnx"
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name);
  let best: string | undefined;
  // A third of the letters may be wrong, and in a short name one.
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const each of known) {
    const distance = editDistance(wanted, plain(each));
    if (distance >= least) continue;
    least = distance;
    best = each;
  }
  return best;
}

const plain = (name: string) => name.replaceAll(/[_\-\s]/g, "").toLowerCase();

/** Letters to put in, take out, replace or exchange with their neighbor (Damerau–Levenshtein, optimal alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2] + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length];
}
