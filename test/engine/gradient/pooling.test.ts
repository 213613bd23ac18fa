import assert from "node:assert/strict";
import fc from "fast-check";
import { int, ints } from "../../../kernel/library/engine/graph/constants.ts";
import type { Constant } from "../../../kernel/library/engine/graph/graph.ts";
import { checkGradients, distinct, gradientsOf, operator, random } from "./checkGradients.ts";

const move = fc.record({
  kernel: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  padded: fc.boolean(),
  size: fc.integer({ min: 4, max: 6 }),
});
const moves = fc.array(move, { minLength: 1, maxLength: 2 });
type Moves = typeof moves extends fc.Arbitrary<infer T> ? T : never;

function attributesOf(axes: Moves) {
  const pads = axes.map(({ padded, kernel }) => (padded ? Math.floor(kernel / 2) : 0));
  return {
    kernel_shape: ints(axes.map(({ kernel }) => kernel)),
    strides: ints(axes.map(({ stride }) => stride)),
    pads: ints([...pads, ...pads]),
  };
}

describe("gradients of pooling equal central differences", () => {
  it("MaxPool: overlapping windows, strides and pads", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), moves, fc.boolean(), async (seed, axes, ceil) => {
        const x = distinct(seed, [2, 2, ...axes.map(({ size }) => size)]);
        await checkGradients(operator("MaxPool", { x }, { ...attributesOf(axes), ceil_mode: int(ceil ? 1 : 0) }), {
          x,
        });
      }),
      { numRuns: 20 },
    ));

  it("AveragePool: overlapping windows, strides and pads, counted or not", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), moves, fc.boolean(), async (seed, axes, counted) => {
        const x = random(seed, [2, 2, ...axes.map(({ size }) => size)]);
        const attributes = { ...attributesOf(axes), count_include_pad: int(counted ? 1 : 0) };
        await checkGradients(operator("AveragePool", { x }, attributes), { x });
      }),
      { numRuns: 20 },
    ));

  it("AveragePool with windows that reach over the end", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), moves, async (seed, axes) => {
        const x = random(seed, [1, 2, ...axes.map(({ size }) => size)]);
        const graph = operator("AveragePool", { x }, { ...attributesOf(axes), ceil_mode: int(1) });
        await checkGradients(graph, { x }, { symbolic: false });
      }),
      { numRuns: 15 },
    ));

  for (const op of ["GlobalAveragePool", "GlobalMaxPool"]) {
    it(op, async () => {
      for (const shape of [
        [2, 3, 4],
        [2, 2, 3, 2],
      ]) {
        const x = distinct(9, shape);
        await checkGradients(operator(op, { x }), { x });
      }
    });
  }

  it("the first of equal maxima, in row-major order, takes the gradient", async () => {
    const x: Constant = { type: "float32", shape: [1, 1, 2, 4], data: Float32Array.of(0, 3, 1, 1, 3, 3, 1, 1) };
    const seed: Constant = { type: "float32", shape: [1, 1, 1, 2], data: Float32Array.of(5, 7) };
    const attributes = { kernel_shape: ints([2, 2]), strides: ints([2, 2]) };
    const run = { of: "y", withRespectTo: ["x"], seed };
    const { gradients } = await gradientsOf(operator("MaxPool", { x }, attributes), { x }, run);
    assert.deepEqual([...(gradients.get("x")?.data ?? [])], [0, 5, 7, 0, 0, 0, 0, 0]);

    const one: Constant = { type: "float32", shape: [1, 1, 1, 1], data: Float32Array.of(2) };
    const global = await gradientsOf(operator("GlobalMaxPool", { x }), { x }, { ...run, seed: one });
    assert.deepEqual([...(global.gradients.get("x")?.data ?? [])], [0, 2, 0, 0, 0, 0, 0, 0]);
  });
});
