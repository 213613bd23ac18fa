import { sizeOf } from "../../math/sizeOf.ts";
import type { ExplanationFields } from "../Explanation.ts";
import type { Part } from "../parts.ts";

/** What a map has values of: pixels, steps, columns, or each number by itself. */
export interface Places {
  /** One length for each axis. Of one place, channels lie side by side in the values. */
  readonly shape: readonly number[];
  readonly count: number;
  /** Whether they are the input's own. */
  readonly ofInput: boolean;
  /** Along how many axes, from the first, places are neighbors that a map can be shifted over. */
  readonly shifted: number;
}

/** @param fields with channels last; `part` is one of its maps. */
export function placesOf(fields: ExplanationFields, { shape, inputShape }: Part): Places {
  const kind = fields.inputSpec?.kind ?? "values";
  const axes = kind === "image" ? 2 : kind === "volume" ? 3 : 0;
  const isSame = (length: number) =>
    shape.length >= length && shape.slice(0, length).join() === inputShape.slice(0, length).join();
  if (axes > 0 && isSame(axes) && isByPlace(fields, shape, axes)) {
    const own = shape.slice(0, axes);
    return { shape: own, count: sizeOf(own), ofInput: true, shifted: axes };
  }
  const ofInput = shape.length === inputShape.length && isSame(shape.length);
  const shifted = kind === "series" && ofInput ? 1 : axes > 0 && ofInput ? axes : 0;
  return { shape, count: sizeOf(shape), ofInput, shifted };
}

/** Whether the channels of each place are in one segment. */
function isByPlace({ featureMask }: ExplanationFields, shape: readonly number[], axes: number): boolean {
  const count = sizeOf(shape.slice(0, axes));
  const channels = featureMask && featureMask.length / count;
  return !featureMask || !channels || featureMask.every((segment, i) => segment === featureMask[i - (i % channels)]);
}

/** Sums of the values of each place. */
export function sumsOf(values: ArrayLike<number>, { count }: Places): Float64Array {
  const sums = new Float64Array(count);
  const channels = values.length / count;
  for (let i = 0; i < values.length; i++) sums[Math.floor(i / channels)] += values[i];
  return sums;
}

/** Whether a place has a property in all its channels. */
export function everyChannel(length: number, { count }: Places, test: (i: number) => boolean): Uint8Array {
  const all = new Uint8Array(count).fill(1);
  const channels = length / count;
  for (let i = 0; i < length; i++) if (!test(i)) all[Math.floor(i / channels)] = 0;
  return all;
}
