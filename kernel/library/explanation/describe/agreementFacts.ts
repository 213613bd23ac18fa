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
  readonly rank: number | null;
  readonly overlap: number;
}

/** What may be said of the agreement of maps. */
export interface AgreementFacts {
  readonly names: readonly string[];
  readonly places: number;
  readonly segmented: boolean;
  /** Whether the places are columns of a table. */
  readonly ofTable: boolean;
  readonly k: number;
  readonly shared: readonly Place[];
  readonly alone: readonly (readonly Place[])[];
  pairs(): Pair[];
}

/** The |correlation| that two unrelated maps stay under 95 times of 100. */
export const chance = (places: number) => Math.min(1, 1.96 / Math.sqrt(Math.max(1, places - 1))).toFixed(2);

export const told = (rank: number) => rank.toFixed(2).replace("-", "−");

/** Whether the maps give a place the same sign, both signs, or it is nothing to some. */
export function way({ values }: Place): "for" | "against" | "split" {
  if (values.every((value) => value >= 0)) return "for";
  return values.every((value) => value <= 0) ? "against" : "split";
}

/** At most three places are named: the rest is counted. */
export const named = 3;
