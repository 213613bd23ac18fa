import * as tf from "@tensorflow/tfjs";
import { UnsupportedLayerError } from "../../ground/errors.ts";
import { nearestNames } from "../../text/nearestNames.ts";
import type { BackwardRules, RelevanceRule } from "../runner.ts";
import { withoutWeights } from "../unknownLayer.ts";

type Layer = tf.layers.Layer;
type Undo = () => void;
type Readable = { read(): tf.Tensor };
/** What the layers with weights have, under the names that tfjs gives it. */
type Weighted = { [name in "kernel" | "depthwiseKernel" | "bias"]?: Readable | null } & {
  activation?: { apply(x: tf.Tensor): tf.Tensor };
};
type Change = (tensor: tf.Tensor) => tf.Tensor;
/** The layer without its activation, with its weights and its bias changed. */
type Linear = (x: tf.Tensor, weights?: Change, bias?: Change) => tf.Tensor;

/** Captum's: keeps a division by exactly zero from happening, and no more. */
const stabilizer = 1e-9;

/**
 * Runs `work` with each layer with weights under its rule of relevance propagation; afterwards, also when it throws, the
 * layers are as they were. What passes is the multiplier m = relevance / value, so that layers without weights keep
 * their derivative.
 */
export function withLayerRules<T>(
  layers: ReadonlyMap<string, Layer> = new Map(),
  rules: BackwardRules | undefined,
  work: () => T,
): T {
  if (rules?.kind !== "lrp") return work();
  for (const name of Object.keys(rules.layers ?? {})) {
    const layer = layers.get(name);
    if (layer && isWeighted(layer)) continue;
    const near = nearestNames(
      name,
      [...layers].flatMap(([other, each]) => (isWeighted(each) ? [other] : [])),
    );
    throw new UnsupportedLayerError(withoutWeights(name, near));
  }
  const undo: Undo[] = [];
  try {
    for (const [name, layer] of layers) {
      if (isWeighted(layer)) undo.push(withRule(layer, rules.layers?.[name] ?? rules.rule));
    }
    return work();
  } finally {
    for (const step of undo.reverse()) step();
  }
}

const weighted = new Set(["Dense", "Conv1D", "Conv2D", "Conv3D", "DepthwiseConv2D"]);
const isWeighted = (layer: Layer) => weighted.has(layer.getClassName());

function withRule(layer: Layer, rule: RelevanceRule): Undo {
  const own = Object.getOwnPropertyDescriptor(layer, "call");
  const call = layer.call;
  const fields = layer as unknown as Weighted;
  const identity = (tf.layers.activation({ activation: "linear" }) as unknown as Weighted).activation;
  const linear: Linear = (x, weights = asItIs, bias = asItIs) =>
    exchanged(fields, identity, weights, bias, () => {
      const output = call.call(layer, x, {});
      return Array.isArray(output) ? (output[0] as tf.Tensor) : output;
    });
  layer.call = (inputs) => {
    const x = Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs;
    const propagate = tf.customGrad((x, save) => {
      const z = linear(x as tf.Tensor);
      (save as (tensors: tf.Tensor[]) => void)([x as tf.Tensor, z]);
      const gradFunc = (m: tf.Tensor, saved: tf.Tensor[]) =>
        multipliers(linear, rule, saved[0] as tf.Tensor, saved[1] as tf.Tensor, m);
      return { value: z, gradFunc: gradFunc as (m: tf.Tensor) => tf.Tensor };
    });
    const z = propagate(x);
    return fields.activation ? fields.activation.apply(z) : z;
  };
  return () => {
    if (own) Object.defineProperty(layer, "call", own);
    else delete (layer as { call?: unknown }).call;
  };
}

/** Runs the layer without its activation and with other weights. */
function exchanged<T>(
  layer: Weighted,
  identity: Weighted["activation"],
  change: Change,
  changeBias: Change,
  work: () => T,
): T {
  const kept = { kernel: layer.kernel, depthwiseKernel: layer.depthwiseKernel, bias: layer.bias };
  const activation = layer.activation;
  const instead = (variable: Readable, by = change): Readable => ({ read: () => by(variable.read()) });
  try {
    if (identity) layer.activation = identity;
    if (kept.kernel) layer.kernel = instead(kept.kernel);
    if (kept.depthwiseKernel) layer.depthwiseKernel = instead(kept.depthwiseKernel);
    if (kept.bias) layer.bias = instead(kept.bias, changeBias);
    return work();
  } finally {
    Object.assign(layer, kept.kernel ? { kernel: kept.kernel } : {});
    Object.assign(layer, kept.depthwiseKernel ? { depthwiseKernel: kept.depthwiseKernel } : {});
    Object.assign(layer, kept.bias ? { bias: kept.bias } : {}, activation ? { activation } : {});
  }
}

const asItIs: Change = (tensor) => tensor;
const none: Change = (tensor) => tf.zerosLike(tensor);
const positive = (tensor: tf.Tensor) => tf.relu(tensor);
const negative = (tensor: tf.Tensor) => tf.minimum(tensor, 0);

/** m of the layer's input from m of its output. */
function multipliers(linear: Linear, rule: RelevanceRule, x: tf.Tensor, z: tf.Tensor, m: tf.Tensor): tf.Tensor {
  const back = (at: tf.Tensor, weights: Change, share: tf.Tensor): tf.Tensor =>
    onItsOwnTape(() => tf.grad((value) => linear(value as tf.Tensor, weights))(at, share));
  const relevance = m.mul(z);
  switch (rule.rule) {
    case "epsilon":
      return back(x, asItIs, relevance.div(stable(z, rule.epsilon)));
    case "gamma": {
      const favored: Change = (tensor) => tensor.add(positive(tensor).mul(rule.gamma));
      return back(x, favored, relevance.div(stable(linear(x, favored), stabilizer)));
    }
    default: {
      const [over, under] = [positive(x), negative(x)];
      const isOver = tf.cast(x.greater(0), "float32");
      const isUnder = tf.cast(x.less(0), "float32");
      /** Σ of the contributions of one sign, and the multipliers that share `relevance` out among them. */
      const part = (ofPositive: Change, ofNegative: Change, bias: Change): tf.Tensor => {
        const sum = linear(over, ofPositive, bias).add(linear(under, ofNegative, none));
        const share = relevance.div(stable(sum, stabilizer));
        return isOver.mul(back(x, ofPositive, share)).add(isUnder.mul(back(x, ofNegative, share)));
      };
      if (rule.rule === "zPlus") return part(positive, negative, asItIs);
      const favor = part(positive, negative, positive).mul(rule.alpha);
      return rule.beta === 0 ? favor : favor.sub(part(negative, positive, negative).mul(rule.beta));
    }
  }
}

const stable = (z: tf.Tensor, epsilon: number): tf.Tensor =>
  z.add(tf.where(z.greaterEqual(0), tf.scalar(epsilon), tf.scalar(-epsilon)));

/** A gradient within a gradient's backward pass: tfjs would forget the outer one's tape. */
function onItsOwnTape<T>(work: () => T): T {
  const { state } = tf.engine() as unknown as { state: { activeTape: unknown } };
  const outer = state.activeTape;
  try {
    return work();
  } finally {
    state.activeTape = outer;
  }
}
