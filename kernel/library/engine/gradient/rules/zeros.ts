import { tensor } from "../../graph/constants.ts";
import type { GradientContext } from "../GradientRule.ts";

/** Zeros of the shape of `value`, of the element type of `type`. */
export function zerosLike(c: GradientContext, value: string, type = value): string {
  const data = c.type(type) === "float64" ? Float64Array.of(0) : Float32Array.of(0);
  return c.add("ConstantOfShape", [c.add("Shape", [value])], {
    value: tensor({ type: c.type(type), shape: [1], data }),
  });
}
