import assert from "node:assert/strict";
import fc from "fast-check";
import { float32, int } from "../../../kernel/library/engine/graph/constants.ts";
import type { Constant } from "../../../kernel/library/engine/graph/graph.ts";
import { checkGradients, distinct, gradientsOf, numbers, operator, random } from "./checkGradients.ts";

/** Pairs of shapes that broadcast to one another. */
const pairs = fc.constantFrom<readonly [number[], number[]]>(
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3]],
  [[3], [2, 3]],
  [
    [2, 3],
    [2, 1],
  ],
  [
    [2, 1],
    [1, 3],
  ],
  [[], [2, 2]],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [
    [1, 1],
    [3, 2],
  ],
);

describe("gradients of arithmetic equal central differences", () => {
  for (const op of ["Add", "Sub", "Mul", "Div", "Pow"]) {
    it(`${op}, broadcast`, () =>
      fc.assert(
        fc.asyncProperty(fc.integer(), pairs, async (seed, [left, right]) => {
          const low = op === "Pow" ? 0.5 : -2;
          const a = random(seed, left, low, 2);
          // A divisor away from zero.
          const b = op === "Div" ? random(seed + 1, right, 0.5, 2) : random(seed + 1, right, -2, 2);
          await checkGradients(operator(op, { a, b }), { a, b });
        }),
        { numRuns: 12 },
      ));
  }

  for (const op of ["Sum", "Mean", "Max", "Min"]) {
    it(`${op} of several, broadcast`, () =>
      fc.assert(
        fc.asyncProperty(fc.integer(), pairs, async (seed, [left, right]) => {
          const all = distinct(seed, [100]).data as Float32Array;
          const cut = (shape: number[], from: number): Constant => ({
            type: "float32",
            shape,
            data: all.slice(from, from + shape.reduce((x, y) => x * y, 1)),
          });
          const inputs = { a: cut(left, 0), b: cut(right, 30), c: cut([1], 60) };
          await checkGradients(operator(op, inputs), inputs);
        }),
        { numRuns: 10 },
      ));
  }

  for (const op of ["Neg", "Abs", "Exp", "Sin", "Cos"]) {
    it(op, async () => {
      const x = distinct(3, [2, 5], 0.3);
      await checkGradients(operator(op, { x }), { x });
    });
  }

  for (const op of ["Sqrt", "Log", "Reciprocal"]) {
    it(op, async () => {
      const x = random(3, [2, 5], 0.5, 3);
      await checkGradients(operator(op, { x }), { x });
    });
  }

  it("Pow with a base of either sign and whole exponents", async () => {
    const a = random(1, [2, 4], -2, 2);
    const b: Constant = { type: "float32", shape: [4], data: Float32Array.of(0, 1, 2, 3) };
    await checkGradients(operator("Pow", { a, b }), { a, b }, { withRespectTo: ["a"], epsilon: 1e-3, tolerance: 5e-3 });
  });

  it("Clip, with limits given, left out, and differentiated", async () => {
    const x = distinct(5, [3, 4], 0.3);
    const min: Constant = { type: "float32", shape: [], data: Float32Array.of(-0.9) };
    const max: Constant = { type: "float32", shape: [], data: Float32Array.of(0.63) };
    await checkGradients(operator("Clip", { x, min, max }), { x, min, max });
    await checkGradients(operator("Clip", { x, min }), { x, min });
    await checkGradients(operator("Clip", { x, max }, {}, { order: ["x", "", "max"] }), { x, max });
  });

  it("Clip passes nothing at either end, as relu6 of TensorFlow and torch", async () => {
    const x: Constant = { type: "float32", shape: [5], data: Float32Array.of(-1, 0, 3, 6, 7) };
    const inputs = { x, min: float32(0), max: float32(6) };
    const seed: Constant = { ...x, data: new Float32Array(5).fill(1) };
    const { gradients } = await gradientsOf(operator("Clip", inputs), inputs, { of: "y", withRespectTo: ["x"], seed });
    assert.deepEqual([...(gradients.get("x")?.data ?? [])], [0, 0, 1, 0, 0]);
  });

  it("Where, broadcast", async () => {
    const condition: Constant = { type: "bool", shape: [3], data: Uint8Array.of(1, 0, 1) };
    const inputs = { condition, a: random(1, [2, 3]), b: random(2, [2, 1]) };
    await checkGradients(operator("Where", inputs), inputs);
  });

  it("the first of equal maxima takes the whole gradient", async () => {
    const same: Constant = { type: "float32", shape: [2], data: Float32Array.of(1, 1) };
    const inputs = { a: same, b: same, c: { ...same, data: Float32Array.of(1, 2) } };
    const seed: Constant = { ...same, data: Float32Array.of(5, 7) };
    const { gradients } = await gradientsOf(operator("Max", inputs), inputs, {
      of: "y",
      withRespectTo: ["a", "b", "c"],
      seed,
    });
    assert.deepEqual([...(gradients.get("a")?.data ?? [])], [5, 0]);
    assert.deepEqual([...(gradients.get("b")?.data ?? [])], [0, 0]);
    assert.deepEqual([...(gradients.get("c")?.data ?? [])], [0, 7]);
  });

  for (const op of ["Softmax", "LogSoftmax"]) {
    it(`${op} along every axis`, () =>
      fc.assert(
        fc.asyncProperty(fc.integer(), fc.integer({ min: -3, max: 2 }), async (seed, axis) => {
          const x: Constant = { type: "float32", shape: [2, 3, 2], data: numbers(seed, 12, -2, 2) };
          await checkGradients(operator(op, { x }, { axis: int(axis) }), { x });
        }),
        { numRuns: 8 },
      ));
  }
});
