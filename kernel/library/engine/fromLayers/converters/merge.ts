import { say } from "../../../ground/say.ts";
import { float32, int } from "../../graph/constants.ts";
import type { Converter, LayerContext } from "../LayerContext.ts";
import { channelsFirst, reshape, tfjsLayout, type Value } from "../Value.ts";

const isFirst = (value: Value) => value.layout.kind === "channelsFirst";

/** All inputs in one layout: channels first where most of the work was done so, else tfjs's. */
function alike(layer: LayerContext): Value[] {
  const { inputs } = layer;
  const rank = Math.max(...inputs.map((value) => value.shape.length));
  const isSame = inputs.every((value) => value.shape.length === rank);
  if (isSame && rank > 1 && inputs.filter(isFirst).length * 2 >= inputs.length) {
    return inputs.map((value) => layer.toChannelsFirst(value));
  }
  // tfjs widens a smaller input behind its batch axis.
  return inputs.map((input) => {
    const value = layer.toTfjs(input);
    if (value.shape.length === rank) return value;
    const shape = [...Array.from({ length: rank - value.shape.length }, () => 1), ...value.shape];
    return { name: reshape(layer.builder, value.name, shape), shape, layout: tfjsLayout };
  });
}

const merge =
  (op: string) =>
  (layer: LayerContext): Value => {
    const [first, ...rest] = alike(layer);
    if (!first) throw layer.unsupported(say`it has no inputs`);
    const name = rest.reduce((merged, value) => layer.add(op, [merged, value.name]), first.name);
    return { name, shape: layer.outputShape, layout: first.layout };
  };

const average: Converter = (layer) => {
  const sum = merge("Add")(layer);
  const share = layer.builder.constant(float32(1 / layer.inputs.length), "share");
  return { ...sum, name: layer.add("Mul", [sum.name, share]) };
};

const concatenate: Converter = (layer) => {
  const values = alike(layer);
  const rank = layer.outputShape.length + 1;
  const option = layer.number("axis", -1);
  const axis = option < 0 ? option + rank : option;
  const isChannelsFirst = values.every(isFirst);
  const place = isChannelsFirst ? (axis === rank - 1 ? 1 : axis + 1) : axis;
  const name = layer.add(
    "Concat",
    values.map((value) => value.name),
    { axis: int(place) },
  );
  return { name, shape: layer.outputShape, layout: isChannelsFirst ? channelsFirst : tfjsLayout };
};

export const mergeConverters: Record<string, Converter> = {
  Add: merge("Add"),
  Multiply: merge("Mul"),
  Maximum: merge("Max"),
  Minimum: merge("Min"),
  Average: average,
  Concatenate: concatenate,
};
