import type { InputKind } from "../../signature/Signature.ts";
import type { Standing, Unmeasured, Yardstick } from "../agreement/yardstick.ts";
import type { Ninth } from "./areas.ts";
import type { Division } from "./division.ts";
import type { Noun } from "./terms.ts";

/** A place that maps point at, with the value each of them gives it. */
export interface Place {
  /** One number per axis; of a segment, its middle. */
  readonly position: readonly number[];
  readonly segment?: number;
  /** Of a table: the column's name. */
  readonly name?: string;
  readonly values: readonly number[];
}

export interface Pair {
  readonly a: number;
  readonly b: number;
  /** Spearman's correlation of the |values|, −1 to 1; null where one of the two is constant. */
  readonly rank: number | null;
  /** How many of the strongest places they share. */
  readonly overlap: number;
  /** At how many of these two maps of contributions have opposite signs. */
  readonly opposed: number;
  /** Whether they are the same map, value for value. */
  readonly equal: boolean;
  /** What chance does with these two; undefined where it was not measured. */
  readonly yardstick: Yardstick | undefined;
  readonly standing: Standing;
}

/** What may be said of the agreement of maps. */
export interface AgreementFacts {
  readonly names: readonly string[];
  /** How many places are compared. */
  readonly places: number;
  /** How many are not, since the input equals the baseline there. */
  readonly leftOut: number;
  readonly segmented: boolean;
  /** Whether the places are columns of a table. */
  readonly ofTable: boolean;
  /** Whether the places are pixels. */
  readonly ofImage: boolean;
  /** What the input is stated to be. */
  readonly inputKind: InputKind | undefined;
  /** Of a picture that is no drawing, and of a volume: its areas, by which places are told. */
  readonly division: Division | undefined;
  /** One length for each axis of the places. */
  readonly size: readonly number[];
  /** Whether all maps are of contributions, which alone speak for or against. */
  readonly ofContributions: boolean;
  readonly k: number;
  readonly shared: readonly Place[];
  readonly alone: readonly (readonly Place[])[];
  /** Why chance could not be measured by shifting the maps; undefined where it could, or was measured otherwise. */
  readonly unmeasured: Unmeasured | undefined;
  /** What most of the input's places have in common, and how many there are. */
  readonly even: { readonly places: number; readonly all: number; readonly of: "baseline" | "value" } | undefined;
  pairs(): Pair[];
}

export const told = (rank: number) =>
  rank
    .toFixed(2)
    .replace(/^-0\.00$/, "0.00")
    .replace("-", "−");

/** Where a place lies, by its coordinates; of a picture without its channel. */
export const placeText = ({ position }: Place, kind: InputKind | undefined): string =>
  `(${(kind === "image" ? position.slice(0, 2) : position).join(", ")})`;

/** Whether places were told by coordinates whose axes have names. */
export const hasCoordinates = ({ inputKind, division, shared, alone }: AgreementFacts): boolean =>
  (inputKind === "image" || inputKind === "series") &&
  division === undefined &&
  [shared, ...alone].some((found) => found.some(({ name, position }) => name === undefined && position.length > 1));

/** What one place is called. */
export function nounOf({ ofTable, segmented, ofImage, inputKind }: AgreementFacts): Noun {
  if (ofTable) return "column";
  if (segmented) return "segment";
  if (ofImage) return "pixel";
  return inputKind === "volume" ? "voxel" : "place";
}

/** Places that lie in one area, and that the maps give the same sign where signs are told. */
export interface Gathered {
  readonly area: Ninth;
  readonly way: "for" | "against" | "split";
  readonly count: number;
}

/** Places by the areas that they lie in, most first. */
export function gathered(
  found: readonly Place[],
  { numberOf, areaOf }: Division,
  size: readonly number[],
  isSigned: boolean,
): Gathered[] {
  const groups = new Map<string, Gathered>();
  for (const place of found) {
    const number = numberOf(place.position.reduce((index, at, axis) => index * size[axis] + at, 0));
    const own = way(place);
    const key = isSigned ? `${number} ${own}` : String(number);
    groups.set(key, { area: areaOf(number) as Ninth, way: own, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** Whether the maps give a place the same sign, both signs, or it is nothing to some. */
export function way({ values }: Place): "for" | "against" | "split" {
  if (values.every((value) => value >= 0)) return "for";
  return values.every((value) => value <= 0) ? "against" : "split";
}

/** Below this correlation two maps are said to disagree, whatever chance does. */
const alike = 0.5;

/**
 * Whether two maps differ too much for one to confirm the other: they are correlated by less than 0.5, share none of
 * their strongest places, or give most of those that they share opposite signs.
 */
export const isApart = ({ rank, overlap, opposed }: Pair): boolean =>
  rank === null || rank < alike || overlap === 0 || 2 * opposed > overlap;

/**
 * What a pair may be called: to `agree` takes more than to be above chance. `little` is above it and yet uncorrelated,
 * `below` correlated and yet different at the strongest places; `order` shares more of these than chance does, though its
 * correlation is within chance.
 */
export function headOf(pair: Pair): "same" | "agree" | "little" | "below" | "alike" | "chance" | "order" | "unlike" {
  const { standing, rank, overlap, yardstick } = pair;
  if (standing === "same") return "same";
  if (standing === "agree") {
    if (!isApart(pair)) return "agree";
    return rank === null || rank < alike ? "little" : "below";
  }
  if (standing === "chance") return yardstick && overlap > yardstick.overlap ? "order" : "chance";
  return rank === null || rank <= 0 ? "unlike" : "alike";
}

/** The pair that is told first: that agrees, else that is most alike; of pairs that come most alike first. */
export const closestOf = (pairs: readonly Pair[]): Pair =>
  pairs.find((pair) => headOf(pair) === "same" || headOf(pair) === "agree") ?? pairs[0];

/** At most three places are named: the rest is counted. */
export const named = 3;
