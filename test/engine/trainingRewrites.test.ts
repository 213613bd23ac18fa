import assert from "node:assert/strict";
import fc from "fast-check";
import { gradientGraph } from "../../kernel/library/engine/gradient/index.ts";
import { ints, sizeOf } from "../../kernel/library/engine/graph/constants.ts";
import { GraphBuilder } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import type { Constant, Graph } from "../../kernel/library/engine/graph/graph.ts";
import { channelsDense, firstConvolution } from "../../kernel/library/engine/rewrite/index.ts";
import { createSession } from "../../kernel/library/engine/session/session.ts";
import { close, random } from "./gradient/checkGradients.ts";

interface Network {
  readonly graph: Graph;
  readonly feeds: Readonly<Record<string, Constant>>;
}

const learnt = ["w", "b", "d", "e"];

/** x → conv → (relu) → max pool → flatten → dense, all weights as inputs, some bias or none. */
function network(
  seed: number,
  sizes: {
    channels: number;
    kernel: number;
    stride: number;
    pad: number;
    window: number;
    relu: boolean;
    bias: boolean;
  },
): Network {
  const { channels, kernel, stride, pad, window, relu, bias } = sizes;
  const side = Math.floor((Math.floor((9 + 2 * pad - kernel) / stride) + 1) / window);
  // Half of every image is zero, as a background is: there all places of a window are equal.
  const x = random(seed, [3, channels, 9, 9]);
  const feeds: Record<string, Constant> = {
    x: { ...x, data: (x.data as Float32Array).map((v, i) => (i % 81 < 40 ? 0 : v)) },
    w: random(seed + 1, [4, channels, kernel, kernel]),
    d: random(seed + 2, [4 * side * side, 2]),
    ...(bias
      ? { b: { type: "float32", shape: [4], data: Float32Array.of(0, 0.1, -0.1, 0) }, e: random(seed + 3, [2]) }
      : {}),
  };
  const builder = new GraphBuilder();
  const moves = {
    strides: ints([stride, stride]),
    pads: ints([pad, pad, pad, pad]),
    kernel_shape: ints([kernel, kernel]),
  };
  const convolved = builder.add("Conv", ["x", "w", ...(bias ? ["b"] : [])], moves);
  const bent = relu ? builder.add("Relu", [convolved]) : convolved;
  const pool = builder.add("MaxPool", [bent], {
    kernel_shape: ints([window, window]),
    strides: ints([window, window]),
  });
  builder.add("Gemm", [builder.add("Flatten", [pool]), "d", ...(bias ? ["e"] : [])], {}, "y");
  const inputs = Object.entries(feeds).map(([name, { shape }]) => ({ name, type: "float32" as const, shape }));
  return { graph: builder.build(inputs, [{ name: "y", type: "float32", shape: undefined }]), feeds };
}

async function outputsOf(graph: Graph, feeds: Network["feeds"]): Promise<Map<string, Constant>> {
  const withRespectTo = learnt.filter((name) => feeds[name]);
  const { graph: both, gradients } = gradientGraph(graph, { of: "y", seed: "seed", withRespectTo });
  const session = await createSession(both, { threads: 1 });
  const result = await session.run({ ...feeds, seed: random(9, [3, 2]) });
  await session.release();
  return new Map(["y", ...withRespectTo].map((name) => [name, result[gradients.get(name) ?? name] as Constant]));
}

async function assertSame(rewritten: Graph, { graph, feeds }: Network): Promise<void> {
  const expected = await outputsOf(graph, feeds);
  const actual = await outputsOf(rewritten, feeds);
  for (const [name, { data, shape }] of expected) {
    assert.equal(sizeOf(actual.get(name)?.shape ?? []), sizeOf(shape));
    close(actual.get(name)?.data as Float32Array, data as Float32Array, 3e-6, name);
  }
}

const sizes = fc.record({
  channels: fc.constantFrom(1, 2),
  kernel: fc.constantFrom(1, 2, 3),
  stride: fc.constantFrom(1, 2),
  pad: fc.constantFrom(0, 1),
  window: fc.constantFrom(2, 3),
  relu: fc.boolean(),
  bias: fc.boolean(),
});

describe("rewrites of a training step keep values and gradients", () => {
  it("firstConvolution and channelsDense", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), sizes, async (seed, each) => {
        const made = network(seed, each);
        const first = firstConvolution(made.graph, new Set(learnt));
        assert.ok(!first.nodes.some(({ op }) => op === "MaxPool" || op === "Conv"));
        await assertSame(first, made);
        const both = channelsDense(first);
        assert.ok(!both.nodes.some(({ op }) => op === "Flatten" || op === "Gemm"));
        await assertSame(both, made);
      }),
      { numRuns: 30 },
    ));

  it("leave alone what they are not for", () => {
    const { graph } = network(1, { channels: 1, kernel: 3, stride: 1, pad: 0, window: 2, relu: true, bias: true });
    assert.equal(firstConvolution(graph, new Set(["x"])), graph);
    assert.equal(channelsDense(graph), graph);
    const open = { ...graph, inputs: graph.inputs.map((i) => (i.name === "x" ? { ...i, shape: ["n", 1, 9, 9] } : i)) };
    assert.equal(firstConvolution(open, new Set(learnt)), open);
  });
});
