import { say } from "../../../ground/say.ts";
import { int, ints } from "../../graph/constants.ts";
import { intOf, intsOf } from "../attributes.ts";
import { reshapeLike, sumTo } from "../broadcast.ts";
import type { GradientRule } from "../GradientRule.ts";
import { zerosLike } from "./zeros.ts";

/** The values stay as they are and in their order. */
const reshaped: GradientRule = (c) => [reshapeLike(c, c.outputGradients[0] ?? "", c.node.inputs[0] ?? "")];

const identity: GradientRule = (c) => [c.outputGradients[0]];

const cast: GradientRule = (c) => [c.add("CastLike", [c.outputGradients[0] ?? "", c.node.inputs[0] ?? ""])];

const transpose: GradientRule = (c) => {
  const perm = intsOf(c.node, "perm");
  const inverse = perm && { perm: ints(perm.map((_, axis) => perm.indexOf(axis))) };
  return [c.add("Transpose", [c.outputGradients[0] ?? ""], inverse)];
};

const concat: GradientRule = (c) => {
  const { inputs } = c.node;
  const axis = intOf(c.node, "axis", 0);
  const sizes = inputs.map((input) => c.shape(input)?.at(axis));
  const lengths = sizes.every((size) => typeof size === "number")
    ? c.ints(sizes)
    : c.add(
        "Concat",
        inputs.map((input) => c.add("Gather", [c.add("Shape", [input]), c.ints([axis])])),
        { axis: int(0) },
      );
  return c.addMany("Split", [c.outputGradients[0] ?? "", lengths], inputs.length, { axis: int(axis) });
};

const split: GradientRule = (c) => {
  const parts = c.node.outputs.map((output, index) => c.outputGradients[index] ?? zerosLike(c, output));
  return [c.add("Concat", parts, { axis: int(intOf(c.node, "axis", 0)) })];
};

const expand: GradientRule = (c) => [
  sumTo(c, c.outputGradients[0] ?? "", c.node.inputs[0] ?? "", c.node.outputs[0] ?? ""),
];

/** Each axis of the output is (repeat, own): summed over the repeats. */
const tile: GradientRule = (c) => {
  const [x = "", repeats = ""] = c.node.inputs;
  const rank = c.shape(x)?.length;
  if (rank === undefined) throw c.noGradient(say`the rank of its input is not known`);
  const column = (value: string) => c.add("Unsqueeze", [value, c.ints([1])]);
  const pairs = c.add("Concat", [column(repeats), column(c.add("Shape", [x]))], { axis: int(1) });
  const shape = c.add("Reshape", [pairs, c.ints([-1])]);
  const unfolded = c.add("Reshape", [c.outputGradients[0] ?? "", shape]);
  const axes = c.ints(Array.from({ length: rank }, (_, axis) => 2 * axis));
  return [c.add("ReduceSum", [unfolded, axes], { keepdims: int(0) })];
};

/** In inference a dropout passes its input on; in training its mask says what passed. */
const dropout: GradientRule = (c) => {
  const training = c.node.inputs[2] ?? "";
  const off = training === "" || c.constant(training)?.data[0] === 0;
  if (!off) throw c.noGradient(say`dropout in training mode`);
  return [c.outputGradients[0]];
};

export const shapeRules: Readonly<Record<string, GradientRule>> = {
  Reshape: reshaped,
  Flatten: reshaped,
  Squeeze: reshaped,
  Unsqueeze: reshaped,
  Identity: identity,
  Cast: cast,
  CastLike: cast,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Expand: expand,
  Tile: tile,
  Dropout: dropout,
};
