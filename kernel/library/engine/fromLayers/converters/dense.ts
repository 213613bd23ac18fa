import type { Converter, LayerContext } from "../LayerContext.ts";
import { channelsToFront, range, tfjsLayout, type Value } from "../Value.ts";
import type { Arrangement } from "../weights.ts";
import { activateByOption } from "./activation.ts";

/** The rows of a kernel that follows a flattened image, put into channels-first order: no data need to be moved. */
function rowsChannelsFirst(from: readonly number[], units: number): Arrangement {
  const view = [...from, units];
  return {
    view,
    permutation: [...channelsToFront(range(from.length)), from.length],
    shape: [from.reduce((rows, size) => rows * size, 1), units],
  };
}

/** A shared layer has one kernel for all its inputs, so these come in tfjs's order. */
const isShared = (layer: LayerContext) => layer.layer.inboundNodes.length > 1;

const dense: Converter = (layer) => {
  const { input } = layer;
  const [, units = 1] = layer.weightShape("kernel");
  const isFlattened = input.layout.kind === "flattened" && !isShared(layer);
  const value: Value = isFlattened ? input : layer.toTfjs(input);
  const arrangement =
    isFlattened && input.layout.kind === "flattened" ? rowsChannelsFirst(input.layout.from, units) : undefined;
  const kernel = layer.weight("kernel", arrangement);
  const bias = layer.hasWeight("bias") ? layer.weight("bias") : undefined;
  const output = { shape: layer.outputShape, layout: tfjsLayout };
  if (value.shape.length === 1 && bias) {
    return activateByOption(layer, { ...output, name: layer.add("Gemm", [value.name, kernel, bias]) });
  }
  const multiplied = layer.add("MatMul", [value.name, kernel]);
  return activateByOption(layer, { ...output, name: bias ? layer.add("Add", [multiplied, bias]) : multiplied });
};

export const denseConverters: Record<string, Converter> = { Dense: dense };
