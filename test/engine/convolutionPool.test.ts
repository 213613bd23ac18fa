import assert from "node:assert/strict";
import fc from "fast-check";
import { gradientGraph } from "../../kernel/library/engine/gradient/index.ts";
import { ints } from "../../kernel/library/engine/graph/constants.ts";
import { GraphBuilder } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import type { Constant, Graph } from "../../kernel/library/engine/graph/graph.ts";
import { convolutionPool, convolutionPoolApart, together } from "../../kernel/library/engine/rewrite/index.ts";
import { createSession } from "../../kernel/library/engine/session/session.ts";
import { assertMap, goldens } from "../goldens.ts";
import { cnn, goldenWeights } from "./cnn.ts";
import { close, random } from "./gradient/checkGradients.ts";

interface Sizes {
  kernel: number;
  stride: number;
  pad: number;
  window: number;
  relu: boolean;
}

function network({ kernel, stride, pad, window, relu }: Sizes): Graph {
  const builder = new GraphBuilder();
  const weights = ["w", "b"];
  const attributes = {
    strides: ints([stride, stride]),
    pads: ints([pad, pad, pad, pad]),
    kernel_shape: ints([kernel, kernel]),
  };
  const convolved = builder.add("Conv", ["x", ...weights], attributes, "convolved");
  const bent = relu ? builder.add("Relu", [convolved], {}, "bent") : convolved;
  builder.add("MaxPool", [bent], { kernel_shape: ints([window, window]), strides: ints([window, window]) }, "y");
  const float = (name: string, shape: (number | string)[]) => ({ name, type: "float32" as const, shape });
  return builder.build(
    [float("x", ["n", 2, 9, 9]), float("w", [3, 2, kernel, kernel]), float("b", [3])],
    [{ name: "y", type: "float32", shape: undefined }],
  );
}

type Further = (builder: GraphBuilder, nameOf: (value: string) => string) => string[][];

/** The values of `of`, of what is kept as `value/…`, and of what `add` adds, and the gradients by name. */
async function run(
  graph: Graph,
  feeds: Record<string, Constant>,
  of: string,
  withRespectTo: string[],
  keep: string[] = [],
  { add = () => [] }: { add?: Further } = {},
) {
  const { graph: both, gradients } = gradientGraph(graph, { of, seed: "seed", withRespectTo });
  const builder = new GraphBuilder(both);
  const added = add(builder, (value) => gradients.get(value) ?? "");
  const output = (name: string) => ({ name, type: "float32" as const, shape: undefined });
  const names = [...keep, ...added.map(([, name = ""]) => name)];
  const session = await createSession(builder.build(both.inputs, [...both.outputs, ...names.map(output)]));
  const result = await session.run(feeds);
  await session.release();
  return new Map([
    ...[of, ...withRespectTo].map((name) => [name, result[gradients.get(name) ?? name] as Constant] as const),
    ...keep.map((name) => [`value/${name}`, result[name] as Constant] as const),
    ...added.map(([key = "", name = ""]) => [key, result[name] as Constant] as const),
  ]);
}

function channelsLast({ type, shape, data }: Constant): Constant {
  const [n = 0, channels = 0, ...places] = shape.map(Number);
  const area = places.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length: n * channels * area }, (_, i) => {
    const [row, place, channel] = [Math.floor(i / (area * channels)), Math.floor(i / channels) % area, i % channels];
    return Number(data[(row * channels + channel) * area + place]);
  });
  return { type, shape: [n, ...places, channels], data: values } as Constant;
}

