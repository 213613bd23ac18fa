import { int64, ints } from "../graph/constants.ts";
import type { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Graph } from "../graph/graph.ts";
import { offsets, type PoolPattern, type RewriteOptions, replacePatterns } from "./poolPattern.ts";

/**
 * Writes a convolution (and ReLU) followed by a max pool whose windows do not overlap as one strided convolution for
 * each place in the window and an elementwise maximum. The values stay the same; the gradient then passes at the
 * pooled size, without the scalar code of a max pool's indices, and of equal places the first still wins.
 *
 * For graphs to be differentiated: a forward pass alone gains nothing.
 */
export function convolutionPool(graph: Graph, options: RewriteOptions = {}): Graph {
  return replacePatterns(graph, options, () => true, write);
}

function write(builder: GraphBuilder, pattern: PoolPattern, output: string): void {
  const { conv, relu, window, kernel, strides, dilations, pads, places } = pattern;
  const [x = "", ...weights] = conv.inputs;
  const rank = window.length;
  const vector = (values: readonly number[]) => builder.constant(int64(values), `${output}/ints`);
  const amounts = [0, 0, ...pads.slice(0, rank), 0, 0, ...pads.slice(rank)];
  const whole = pads.some((pad) => pad > 0) ? builder.add("Pad", [x, vector(amounts)], {}, `${output}/padded`) : x;
  const far = strides.map((stride, axis) => stride * (window[axis] ?? 1));
  const axes = vector(window.map((_, axis) => axis + 2));
  const ones = vector(window.map(() => 1));
  const attributes = {
    ...conv.attributes,
    strides: ints(far),
    pads: ints(pads.map(() => 0)),
    kernel_shape: ints(kernel),
  };

  let parts = offsets(window).map((offset) => {
    const starts = offset.map((cell, axis) => cell * (strides[axis] ?? 1));
    const ends = starts.map((start, axis) => {
      const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
      return start + ((places[axis] ?? 1) - 1) * (far[axis] ?? 1) + reach;
    });
    const cut = builder.add("Slice", [whole, vector(starts), vector(ends), axes, ones], {}, `${output}/cut`);
    return builder.add("Conv", [cut, ...weights], attributes, `${output}/place`);
  });
  // In pairs, so that the gradient is passed on by comparing two at a time; the earlier place stays on the left.
  while (parts.length > 1) {
    const pairs: string[] = [];
    for (let i = 0; i < parts.length; i += 2) {
      const pair = parts.slice(i, i + 2);
      pairs.push(pair.length === 2 ? builder.add("Max", pair, {}, `${output}/max`) : (pair[0] ?? ""));
    }
    parts = pairs;
  }
  const last = { domain: "", name: output, inputs: parts, outputs: [output], attributes: {} };
  builder.push({ ...last, op: relu ? "Relu" : "Identity" });
}
