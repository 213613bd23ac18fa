import { type About, anything, bySegments, removalOf, sumOf } from "../call/about.ts";

/** What every estimate of Shapley values says of itself: parts of the answer's move, whose sum is right by construction. */
export const aboutShapley = {
  family: "shap",
  role: "contribution",
  signed: true,
  extent: bySegments,
  sumsTo: sumOf,
  sumIsExact: true,
  removal: removalOf,
  explains: anything,
  needs: {},
} as const satisfies Omit<About, "name" | "label" | "options">;
