import { middleOf } from "../top.ts";
import type { Area } from "./areas.ts";
import type { Position, Terms } from "./terms.ts";

/**
 * Terms of a map that gives a value to each segment. Of a row of numbers or tokens a segment is an area by itself; of a
 * picture, a volume or a series it lies in the areas that these have.
 */
export function segmentTerms(terms: Terms, mask: Int32Array, count: number, shape: readonly number[]): Terms {
  const isVector = ["table", "tokens", "values"].includes(terms.kind);
  const members = (segment: number) => [...mask.keys()].filter((i) => mask[i] === segment);
  const areaOf = (segment: number): Area => {
    const own = members(segment).map((i) => terms.division.areaOf(terms.division.numberOf(i)));
    if (own.length === 1) return own[0];
    const texts = own.flatMap((area) => (area.kind === "cell" ? [area.text] : []));
    return texts.length > 0 ? { kind: "cell", text: texts.join(" + ") } : { kind: "segment", index: segment };
  };
  return {
    ...terms,
    noun: count === mask.length ? terms.noun : terms.kind === "table" ? "group" : "segment",
    count,
    placeOf: (segment) => segment,
    division: isVector ? { isExact: true, numberOf: (i) => mask[i], areaOf } : terms.division,
    positionOf: (segment) => ({
      at: terms.positionOf(middleIndex(mask, segment, shape)).at,
      ...(hasAreas.has(terms.kind) && areaOfSegment(members(segment), mask.length, terms)),
    }),
  };
}

const hasAreas = new Set<Terms["kind"]>(["drawing", "picture", "volume"]);

/** The area that most of a segment lies in; a small one may lie across the border of two. */
function areaOfSegment(
  members: readonly number[],
  all: number,
  { division }: Terms,
): Pick<Position, "area" | "isWide"> {
  const counts = new Map<number, number>();
  for (const i of members) counts.set(division.numberOf(i), (counts.get(division.numberOf(i)) ?? 0) + 1);
  const [[number, count]] = [...counts].sort(([, a], [, b]) => b - a);
  return { area: division.areaOf(number), isWide: 2 * count < members.length && 9 * members.length > all };
}

function middleIndex(mask: Int32Array, segment: number, shape: readonly number[]): number {
  return middleOf(mask, segment, shape).reduce((index, at, axis) => index * shape[axis] + at, 0);
}
