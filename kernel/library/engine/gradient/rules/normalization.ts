import { say } from "../../../ground/say.ts";
import { int } from "../../graph/constants.ts";
import { floatOf, intOf } from "../attributes.ts";
import { sumTo } from "../broadcast.ts";
import type { GradientContext, GradientRule } from "../GradientRule.ts";

const rankOf = (c: GradientContext): number => {
  const rank = c.shape(c.node.inputs[0] ?? "")?.length;
  if (rank === undefined) throw c.noGradient(say`the rank of its input is not known`);
  return rank;
};

const axesFrom = (first: number, rank: number) => Array.from({ length: rank - first }, (_, axis) => axis + first);

/** A value for each channel, as [c, 1, 1, …], so that it broadcasts along the channels' axis. */
const perChannel = (c: GradientContext, value: string, rank: number) =>
  rank > 2 ? c.add("Unsqueeze", [value, c.ints(axesFrom(1, rank - 1))]) : value;

const sumOver = (c: GradientContext, value: string, axes: readonly number[], keepdims = 0) =>
  c.add("ReduceSum", [value, c.ints(axes)], { keepdims: int(keepdims) });

/** 1 / √(variance + ε) */
const inverseDeviation = (c: GradientContext, variance: string) => {
  const epsilon = c.scalar(floatOf(c.node, "epsilon", 1e-5), variance);
  return c.add("Reciprocal", [c.add("Sqrt", [c.add("Add", [variance, epsilon])])]);
};

/** In inference: y = (x − mean) · scale / √(variance + ε) + bias, with constant mean and variance. */
const batchNormalization: GradientRule = (c) => {
  if (intOf(c.node, "training_mode", 0) === 1) throw c.noGradient(say`batch normalization in training mode`);
  const [x = "", scale = "", , mean = "", variance = ""] = c.node.inputs;
  if (c.needs(3) || c.needs(4)) throw c.noGradient(say`with respect to the running mean or variance`);
  const g = c.outputGradients[0] ?? "";
  const rank = rankOf(c);
  const inverse = inverseDeviation(c, variance);
  const channels = [0, ...axesFrom(2, rank)];
  const gradientOfScale = () => {
    const centered = c.add("Sub", [x, perChannel(c, mean, rank)]);
    return c.add("Mul", [sumOver(c, c.add("Mul", [g, centered]), channels), inverse]);
  };
  return [
    c.needs(0) ? c.add("Mul", [g, perChannel(c, c.add("Mul", [scale, inverse]), rank)]) : undefined,
    c.needs(1) ? gradientOfScale() : undefined,
    c.needs(2) ? sumOver(c, g, channels) : undefined,
  ];
};

/** x̂ = (x − μ) / σ over `axes`, and dx = (g' − mean g' − x̂ mean(g' x̂)) / σ for a gradient g' of x̂. */
function normalized(c: GradientContext, x: string, axes: readonly number[]) {
  const size = (value: string) => c.add("CastLike", [c.add("Size", [value]), x]);
  const total = sumOver(c, x, axes, 1);
  const share = c.add("Div", [size(total), size(x)]);
  const mean = (value: string) => c.add("Mul", [sumOver(c, value, axes, 1), share]);
  const centered = c.add("Sub", [x, c.add("Mul", [total, share])]);
  const inverse = inverseDeviation(c, mean(c.add("Mul", [centered, centered])));
  const unit = c.add("Mul", [centered, inverse]);
  const back = (g: string) => {
    const level = c.add("Sub", [g, mean(g)]);
    const bent = c.add("Mul", [unit, mean(c.add("Mul", [g, unit]))]);
    return c.add("Mul", [inverse, c.add("Sub", [level, bent])]);
  };
  return { unit, back };
}

const layerNormalization: GradientRule = (c) => {
  const [x = "", scale = "", bias = ""] = c.node.inputs;
  const [y = ""] = c.node.outputs;
  const g = c.outputGradients[0];
  if (!g || c.outputGradients.slice(1).some(Boolean)) throw c.noGradient(say`with respect to its mean or deviation`);
  const rank = rankOf(c);
  const first = intOf(c.node, "axis", -1);
  const { unit, back } = normalized(c, x, axesFrom(first < 0 ? first + rank : first, rank));
  return [
    c.needs(0) ? back(c.add("Mul", [g, scale])) : undefined,
    c.needs(1) ? sumTo(c, c.add("Mul", [g, unit]), scale, y) : undefined,
    c.needs(2) && bias !== "" ? sumTo(c, g, bias, y) : undefined,
  ];
};

const instanceNormalization: GradientRule = (c) => {
  const [x = "", scale = ""] = c.node.inputs;
  const g = c.outputGradients[0] ?? "";
  const rank = rankOf(c);
  const { unit, back } = normalized(c, x, axesFrom(2, rank));
  const channels = [0, ...axesFrom(2, rank)];
  return [
    c.needs(0) ? back(c.add("Mul", [g, perChannel(c, scale, rank)])) : undefined,
    c.needs(1) ? sumOver(c, c.add("Mul", [g, unit]), channels) : undefined,
    c.needs(2) ? sumOver(c, g, channels) : undefined,
  ];
};

export const normalizationRules: Readonly<Record<string, GradientRule>> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  InstanceNormalization: instanceNormalization,
};
