/** Neighboring pixels, diagonal ones too, the most alike first. */
export interface Neighbors {
  readonly pixels: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** How far apart their colors are. */
  readonly costs: Float64Array;
  /** Of equal costs the earlier comes first. */
  readonly order: Int32Array;
}

/** @param colors `[height, width, channels]`. */
export function neighborsOf(colors: ArrayLike<number>, height: number, width: number, channels: number): Neighbors {
  const from: number[] = [];
  const to: number[] = [];
  const costs: number[] = [];
  const add = (a: number, b: number) => {
    let squared = 0;
    for (let k = 0; k < channels; k++) squared += (colors[a * channels + k] - colors[b * channels + k]) ** 2;
    from.push(a);
    to.push(b);
    costs.push(Math.sqrt(squared));
  };
  // Right, down, down and right, up and right: of equal edges the earlier is taken first.
  for (const [down, right] of [
    [0, 1],
    [1, 0],
    [1, 1],
    [-1, 1],
  ]) {
    for (let row = Math.max(0, -down); row < Math.min(height, height - down); row++) {
      for (let column = 0; column < width - right; column++) {
        add(row * width + column, (row + down) * width + column + right);
      }
    }
  }
  const order = Int32Array.from(costs.keys()).sort((a, b) => costs[a] - costs[b] || a - b);
  const [a, b] = [Int32Array.from(from), Int32Array.from(to)];
  return { pixels: height * width, from: a, to: b, costs: Float64Array.from(costs), order };
}

/**
 * Felzenszwalb's and Huttenlocher's segments, numbered from 0 by their first pixels: pixels are joined as long as their
 * difference is below that inside both segments by no more than `scale` / 255 / size; segments of fewer than `minSize`
 * pixels join a neighbor.
 */
export function joinAlike(
  { pixels, from, to, costs, order }: Neighbors,
  { scale, minSize }: { readonly scale: number; readonly minSize: number },
): Int32Array {
  const root = Int32Array.from({ length: pixels }, (_, pixel) => pixel);
  const sizes = new Int32Array(root.length).fill(1);
  const inside = new Float64Array(root.length);
  const find = (pixel: number) => {
    let at = pixel;
    while (root[at] !== at) {
      root[at] = root[root[at]];
      at = root[at];
    }
    return at;
  };
  const join = (a: number, b: number) => {
    // The first pixel names a segment.
    const [first, second] = a < b ? [a, b] : [b, a];
    root[second] = first;
    sizes[first] += sizes[second];
    return first;
  };
  const allowed = (segment: number) => inside[segment] + scale / 255 / sizes[segment];
  for (const edge of order) {
    const [a, b] = [find(from[edge]), find(to[edge])];
    if (a !== b && costs[edge] < Math.min(allowed(a), allowed(b))) inside[join(a, b)] = costs[edge];
  }
  for (const edge of order) {
    const [a, b] = [find(from[edge]), find(to[edge])];
    if (a !== b && (sizes[a] < minSize || sizes[b] < minSize)) join(a, b);
  }
  const of = root.map((_, pixel) => find(pixel));
  const numbers = new Map([...new Set(of)].sort((a, b) => a - b).map((first, index) => [first, index]));
  return of.map((first) => numbers.get(first) ?? 0);
}
