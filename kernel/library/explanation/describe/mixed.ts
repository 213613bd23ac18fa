import { countOfHalf } from "../bySize.ts";
import { type AreaShare, areasOf } from "./areas.ts";
import type { Terms } from "./terms.ts";
import { thresholds } from "./thresholds.ts";

/** Places of both signs that lie among each other everywhere: to tell where each side lies would tell the same twice. */
export interface Mixed {
  /** The areas that hold most of both, three at most, strongest first. */
  readonly areas: readonly AreaShare[];
  /** Whether these hold at least half of it; else it is spread over everything. */
  readonly isGathered: boolean;
}

/**
 * Whether the positive and the negative places of a picture have the same distribution over its areas.
 *
 * @param clear one number for each value, 0 where it may be chance.
 */
export function mixedOf(clear: Float32Array, { kind, count, placeOf, division }: Terms): Mixed | undefined {
  if (kind !== "drawing" && kind !== "picture" && kind !== "volume") return undefined;
  const values = new Float32Array(count);
  const areaOf = new Int32Array(count);
  for (let i = 0; i < clear.length; i++) {
    const place = placeOf(i);
    values[place] += clear[i];
    areaOf[place] = division.numberOf(i);
  }
  const sides = [1, -1].map((sign) => values.map((value) => Math.max(0, sign * value)));
  if (sides.some((side) => countOfHalf(side) < thresholds.mixedPlaces)) return undefined;
  const [up, down] = sides.map((side) => sharesOf(side, areaOf));
  const overlap = [...up].reduce((sum, [area, share]) => sum + Math.min(share, down.get(area) ?? 0), 0);
  if (overlap < thresholds.mixed) return undefined;
  const byPlace = { ...division, numberOf: (place: number) => areaOf[place] };
  const areas = areasOf(values.map(Math.abs), byPlace, 1);
  return { areas, isGathered: areas.reduce((sum, { share }) => sum + share, 0) >= 0.5 };
}

function sharesOf(side: Float32Array, areaOf: Int32Array): Map<number, number> {
  const shares = new Map<number, number>();
  const total = side.reduce((sum, value) => sum + value, 0);
  for (let place = 0; place < side.length; place++) {
    if (side[place] === 0) continue;
    shares.set(areaOf[place], (shares.get(areaOf[place]) ?? 0) + side[place] / total);
  }
  return shares;
}
