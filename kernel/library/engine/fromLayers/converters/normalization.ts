import { say } from "../../../ground/say.ts";
import { float, float32, int } from "../../graph/constants.ts";
import type { Converter, LayerContext } from "../LayerContext.ts";
import { product } from "../Value.ts";

/** A weight of the layer, or a vector of `otherwise` where the layer was made without it. */
const orFilled = (layer: LayerContext, ending: string, shape: readonly number[], otherwise: number) =>
  layer.hasWeight(ending)
    ? layer.weight(ending)
    : layer.builder.constant(float32(new Float32Array(product(shape)).fill(otherwise), shape), ending);

/** With the running mean and variance, as `predict` uses them. */
const batchNormalization: Converter = (layer) => {
  const { input } = layer;
  const rank = input.shape.length + 1;
  const axis = layer.number("axis", -1);
  if (axis !== -1 && axis !== rank - 1)
    throw layer.unsupported(say`it normalizes axis ${axis}; only the last is supported`);
  const value = rank === 2 ? layer.toTfjs() : layer.toChannelsFirst();
  const shape = layer.weightShape("moving_mean");
  const weights = [
    orFilled(layer, "gamma", shape, 1),
    orFilled(layer, "beta", shape, 0),
    layer.weight("moving_mean"),
    layer.weight("moving_variance"),
  ];
  const epsilon = float(layer.number("epsilon", 1e-3));
  return { ...value, name: layer.add("BatchNormalization", [value.name, ...weights], { epsilon }) };
};

const layerNormalization: Converter = (layer) => {
  const value = layer.toTfjs();
  const rank = value.shape.length + 1;
  const option = layer.option("axis");
  const axes = (Array.isArray(option) ? option.map(Number) : [Number(option ?? -1)])
    .map((axis) => (axis < 0 ? axis + rank : axis))
    .sort((a, b) => a - b);
  const first = axes[0] ?? rank - 1;
  if (axes.length !== rank - first)
    throw layer.unsupported(say`it normalizes the axes ${axes}; only the last ones are supported`);
  const shape = value.shape.slice(first - 1);
  const weights = [orFilled(layer, "gamma", shape, 1), orFilled(layer, "beta", shape, 0)];
  const name = layer.add("LayerNormalization", [value.name, ...weights], {
    axis: int(first),
    epsilon: float(layer.number("epsilon", 1e-3)),
  });
  return { ...value, name };
};

const rescaling: Converter = (layer) => {
  const { input } = layer;
  const scale = layer.builder.constant(float32(layer.number("scale", 1)), "scale");
  const offset = layer.builder.constant(float32(layer.number("offset", 0)), "offset");
  return { ...input, name: layer.add("Add", [layer.add("Mul", [input.name, scale]), offset]) };
};

export const normalizationConverters: Record<string, Converter> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Rescaling: rescaling,
};
