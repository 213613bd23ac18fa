/** Places of a picture that an explanation is about: a part of a segmentation, or a detected box. Plain JSON. */
export interface Region {
  /** Rows and columns of the places that are counted. */
  readonly size: readonly [height: number, width: number];
  /** Row-major runs of places, one after the other: where each starts, and how many places it has. */
  readonly runs: readonly number[];
  /** One place; places that somebody gave; those where the model predicts the class; a box that the model found. */
  readonly from: "pixel" | "given" | "predicted" | "box";
  /** How the answers of its places became one number. */
  readonly reduce?: "sum" | "mean" | undefined;
  /** Of a box: the class that the model gives it, and its score. */
  readonly box?: { readonly label?: number | undefined; readonly score: number } | undefined;
}

/** @param has whether a place is in the region. */
export function regionOf(
  size: Region["size"],
  has: (place: number) => boolean,
  from: Region["from"],
  reduce?: Region["reduce"],
): Region {
  const runs: number[] = [];
  for (let place = 0; place < size[0] * size[1]; place++) {
    if (!has(place)) continue;
    const length = runs.length - 1;
    if (runs[length - 1] + runs[length] === place) runs[length]++;
    else runs.push(place, 1);
  }
  return { size, runs, from, ...(reduce && { reduce }) };
}

/** The places of a region, in order. */
export function placesIn({ runs }: Pick<Region, "runs">): Int32Array {
  const places: number[] = [];
  for (let i = 0; i < runs.length; i += 2) for (let k = 0; k < runs[i + 1]; k++) places.push(runs[i] + k);
  return Int32Array.from(places);
}

export const countIn = ({ runs }: Pick<Region, "runs">): number =>
  runs.reduce((sum, each, i) => (i % 2 === 1 ? sum + each : sum), 0);

/** First and last row, first and last column of a region that is a rectangle; undefined for any other. */
export function rectangleOf({
  size: [, width],
  runs,
}: Region): readonly [top: number, bottom: number, left: number, right: number] | undefined {
  const [first = 0] = runs;
  const places = countIn({ runs });
  const last = (runs.at(-2) ?? 0) + (runs.at(-1) ?? 0) - 1;
  const [top, bottom] = [Math.floor(first / width), Math.floor(last / width)];
  const [left, right] = [first % width, last % width];
  const isFilled = right >= left && places === (bottom - top + 1) * (right - left + 1);
  const isWhole = isFilled && runs.every((each, i) => i % 2 === 1 || left === 0 || each % width === left);
  return isWhole ? [top, bottom, left, right] : undefined;
}
