import { axesOf } from "../../signature/axes.ts";
import type { InputSpec } from "../../signature/Signature.ts";
import type { GraphAxis } from "./AxisFacts.ts";

/** What each axis of an input is, with its batch, as the values behind it call it: a series' features are channels there. */
export const inputFacts = (spec: InputSpec): readonly GraphAxis[] => [
  "batch",
  ...axesOf(spec).map((axis) => (axis === "feature" ? "channel" : axis === "column" ? "unknown" : axis)),
];
