import { intOf } from "../gradient/attributes.ts";
import { float32, int, int64, ints, sizeOf } from "../graph/constants.ts";
import type { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Graph } from "../graph/graph.ts";
import { offsets, type PoolPattern, type RewriteOptions, replacePatterns } from "./poolPattern.ts";

/**
 * Writes a first convolution with its ReLU and its max pool as products of matrices over the whole batch, for training:
 * the windows are written out once, one channel after the other, [kernel · in, batch · places], with a row of ones for
 * the bias, for each place in the pool's window. The forward pass, the gradient of the kernel and that of the bias are
 * then one product each. Of two neighboring places the larger is a + ReLU(b − a), where b − a is a product itself (with
 * the difference of the windows): its gradient is one mask, and of equal places the first wins. Values agree to rounding.
 *
 * `depends` says which values depend on what is learnt: a convolution whose input does is left alone, because the
 * gradient of written-out windows is slow.
 */
export function firstConvolution(graph: Graph, depends: ReadonlySet<string>, options: RewriteOptions = {}): Graph {
  const accept = ({ conv, input }: PoolPattern) =>
    !depends.has(conv.inputs[0] ?? "") &&
    intOf(conv, "group", 1) === 1 &&
    input.every((size) => typeof size === "number");
  return replacePatterns(graph, options, accept, write);
}

function write(builder: GraphBuilder, pattern: PoolPattern, output: string): void {
  const { conv, relu, window, weight, places } = pattern;
  const [, kernel = "", bias = ""] = conv.inputs;
  const [batch = 1] = pattern.input.map(Number);
  const [out = 1] = weight;
  const add = (op: string, inputs: string[], attributes = {}) => builder.add(op, inputs, attributes, `${output}/${op}`);
  const vector = (values: readonly number[]) => builder.constant(int64(values), `${output}/ints`);
  const columns = batch * sizeOf(places);
  const rows = sizeOf(weight.slice(1)) + (bias === "" ? 0 : 1);

  const cells = cellReader(builder, pattern, output);
  const ones = () =>
    builder.constant(float32(new Float32Array(columns).fill(1), [1, batch, ...places]), `${output}/ones`);
  const bottom = bias === "" ? [] : [ones()];
  const windows = offsets(window).map((place) => {
    const parts = [...offsets(weight.slice(2)).map((cell) => cells(place, cell)), ...bottom];
    return add("Reshape", [add("Concat", parts, { axis: int(0) }), vector([rows, columns])]);
  });

  const last = weight.slice(2).map((_, axis) => axis + 2);
  const ordered = add("Transpose", [kernel], { perm: ints([0, ...last, 1]) });
  const flat = add("Reshape", [ordered, vector([out, -1])]);
  const matrix = bias === "" ? flat : add("Concat", [flat, add("Reshape", [bias, vector([out, 1])])], { axis: int(1) });
  const product = (value: string) => add("MatMul", [matrix, value]);

  let parts = pairs(windows).map(([a = "", b]) => {
    if (b === undefined) return product(a);
    return add("Add", [product(a), add("Relu", [product(add("Sub", [b, a]))])]);
  });
  while (parts.length > 1) parts = pairs(parts).map((pair) => (pair.length > 1 ? add("Max", pair) : (pair[0] ?? "")));
  const bent = relu ? add("Relu", parts) : (parts[0] ?? "");
  const channels = add("Reshape", [bent, vector([out, batch, ...places])]);
  const perm = ints([1, 0, ...last]);
  builder.push({
    op: "Transpose",
    domain: "",
    name: output,
    inputs: [channels],
    outputs: [output],
    attributes: { perm },
  });
}

const pairs = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / 2) }, (_, pair) => all.slice(2 * pair, 2 * pair + 2));

/** Reads the input at one cell of the kernel for one place of the pool, for all windows: [in, batch, …places], each once. */
function cellReader(builder: GraphBuilder, pattern: PoolPattern, output: string) {
  const { conv, window, strides, dilations, pads, places } = pattern;
  const [x = ""] = conv.inputs;
  const rank = window.length;
  const vector = (values: readonly number[]) => builder.constant(int64(values), `${output}/ints`);
  const amounts = [0, 0, ...pads.slice(0, rank), 0, 0, ...pads.slice(rank)];
  const whole = pads.some((pad) => pad > 0) ? builder.add("Pad", [x, vector(amounts)], {}, `${output}/padded`) : x;
  const channelsFirst = { perm: ints([1, 0, ...window.map((_, axis) => axis + 2)]) };
  const image = builder.add("Transpose", [whole], channelsFirst, `${output}/image`);
  const far = strides.map((stride, axis) => stride * (window[axis] ?? 1));
  const [steps, axes] = [vector(far), vector(window.map((_, axis) => axis + 2))];
  const known = new Map<string, string>();
  return (place: readonly number[], cell: readonly number[]): string => {
    const starts = place.map((at, axis) => at * (strides[axis] ?? 1) + (cell[axis] ?? 0) * (dilations[axis] ?? 1));
    const ends = starts.map((start, axis) => start + ((places[axis] ?? 1) - 1) * (far[axis] ?? 1) + 1);
    const found = known.get(starts.join());
    const cut = found ?? builder.add("Slice", [image, vector(starts), vector(ends), axes, steps], {}, `${output}/cell`);
    known.set(starts.join(), cut);
    return cut;
  };
}
