import type { Axis } from "../../signature/axes.ts";
import { type Places, placesOf } from "../../signature/places.ts";
import { placesOfInput, valueAxes } from "../axes.ts";
import type { ExplanationFields } from "../Explanation.ts";
import type { Part } from "../parts.ts";

/** What a map has values of: pixels, voxels, steps, columns, or each number by itself. */
export interface ComparedPlaces extends Places {
  /** The same places in the input; undefined where they are not the input's own. */
  readonly inInput: Places | undefined;
  /** Along how many axes, from the first, places are neighbors that a map can be shifted over. */
  readonly shifted: number;
}

/** @param fields with channels last; `part` is one of its maps. */
export function comparedPlaces(fields: ExplanationFields, { shape, inputShape }: Part): ComparedPlaces {
  const apart = (shape: readonly number[]) =>
    placesOf(
      shape,
      shape.map((): Axis => "unknown"),
    );
  const extent = fields.about?.extent ?? "input";
  if (extent === "unit") return { ...apart(shape), inInput: undefined, shifted: 0 };
  const axes = valueAxes(fields, shape);
  const [own, input] = [placesOf(shape, axes), placesOfInput(fields)];
  const kind = fields.inputSpec?.kind ?? "values";
  const ofInput = own.shape.join() === input.shape.join();
  const shifted = !ofInput ? 0 : kind === "image" || kind === "volume" ? own.axes.length : kind === "series" ? 1 : 0;
  if (isByPlace(fields, own)) return { ...own, inInput: ofInput ? input : undefined, shifted };
  return { ...apart(shape), inInput: ofInput ? apart(inputShape) : undefined, shifted };
}

/** Whether the channels of each place are in one segment. */
function isByPlace({ featureMask }: ExplanationFields, { of, channels, count, indexOf }: Places): boolean {
  if (!featureMask || channels === 1 || featureMask.length !== of.length) return true;
  for (let place = 0; place < count; place++) {
    const segment = featureMask[indexOf(place, 0)];
    for (let channel = 1; channel < channels; channel++) {
      if (featureMask[indexOf(place, channel)] !== segment) return false;
    }
  }
  return true;
}

/** Whether a place has a property in all its channels. */
export function everyChannel({ count, of }: Places, test: (i: number) => boolean): Uint8Array {
  const all = new Uint8Array(count).fill(1);
  for (let i = 0; i < of.length; i++) if (!test(i)) all[of[i]] = 0;
  return all;
}
