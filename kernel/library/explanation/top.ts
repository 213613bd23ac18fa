import type { Axis } from "../signature/axes.ts";
import { namedAxes } from "./axes.ts";
import { largestOf } from "./bySize.ts";
import type { ExplanationFields } from "./Explanation.ts";
import { partOf, withOwnMask } from "./parts.ts";
import { isOfSeveral, ofInput, type SeveralFields } from "./severalInputs.ts";

/** A place of a map, with what was attributed to it. */
export interface Ranked {
  /** 0 for the place with the largest |value|. */
  readonly rank: number;
  /** Of several inputs: in which one it lies. */
  readonly input?: string;
  readonly value: number;
  /** Its share of Σ|value|, 0 to 1. */
  readonly share: number;
  /** Where it lies, one number per axis of the map: `[row, column, channel]` in the input's layout; of a segment, its middle. */
  readonly position: readonly number[];
  /** Of a volume: the slice. */
  readonly depth?: number;
  /** Of pictures and volumes, and of maps of two or three axes of which nothing else is known. */
  readonly row?: number;
  readonly column?: number;
  /** The segment's number, for a method that explains segments. */
  readonly segment?: number;
}

/** The places (or segments) with the largest |value|, largest first; NaN is left out. */
export function topOf(fields: ExplanationFields, k: number, index: number): Ranked[] {
  return isOfSeveral(fields) ? topOfSeveral(fields, k, index) : topOfOne(fields, k, index);
}

/** The places of all inputs together: shares are of all their values. */
function topOfSeveral(fields: SeveralFields, k: number, index: number): Ranked[] {
  const found = fields.inputParts.map(({ name }) => ({ name, all: topOfOne(ofInput(fields, name), Infinity, index) }));
  const total = found.flatMap(({ all }) => all).reduce((sum, { value }) => sum + finite(value), 0);
  return found
    .flatMap(({ name, all }) => all.map((ranked) => ({ ...ranked, input: name })))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, k)
    .map((ranked, rank) => ({ ...ranked, rank, share: total === 0 ? 0 : Math.abs(ranked.value) / total }));
}

const finite = (value: number) => (Number.isFinite(value) ? Math.abs(value) : 0);

function topOfOne(given: ExplanationFields, k: number, index: number): Ranked[] {
  const fields = withOwnMask(given, index);
  const { values, shape, coefficients } = partOf(given, index);
  const mask = fields.featureMask;
  const found = coefficients && mask ? coefficients : values;
  const total = found.reduce((sum, value) => sum + finite(value), 0);
  const axes = namedAxes(given, shape);
  return largestOf(found, k).map((place, rank) => {
    const { position, segment } = placeOf(fields, shape, place, coefficients !== undefined && mask !== undefined);
    return {
      rank,
      value: found[place],
      share: total === 0 ? 0 : Math.abs(found[place]) / total,
      position,
      ...named(position, axes),
      ...(segment === undefined ? {} : { segment }),
    };
  });
}

const names = { depth: "depth", height: "row", width: "column" } as const;

/** The numbers of a position that have a name. */
const named = (position: readonly number[], axes: readonly Axis[]): Pick<Ranked, "depth" | "row" | "column"> =>
  Object.fromEntries(
    axes.flatMap((axis, i) =>
      axis === "depth" || axis === "height" || axis === "width" ? [[names[axis], position[i]]] : [],
    ),
  );

/** Where one number of a map lies: its own place, or the middle of its segment. */
export function placeOf(
  { featureMask }: Pick<ExplanationFields, "featureMask">,
  shape: readonly number[],
  place: number,
  segmented: boolean,
): { position: number[]; segment: number | undefined } {
  if (!segmented || !featureMask) return { position: positionOf(place, shape), segment: undefined };
  return { position: middleOf(featureMask, place, shape), segment: place };
}

/** Index to one number per axis. */
export function positionOf(index: number, shape: readonly number[]): number[] {
  const position = new Array<number>(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    position[axis] = index % shape[axis];
    index = Math.floor(index / shape[axis]);
  }
  return position;
}

export function middleOf(mask: Int32Array, segment: number, shape: readonly number[]): number[] {
  const sums = new Array<number>(shape.length).fill(0);
  let count = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== segment) continue;
    count++;
    for (const [axis, place] of positionOf(i, shape).entries()) sums[axis] += place;
  }
  return sums.map((sum) => Math.round(sum / count));
}
