import { circularCorrelation } from "../../math/circularCorrelation.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import { positionOf } from "../top.ts";
import type { Ranked } from "./alike.ts";
import type { ComparedPlaces } from "./places.ts";
import type { Pooled } from "./pool.ts";
import { segmentShifts } from "./segmentShifts.ts";
import type { Draws } from "./yardstick.ts";

/** Draws of pairs of the pooled maps: one map shifted over the other by every shift but none, wrapping around the edges. */
export function shiftsOf(pooled: Pooled, maps: readonly Ranked[], k: number): (a: number, b: number) => Draws {
  return pooled.mask ? segmentShifts(pooled, pooled.mask, maps, k) : placeShifts(pooled, maps);
}

/** All shifts at once: a rank correlation is Pearson's of the ranks, and that of all shifts a convolution. */
function placeShifts({ compared, places }: Pooled, maps: readonly Ranked[]): (a: number, b: number) => Draws {
  const { shape, count, shifted } = places;
  const inner = sizeOf(shape.slice(shifted));
  const shifts = Int32Array.from({ length: count / inner - 1 }, (_, i) => (i + 1) * inner);
  const onGrid = (values: ArrayLike<number>) => {
    const grid = new Float64Array(count);
    for (let i = 0; i < compared.length; i++) grid[compared[i]] = values[i];
    return grid;
  };
  const middle = (compared.length - 1) / 2;
  const ranks = maps.map(({ ranks }) => onGrid(ranks.map((rank) => rank - middle)));
  const both = (a: Float64Array, b: Float64Array) => circularCorrelation(a, b, shape);
  const inside = onGrid(new Float64Array(compared.length).fill(1));
  const inBoth = compared.length < count ? both(inside, inside) : undefined;
  return (a, b) => {
    const common = overlaps(maps[a], maps[b], compared, places);
    const [x, y] = [ranks[a], ranks[b]];
    const products = both(x, y);
    if (!inBoth) {
      const size = Math.sqrt(squares(x) * squares(y));
      const rank = size === 0 ? [] : by(shifts, (shift) => products[shift] / size);
      return { rank, overlap: by(shifts, (shift) => common[shift]) };
    }
    // Only over places that are compared in both, which each shift has others of (Padfield 2012).
    const [sumX, sumY] = [both(x, inside), both(inside, y)];
    const square = (map: Float64Array) => map.map((value) => value * value);
    const [squareX, squareY] = [both(square(x), inside), both(inside, square(y))];
    const enough = shifts.filter((shift) => inBoth[shift] >= compared.length / 2);
    const rank = by(enough, (shift) => {
      const n = inBoth[shift];
      const variances = (squareX[shift] - sumX[shift] ** 2 / n) * (squareY[shift] - sumY[shift] ** 2 / n);
      return (products[shift] - (sumX[shift] * sumY[shift]) / n) / Math.sqrt(variances);
    });
    // Of a map that is constant there nothing is left but rounding.
    const whole = rank.filter((own) => Math.abs(own) <= 1 + 1e-6);
    return { rank: whole, overlap: by(enough, (shift) => common[shift]) };
  };
}

function by(shifts: Int32Array, of: (shift: number) => number): Float64Array {
  const found = new Float64Array(shifts.length);
  for (let i = 0; i < found.length; i++) found[i] = of(shifts[i]);
  return found;
}

const squares = (map: Float64Array) => map.reduce((sum, value) => sum + value * value, 0);

/** How many of the strongest places fall on one another, by shift. */
function overlaps(a: Ranked, b: Ranked, compared: Int32Array, { shape, count }: ComparedPlaces): Int32Array {
  const found = new Int32Array(count);
  const positions = ({ top }: Ranked) => top.map((place) => positionOf(compared[place], shape));
  const others = positions(b);
  for (const from of positions(a)) {
    for (const to of others) {
      found[to.reduce((at, place, axis) => at * shape[axis] + ((place - from[axis] + shape[axis]) % shape[axis]), 0)]++;
    }
  }
  return found;
}
