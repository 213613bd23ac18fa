import { say } from "../../../ground/say.ts";
import { float, float32, int } from "../../graph/constants.ts";
import type { Converter, LayerContext } from "../LayerContext.ts";
import type { Value } from "../Value.ts";

type Write = (layer: LayerContext, x: string, value: Value) => string;

const scalar = (layer: LayerContext, value: number) => layer.builder.constant(float32(value), "scalar");

/** The place of tfjs's last axis in the value's layout. */
const lastAxis = ({ shape, layout }: Value) => (layout.kind === "channelsFirst" ? 1 : shape.length);

/** 0.5 x (1 + inner). */
const halfTimesOnePlus = (layer: LayerContext, x: string, inner: string) => {
  const half = layer.add("Mul", [x, scalar(layer, 0.5)]);
  return layer.add("Mul", [half, layer.add("Add", [inner, scalar(layer, 1)])]);
};

/** Every activation of tfjs by its name in a configuration. */
const activations: Record<string, Write> = {
  linear: (_, x) => x,
  relu: (layer, x) => layer.add("Relu", [x]),
  relu6: (layer, x) => layer.add("Clip", [x, scalar(layer, 0), scalar(layer, 6)]),
  elu: (layer, x) => layer.add("Elu", [x]),
  selu: (layer, x) => layer.add("Selu", [x]),
  sigmoid: (layer, x) => layer.add("Sigmoid", [x]),
  tanh: (layer, x) => layer.add("Tanh", [x]),
  softplus: (layer, x) => layer.add("Softplus", [x]),
  softsign: (layer, x) => layer.add("Softsign", [x]),
  hardSigmoid: (layer, x) => layer.add("HardSigmoid", [x], { alpha: float(0.2), beta: float(0.5) }),
  softmax: (layer, x, value) => layer.add("Softmax", [x], { axis: int(lastAxis(value)) }),
  logSoftmax: (layer, x, value) => layer.add("LogSoftmax", [x], { axis: int(lastAxis(value)) }),
  swish: (layer, x) => layer.add("Mul", [x, layer.add("Sigmoid", [x])]),
  mish: (layer, x) => layer.add("Mul", [x, layer.add("Tanh", [layer.add("Softplus", [x])])]),
  gelu: (layer, x) =>
    halfTimesOnePlus(layer, x, layer.add("Erf", [layer.add("Mul", [x, scalar(layer, Math.SQRT1_2)])])),
  // The approximation with tanh: √(2/π) (x + 0.044715 x³).
  gelu_new: (layer, x) => {
    const cubed = layer.add("Mul", [layer.add("Mul", [x, x]), x]);
    const sum = layer.add("Add", [x, layer.add("Mul", [cubed, scalar(layer, 0.044715)])]);
    const inner = layer.add("Mul", [sum, scalar(layer, Math.sqrt(2 / Math.PI))]);
    return halfTimesOnePlus(layer, x, layer.add("Tanh", [inner]));
  },
};

/** Applies an activation by its tfjs name to a value of any layout. */
function activate(layer: LayerContext, value: Value, activation: string): Value {
  const write = activations[activation];
  if (!write) throw layer.unsupported(say`the activation "${activation}" is not known`);
  return { ...value, name: write(layer, value.name, value) };
}

/** The layer's own `activation` option. */
export const activateByOption = (layer: LayerContext, value: Value): Value =>
  activate(layer, value, layer.string("activation", "linear"));

const relu: Converter = (layer) => {
  const { input } = layer;
  const max = layer.option("maxValue");
  if (typeof max !== "number") return activate(layer, input, "relu");
  return { ...input, name: layer.add("Clip", [input.name, scalar(layer, 0), scalar(layer, max)]) };
};

const thresholded: Converter = (layer) => {
  const { input } = layer;
  const above = layer.add("Greater", [input.name, scalar(layer, layer.number("theta", 1))]);
  return { ...input, name: layer.add("Where", [above, input.name, scalar(layer, 0)]) };
};

/** Over the last axis, the only one that tfjs computes. */
const softmax: Converter = (layer) => {
  const { input } = layer;
  const axis = layer.option("axis") ?? -1;
  if (axis !== -1 && axis !== input.shape.length)
    throw layer.unsupported(say`a softmax over the axis ${axis}, not the last`);
  return activate(layer, input, "softmax");
};

const prelu: Converter = (layer) => {
  const value = layer.toTfjs();
  return { ...value, name: layer.add("PRelu", [value.name, layer.weight("alpha")]) };
};

const leakyRelu: Converter = (layer) => ({
  ...layer.input,
  name: layer.add("LeakyRelu", [layer.input.name], { alpha: float(layer.number("alpha", 0.3)) }),
});

export const activationConverters: Record<string, Converter> = {
  Activation: (layer) => activateByOption(layer, layer.input),
  ReLU: relu,
  LeakyReLU: leakyRelu,
  ELU: (layer) => activate(layer, layer.input, "elu"),
  PReLU: prelu,
  ThresholdedReLU: thresholded,
  Softmax: softmax,
};
