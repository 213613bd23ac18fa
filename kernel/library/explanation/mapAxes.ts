import { type Axis, axesOf } from "../signature/axes.ts";
import type { ExplanationFields } from "./Explanation.ts";

/**
 * What each axis of a map is, without the batch. A map with one value for each place has the places first, whatever the
 * input's layout; of three axes of which nothing is known we promise `[height, width, channels]`, of two `[height, width]`.
 */
export function mapAxes({ about, inputSpec }: ExplanationFields, shape: readonly number[]): readonly Axis[] {
  const unknown = shape.map((): Axis => "unknown");
  const plain: readonly Axis[] = ["height", "width", "channel"];
  const assumed = shape.length === 2 || shape.length === 3 ? plain.slice(0, shape.length) : unknown;
  if (!inputSpec || inputSpec.kind === "values" || about?.extent === "unit") return assumed;
  const own = axesOf(inputSpec);
  const places = own.filter((axis) => axis !== "channel");
  if (about?.extent === "place" && inputSpec.kind !== "table" && shape.length >= places.length) {
    return [...places, "channel" as const].slice(0, shape.length);
  }
  if (own.length === shape.length) return own;
  return places.length === shape.length ? places : assumed;
}
