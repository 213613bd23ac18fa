import { type AreaShare, areasOf } from "./areas.ts";
import type { Strokes } from "./strokes.ts";
import type { Position, Terms } from "./terms.ts";

/** Values of one sign: where they lie, as shares of their own sum. */
export interface Side {
  /** Σ|value|. */
  readonly sum: number;
  /** The areas that hold at least half of it, three at most, strongest first. */
  readonly areas: readonly AreaShare[];
  /** The share that lies on strokes, where the input is a drawing. */
  readonly onStrokes: number | undefined;
  /** The largest value; none where the areas are single places and tell theirs. */
  readonly peak: (Position & { readonly value: number; readonly segment: number | undefined }) | undefined;
}

/**
 * @param clear one value for each that was found (of segments, one each), 0 where it may be chance.
 * @param mask of segments, the one that each position belongs to.
 */
export function sideOf(
  clear: Float32Array,
  sign: number,
  terms: Terms,
  mask: Int32Array | undefined,
): Side | undefined {
  let [sum, most] = [0, 0];
  let strongest: number | undefined;
  for (let i = 0; i < clear.length; i++) {
    const size = sign * clear[i];
    if (!(size > 0)) continue;
    sum += size;
    if (size > most) [most, strongest] = [size, i];
  }
  if (strongest === undefined) return undefined;
  const own = spread(clear, mask).map((value) => Math.max(0, sign * value));
  return {
    sum,
    areas: areasOf(own, terms.division, sign),
    onStrokes: terms.strokes && shareOn(own, terms.strokes),
    peak: terms.division.isExact
      ? undefined
      : { ...terms.positionOf(strongest), value: clear[strongest], segment: mask ? strongest : undefined },
  };
}

/** A segment's value, in even shares over its positions. */
function spread(clear: Float32Array, mask: Int32Array | undefined): Float32Array {
  if (!mask) return clear;
  const sizes = new Float64Array(clear.length);
  for (const segment of mask) sizes[segment]++;
  return Float32Array.from(mask, (segment) => clear[segment] / sizes[segment]);
}

function shareOn(own: Float32Array, { is }: Strokes): number {
  const channels = own.length / is.length;
  let [on, total] = [0, 0];
  for (let i = 0; i < own.length; i++) {
    total += own[i];
    if (is[Math.floor(i / channels)]) on += own[i];
  }
  return on / total;
}
