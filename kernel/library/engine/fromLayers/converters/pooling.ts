import { int } from "../../graph/constants.ts";
import type { Converter } from "../LayerContext.ts";
import { channelsFirst, tfjsLayout } from "../Value.ts";
import { windowAttributes } from "./window.ts";

const pool =
  (op: "MaxPool" | "AveragePool"): Converter =>
  (layer) => {
    layer.requireChannelsLast();
    const input = layer.toChannelsFirst();
    const axes = input.shape.length - 1;
    const kernel = layer.numbers("poolSize", axes, 2);
    const strides = layer.option("strides") == null ? kernel : layer.numbers("strides", axes);
    const attributes = windowAttributes(layer, { shape: input.shape, kernel, strides });
    return { name: layer.add(op, [input.name], attributes), shape: layer.outputShape, layout: channelsFirst };
  };

const globalPool =
  (op: "GlobalMaxPool" | "GlobalAveragePool"): Converter =>
  (layer) => {
    layer.requireChannelsLast();
    const pooled = layer.add(op, [layer.toChannelsFirst().name]);
    return { name: layer.add("Flatten", [pooled], { axis: int(1) }), shape: layer.outputShape, layout: tfjsLayout };
  };

export const poolingConverters: Record<string, Converter> = {
  MaxPooling1D: pool("MaxPool"),
  MaxPooling2D: pool("MaxPool"),
  MaxPooling3D: pool("MaxPool"),
  AveragePooling1D: pool("AveragePool"),
  AveragePooling2D: pool("AveragePool"),
  AveragePooling3D: pool("AveragePool"),
  GlobalMaxPooling1D: globalPool("GlobalMaxPool"),
  GlobalMaxPooling2D: globalPool("GlobalMaxPool"),
  GlobalAveragePooling1D: globalPool("GlobalAveragePool"),
  GlobalAveragePooling2D: globalPool("GlobalAveragePool"),
};