describe("convolutionPool", () => {
  it("keeps values and gradients, ties among them", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.record({
          kernel: fc.constantFrom(1, 2, 3),
          stride: fc.constantFrom(1, 2),
          pad: fc.constantFrom(0, 1),
          window: fc.constantFrom(2, 3),
          relu: fc.boolean(),
        }),
        async (seed, sizes) => {
          const graph = network(sizes);
          const rewritten = convolutionPool(graph);
          assert.ok(!rewritten.nodes.some((node) => node.op === "MaxPool"));
          // Half of the image is zero, as an image's background is: there every place of a window is equal.
          const x = random(seed, [2, 2, 9, 9]);
          const image = { ...x, data: (x.data as Float32Array).map((v, i) => (i % 81 < 40 ? 0 : v)) };
          const { kernel, stride, pad, window } = sizes;
          const side = Math.floor((Math.floor((9 + 2 * pad - kernel) / stride) + 1) / window);
          const feeds = {
            x: image,
            w: random(seed + 1, [3, 2, kernel, kernel]),
            b: { type: "float32", shape: [3], data: Float32Array.of(0, 0.1, -0.1) } as const,
            seed: random(seed + 2, [2, 3, side, side]),
          };
          const expected = await run(graph, feeds, "y", ["x", "w", "b"]);
          const actual = await run(rewritten, feeds, "y", ["x", "w", "b"]);
          for (const [name, value] of expected) {
            close(actual.get(name)?.data as Float32Array, value.data as Float32Array, 2e-6, name);
          }
        },
      ),
      { numRuns: 40 },
    ));

  it("gives what was pooled, and its gradient, put together from the places", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.record({
          kernel: fc.constantFrom(1, 2, 4),
          stride: fc.constant(1),
          pad: fc.constantFrom(0, 1),
          window: fc.constantFrom(2, 3),
          relu: fc.boolean(),
        }),
        fc.boolean(),
        async (seed, sizes, last) => {
          const { kernel, pad, window, relu } = sizes;
          const side = 9 + 2 * pad - kernel + 1;
          const listened = new Set(relu ? ["convolved", "bent"] : ["convolved"]);
          const graph = network(sizes);
          const { graph: rewritten, apart } = convolutionPoolApart(graph, { listened });
          // Where the windows leave an edge out, the places do not make the whole.
          if (side % window !== 0) {
            assert.equal(rewritten, graph);
            return;
          }
          assert.deepEqual(new Set(apart.keys()), listened);
          const x = random(seed, [2, 2, 9, 9]);
          const image = { ...x, data: (x.data as Float32Array).map((v, i) => (i % 81 < 40 ? 0 : v)) };
          const feeds = {
            x: image,
            w: random(seed + 1, [3, 2, kernel, kernel]),
            b: { type: "float32", shape: [3], data: Float32Array.of(0, 0.1, -0.1) } as const,
            seed: random(seed + 2, [2, 3, side / window, side / window]),
          };
          const expected = await run(graph, feeds, "y", ["x", ...listened], [...listened]);
          const shape = last ? [side, side, 3] : [3, side, side];
          const both = await run(
            rewritten,
            feeds,
            "y",
            ["x", ...[...apart.values()].flatMap(({ parts }) => parts)],
            [],
            {
              add: (builder, nameOf) =>
                [...apart].flatMap(([name, { parts, window }]) => [
                  [name, together(builder, { parts, window }, shape, { last })],
                  [`d/${name}`, together(builder, { parts: parts.map(nameOf), window }, shape, { last })],
                ]),
            },
          );
          close(both.get("x")?.data as Float32Array, expected.get("x")?.data as Float32Array, 2e-6, "x");
          for (const name of listened) {
            for (const [key, value] of [
              [name, expected.get(`value/${name}`)],
              [`d/${name}`, expected.get(name)],
            ] as const) {
              const whole = last ? channelsLast(value as Constant) : (value as Constant);
              assert.deepEqual(both.get(key)?.shape, [2, ...shape], key);
              close(both.get(key)?.data as Float32Array, whole.data as Float32Array, 2e-6, key);
            }
          }
        },
      ),
      { numRuns: 30 },
    ));

  it("gives the golden gradient", async () => {
    const golden = goldens("modelA");
    const targets = golden("target").values;
    const oneHot = Float32Array.from({ length: 80 }, (_, i) => (targets[Math.floor(i / 10)] === i % 10 ? 1 : 0));
    const feeds: Record<string, Constant> = {
      x: { type: "float32", shape: [8, 28, 28, 1], data: golden("input").values as Float32Array },
      seed: { type: "float32", shape: [8, 10], data: oneHot },
    };
    const graph = convolutionPool(cnn(goldenWeights()));
    assert.ok(!graph.nodes.some((node) => node.op === "MaxPool"));
    const result = await run(graph, feeds, "logits", ["x"]);
    assertMap(result.get("x")?.data as Float32Array, golden("gradient.logit"), golden("tie_mask").values);
  });

  it("leaves alone what somebody asks for, and windows that overlap", () => {
    const graph = network({ kernel: 3, stride: 1, pad: 0, window: 2, relu: true });
    assert.equal(convolutionPool(graph, { keep: new Set(["bent"]) }), graph);
    const nodes = graph.nodes.map((node) =>
      node.op === "MaxPool" ? { ...node, attributes: { ...node.attributes, strides: ints([1, 1]) } } : node,
    );
    const overlapping = { ...graph, nodes };
    assert.equal(convolutionPool(overlapping), overlapping);
  });
});
