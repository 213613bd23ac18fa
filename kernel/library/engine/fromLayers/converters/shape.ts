import { float32, int, int64, string } from "../../graph/constants.ts";
import type { Converter } from "../LayerContext.ts";
import { channelsFirst, reshape, tfjsLayout, transpose } from "../Value.ts";

const identity: Converter = (layer) => layer.input;

const flatten: Converter = (layer) => {
  const { input, outputShape } = layer;
  layer.requireChannelsLast();
  if (input.shape.length === 1) return input;
  const name = layer.add("Flatten", [input.name], { axis: int(1) });
  const layout =
    input.layout.kind === "channelsFirst" ? ({ kind: "flattened", from: input.shape } as const) : tfjsLayout;
  return { name, shape: outputShape, layout };
};

const toShape: Converter = (layer) => ({
  name: reshape(layer.builder, layer.toTfjs().name, layer.outputShape),
  shape: layer.outputShape,
  layout: tfjsLayout,
});

const permute: Converter = (layer) => {
  const value = layer.toTfjs();
  const axes = layer.numbers("dims", value.shape.length).map((axis) => axis - 1);
  return { name: transpose(layer.builder, value.name, axes), shape: layer.outputShape, layout: tfjsLayout };
};

const repeat: Converter = (layer) => {
  const [features = 1] = layer.input.shape;
  const row = reshape(layer.builder, layer.toTfjs().name, [1, features]);
  const times = layer.builder.constant(int64([1, layer.number("n", 1), 1]), "times");
  return { name: layer.add("Tile", [row, times]), shape: layer.outputShape, layout: tfjsLayout };
};

/** `[[top, bottom], [left, right]]`. */
const borders = (option: unknown): number[][] =>
  Array.isArray(option)
    ? option.map((side) => (Array.isArray(side) ? side.map(Number) : [Number(side), Number(side)]))
    : [];

const zeroPadding: Converter = (layer) => {
  layer.requireChannelsLast();
  const [[top = 0, bottom = 0] = [], [left = 0, right = 0] = []] = borders(layer.option("padding"));
  const pads = layer.builder.constant(int64([0, 0, top, left, 0, 0, bottom, right]), "pads");
  const name = layer.add("Pad", [layer.toChannelsFirst().name, pads]);
  return { name, shape: layer.outputShape, layout: channelsFirst };
};

const cropping: Converter = (layer) => {
  layer.requireChannelsLast();
  const [[top = 0] = [], [left = 0] = []] = borders(layer.option("cropping"));
  const [height = 0, width = 0] = layer.outputShape;
  const { builder } = layer;
  const range = [
    [top, left],
    [top + height, left + width],
    [2, 3],
  ].map((each) => builder.constant(int64(each), "slice"));
  return {
    name: layer.add("Slice", [layer.toChannelsFirst().name, ...range]),
    shape: layer.outputShape,
    layout: channelsFirst,
  };
};

/** tfjs resizes with `alignCorners: false, halfPixelCenters: false`, which ONNX calls asymmetric. */
const upSampling: Converter = (layer) => {
  layer.requireChannelsLast();
  const scales = layer.builder.constant(float32([1, 1, ...layer.numbers("size", 2, 2)]), "scales");
  const isNearest = layer.string("interpolation", "nearest") === "nearest";
  const name = layer.add("Resize", [layer.toChannelsFirst().name, "", scales], {
    mode: string(isNearest ? "nearest" : "linear"),
    coordinate_transformation_mode: string("asymmetric"),
    ...(isNearest ? { nearest_mode: string("floor") } : {}),
  });
  return { name, shape: layer.outputShape, layout: channelsFirst };
};

export const shapeConverters: Record<string, Converter> = {
  // Layers that only do something while the model is trained.
  Dropout: identity,
  SpatialDropout1D: identity,
  GaussianDropout: identity,
  GaussianNoise: identity,
  AlphaDropout: identity,
  Flatten: flatten,
  Reshape: toShape,
  Permute: permute,
  RepeatVector: repeat,
  ZeroPadding2D: zeroPadding,
  Cropping2D: cropping,
  UpSampling2D: upSampling,
};
