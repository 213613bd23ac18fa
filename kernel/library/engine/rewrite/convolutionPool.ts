import { int, int64, ints } from "../graph/constants.ts";
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

/** A value that is only there in parts: one for each place in the window, row-major. */
export interface TakenApart {
  readonly parts: readonly string[];
  readonly window: readonly number[];
}

/**
 * The same with the ReLU at each place and one maximum over all of them, so that what was pooled can be asked about:
 * each `listened` value that was taken apart is given by its parts (`together` puts them in order again).
 */
export function convolutionPoolApart(
  graph: Graph,
  options: RewriteOptions = {},
): { graph: Graph; apart: ReadonlyMap<string, TakenApart> } {
  const apart = new Map<string, TakenApart>();
  const rewritten = replacePatterns(
    graph,
    options,
    () => true,
    (builder, pattern, output) => {
      const { conv, relu, window } = pattern;
      let parts = places(builder, pattern, output);
      apart.set(conv.outputs[0] ?? "", { parts, window });
      if (relu) {
        const [bent = ""] = relu.outputs;
        parts = parts.map((part) => builder.add("Relu", [part], {}, `${bent}/place`));
        apart.set(bent, { parts, window });
      }
      builder.push({ op: "Max", domain: "", name: output, inputs: parts, outputs: [output], attributes: {} });
    },
  );
  return { graph: rewritten, apart };
}

/** The whole value out of its parts, `[channels, …]`; with `last` in tfjs's order, `[…, channels]`. `shape` is the result's. */
export function together(
  builder: GraphBuilder,
  { parts, window }: TakenApart,
  shape: readonly number[],
  { last }: { last: boolean },
): string {
  const reshape = (name: string, to: readonly number[]) =>
    builder.add("Reshape", [name, builder.constant(int64([0, ...to]), "shape")], {}, `${name}/reshape`);
  const first = last ? 0 : 1;
  const perm = ints([0, ...window.map((_, axis) => axis + 2), 1]);
  const small = shape.map((size, axis) => size / (window[axis - first] ?? 1));
  let whole = last ? parts.map((part) => builder.add("Transpose", [part], { perm }, `${part}/last`)) : [...parts];
  // The last axis first, so that what is copied in one piece grows.
  for (let axis = first + window.length - 1; axis >= first; axis--) {
    const size = window[axis - first] ?? 1;
    const within = [...small.slice(0, axis + 1), 1, ...shape.slice(axis + 1)];
    whole = Array.from({ length: whole.length / size }, (_, row) => {
      const group = whole.slice(row * size, (row + 1) * size).map((name) => reshape(name, within));
      const joined = builder.add("Concat", group, { axis: int(axis + 2) }, `${group[0]}/joined`);
      return reshape(joined, [...small.slice(0, axis), ...shape.slice(axis)]);
    });
  }
  return whole[0] ?? "";
}

/** The convolution at each place in the pool's window, named after the convolution. */
function places(builder: GraphBuilder, pattern: PoolPattern, output: string): string[] {
  const { conv, window, kernel, strides, dilations, pads } = pattern;
  const [convolved = ""] = conv.outputs;
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

  return offsets(window).map((offset) => {
    const starts = offset.map((cell, axis) => cell * (strides[axis] ?? 1));
    const ends = starts.map((start, axis) => {
      const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
      return start + ((pattern.places[axis] ?? 1) - 1) * (far[axis] ?? 1) + reach;
    });
    const cut = builder.add("Slice", [whole, vector(starts), vector(ends), axes, ones], {}, `${output}/cut`);
    const place = builder.name(`${convolved}/place`);
    builder.push({ ...conv, name: `${conv.name}/${place}`, inputs: [cut, ...weights], outputs: [place], attributes });
    return place;
  });
}

function write(builder: GraphBuilder, pattern: PoolPattern, output: string): void {
  let parts = places(builder, pattern, output);
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
  builder.push({ ...last, op: pattern.relu ? "Relu" : "Identity" });
}
