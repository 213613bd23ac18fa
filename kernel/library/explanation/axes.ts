import { type Axis, inputAxes } from "../signature/axes.ts";
import { type Places, placesOf } from "../signature/places.ts";
import type { ExplanationFields } from "./Explanation.ts";
import type { Meaning } from "./Meaning.ts";

type Known = Pick<ExplanationFields, "inputSpec" | "inputShape" | "layerAxes"> & {
  readonly about?: Partial<Meaning> | undefined;
};

/** The places of the input that an explanation is of. */
export const placesOfInput = ({ inputSpec, inputShape }: Known): Places => {
  const row = inputShape.slice(1);
  return placesOf(row, inputAxes(inputSpec, row));
};

/**
 * What each axis of a map's values is: by what one value stands for, a unit of a layer, a place, or a number of the input.
 *
 * @param shape of one map.
 */
export function valueAxes(fields: Known, shape: readonly number[]): readonly Axis[] {
  const unknown = shape.map((): Axis => "unknown");
  const extent = fields.about?.extent ?? "input";
  // The places of a layer's sum over its channels are the layer's.
  if (fields.layerAxes?.length === shape.length && extent !== "input") return fields.layerAxes;
  if (extent === "unit") return unknown;
  const row = fields.inputShape.slice(1);
  const axes = inputAxes(fields.inputSpec, row);
  const places = axes.filter((axis) => axis !== "channel");
  // RISE's values lie as the input does, channels alike.
  if (shape.join() === row.join()) return axes;
  if (extent === "place" && places.length + 1 === shape.length) return [...places, "channel"];
  if (extent !== "place" && row.length === shape.length) return axes;
  return places.length === shape.length ? places : unknown;
}

/** The same for what names rows and columns: of two or three axes of which nothing is known these are the first two. */
export function namedAxes(fields: Known, shape: readonly number[]): readonly Axis[] {
  const axes = valueAxes(fields, shape);
  const plain: readonly Axis[] = ["height", "width", "channel"];
  const isPlain = (shape.length === 2 || shape.length === 3) && axes.every((axis) => axis === "unknown");
  return isPlain ? plain.slice(0, shape.length) : axes;
}
