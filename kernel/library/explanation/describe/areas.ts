import type { Division } from "./division.ts";

/** A part of an input, in the terms that its kind has. */
export type Area =
  /** A ninth of a picture or, of a drawing, of the box around its strokes; of a volume, in some of its slices. */
  | {
      readonly kind: "ninth";
      readonly vertical: Vertical;
      readonly horizontal: Horizontal;
      readonly slices?: Slices | undefined;
    }
  /** A drawing's empty margin outside that box. */
  | { readonly kind: "margin" }
  /** Of a series: steps, both ends included. */
  | { readonly kind: "steps"; readonly from: number; readonly to: number }
  | {
      readonly kind: "token";
      readonly index: number;
      readonly text: string | undefined;
      readonly isPadding: boolean;
    }
  /** Of a table: a column, or several that are explained together, as it is told: `age = 42`. */
  | { readonly kind: "cell"; readonly text: string }
  /** A number of which only its place is known, one index per axis. */
  | { readonly kind: "value"; readonly position: readonly number[] }
  | { readonly kind: "segment"; readonly index: number }
  | { readonly kind: "channel"; readonly index: number }
  | { readonly kind: "unit"; readonly position: readonly number[] };

/** Slices of a volume, both ends included. */
export interface Slices {
  readonly from: number;
  readonly to: number;
  /** How deep their middles lie below the first one's, in millimeters. */
  readonly depths?: readonly [from: number, to: number];
}

export type Ninth = Extract<Area, { kind: "ninth" }>;
export type Vertical = "upper" | "middle" | "lower";
export type Horizontal = "left" | "center" | "right";

/** An area with its share of one side's sum. */
export interface AreaShare {
  readonly area: Area;
  readonly share: number;
  /** Its value, where the area is a single place. */
  readonly value: number | undefined;
}

/** The areas that together hold at least half of `own` (values of one sign, as sizes), at most three, strongest first. */
export function areasOf(own: Float32Array, division: Division, sign: number): AreaShare[] {
  const sums = new Map<number, number>();
  let total = 0;
  for (let i = 0; i < own.length; i++) {
    if (!(own[i] > 0)) continue;
    total += own[i];
    const number = division.numberOf(i);
    sums.set(number, (sums.get(number) ?? 0) + own[i]);
  }
  const chosen: AreaShare[] = [];
  let held = 0;
  for (const [number, sum] of [...sums].sort(([, a], [, b]) => b - a)) {
    if (held >= total / 2 || chosen.length === 3) break;
    held += sum;
    chosen.push({
      area: division.areaOf(number),
      share: Math.min(1, sum / total),
      value: division.isExact ? sign * sum : undefined,
    });
  }
  return chosen;
}
