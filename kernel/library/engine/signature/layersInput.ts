import type * as tf from "@tensorflow/tfjs";
import type { ImageLayout, InputDtype, InputSpec } from "../../signature/Signature.ts";
import { stepsBefore } from "../../signature/stepsBefore.ts";
import { unknownInput } from "../../signature/unknown.ts";
import { consumersOf } from "./layersNodes.ts";

type Layer = tf.layers.Layer;
type Read = (layer: Layer, input: InputSpec) => InputSpec | undefined;

const format = (layer: Layer): ImageLayout =>
  layer.getConfig().dataFormat === "channelsFirst" ? "channelsFirst" : "channelsLast";

const image: Read = (layer, { name, dtype, shape }) => {
  if (shape.length !== 3) return undefined;
  const layout = format(layer);
  const [height = null, width = null] = layout === "channelsFirst" ? shape.slice(1) : shape;
  const channels = layout === "channelsFirst" ? shape[0] : shape[2];
  return typeof channels === "number"
    ? { kind: "image", name, dtype, shape, layout, height, width, channels }
    : undefined;
};

const volume: Read = (layer, { name, dtype, shape }) => {
  if (shape.length !== 4) return undefined;
  const layout = format(layer);
  const [depth = null, height = null, width = null] = layout === "channelsFirst" ? shape.slice(1) : shape;
  const channels = layout === "channelsFirst" ? shape[0] : shape[3];
  return typeof channels === "number"
    ? { kind: "volume", name, dtype, shape, layout, depth, height, width, channels }
    : undefined;
};

const series: Read = (_, { name, dtype, shape }) => {
  const [steps = null, features] = shape;
  return shape.length === 2 && typeof features === "number"
    ? { kind: "series", name, dtype, shape, steps, features }
    : undefined;
};

const tokens: Read = (layer, { name, dtype, shape }) => {
  if (shape.length !== 1) return undefined;
  const { inputDim, maskZero } = layer.getConfig();
  return {
    kind: "tokens",
    name,
    dtype,
    shape,
    length: shape[0] ?? null,
    ...(typeof inputDim === "number" ? { size: inputDim } : {}),
    ...(maskZero === true ? { padding: 0 } : {}),
  };
};

const each = (read: Read, names: string) => names.split(" ").map((name) => [name, read] as const);

/** Layers that fix what each axis of what they take is. */
const fixing: ReadonlyMap<string, Read> = new Map([
  ...each(image, "Conv2D Conv2DTranspose DepthwiseConv2D SeparableConv2D MaxPooling2D AveragePooling2D"),
  ...each(image, "GlobalMaxPooling2D GlobalAveragePooling2D ZeroPadding2D UpSampling2D Cropping2D"),
  ...each(volume, "Conv3D Conv3DTranspose MaxPooling3D AveragePooling3D"),
  ...each(series, "Conv1D MaxPooling1D AveragePooling1D GlobalMaxPooling1D GlobalAveragePooling1D"),
  ...each(series, "LSTM GRU SimpleRNN RNN Bidirectional Masking"),
  ...each(tokens, "Embedding"),
]);

/** Layers behind which every axis is what it was before. */
const keeping = new Set(
  "Activation ReLU LeakyReLU ELU PReLU ThresholdedReLU Dropout SpatialDropout1D GaussianNoise GaussianDropout AlphaDropout BatchNormalization LayerNormalization Rescaling".split(
    " ",
  ),
);

/** What an input of a layers model is, by the first layers that it reaches. */
export function layersInput(tensor: tf.SymbolicTensor): InputSpec {
  const input = unknownInput(tensor.sourceLayer.name, tensor.shape.slice(1), dtypeOf(tensor.dtype));
  const waiting: { value: tf.SymbolicTensor; rescaling: readonly Layer[] }[] = [{ value: tensor, rescaling: [] }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const { layer, outputs } of consumersOf(next.value)) {
      const name = layer.getClassName();
      const found = fixing.get(name)?.(layer, input);
      if (found) return withSteps(found, next.rescaling);
      const rescaling = name === "Rescaling" ? [...next.rescaling, layer] : next.rescaling;
      if (keeping.has(name)) waiting.push(...outputs.map((value) => ({ value, rescaling })));
    }
  }
  return input;
}

/** An image with what the first Rescaling layer says of it: bytes, or numbers from 0 to 1. */
function withSteps(spec: InputSpec, [first]: readonly Layer[]): InputSpec {
  if (spec.kind !== "image" || !first) return spec;
  const { scale, offset } = first.getConfig();
  if (typeof scale !== "number" || typeof offset !== "number") return spec;
  const preprocess = stepsBefore({ scale: [scale], offset: [offset] });
  return preprocess ? { ...spec, preprocess } : spec;
}

const dtypeOf = (dtype: tf.DataType): InputDtype =>
  dtype === "int32" || dtype === "bool" || dtype === "string" ? dtype : "float32";
