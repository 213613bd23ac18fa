import { sizeOf } from "../../math/sizeOf.ts";
import { positionOf } from "../top.ts";
import { alike, type Ranked, ranked } from "./alike.ts";
import type { ComparedPlaces } from "./places.ts";
import { bySegment, type Pooled } from "./pool.ts";
import type { Draws } from "./yardstick.ts";

/** About as many shifts of each of the two as say enough. */
const most = 200;

/** A map shifted over segments is summed anew by segment: at shifts that are spread evenly, each of the two in turn. */
export function segmentShifts(
  { places, spread, compared }: Pooled,
  mask: Int32Array,
  maps: readonly Ranked[],
  k: number,
): (a: number, b: number) => Draws {
  const segments = mask.reduce((last, segment) => Math.max(last, segment), -1) + 1;
  const shifts = latticeOf(places);
  const shifted = spread.map((map) => {
    const sums = bySegment(
      shifts.map((by) => rolled(map, places.shape, by)),
      mask,
      segments,
    );
    return sums.map((own) =>
      ranked(
        Float64Array.from(compared, (segment) => own[segment]),
        k,
      ),
    );
  });
  return (a, b) => {
    const draws = [...shifted[a].map((map) => alike(map, maps[b])), ...shifted[b].map((map) => alike(map, maps[a]))];
    const whole = draws.flatMap(({ rank, overlap }) => (rank === null ? [] : [{ rank, overlap }]));
    return { rank: whole.map(({ rank }) => rank), overlap: whole.map(({ overlap }) => overlap) };
  };
}

/** Shifts along the first axes, all of them where they are few; not the one that shifts nothing. */
function latticeOf({ shape, shifted }: ComparedPlaces): number[][] {
  const axes = shape.slice(0, shifted);
  const apart = Math.ceil((sizeOf(axes) / most) ** (1 / shifted));
  const steps = axes.map((length) => Math.ceil(length / apart));
  return Array.from({ length: sizeOf(steps) - 1 }, (_, i) => positionOf(i + 1, steps).map((step) => step * apart));
}

/** The map moved on by so many places along its first axes, what leaves at an end coming in at the other. */
function rolled(map: Float64Array, shape: readonly number[], by: readonly number[]): Float64Array {
  let now = map;
  let inner = map.length;
  for (const [axis, step] of by.entries()) {
    const block = inner;
    inner /= shape[axis];
    if (step === 0) continue;
    const next = new Float64Array(map.length);
    const kept = block - step * inner;
    for (let start = 0; start < map.length; start += block) {
      next.set(now.subarray(start, start + kept), start + step * inner);
      next.set(now.subarray(start + kept, start + block), start);
    }
    now = next;
  }
  return now;
}
