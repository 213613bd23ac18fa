import assert from "node:assert/strict";
import fc from "fast-check";
import { int, int64, ints } from "../../../kernel/library/engine/graph/constants.ts";
import { checkGradients, distinct, gradientsOf, type Inputs, operator, random } from "./checkGradients.ts";

const axes = fc.constantFrom<number[] | undefined>([0], [1], [-1], [0, 2], [1, -1], [0, 1, 2], undefined);
const ops = ["Sum", "Mean", "Max", "Min", "L1", "L2", "SumSquare", "LogSum", "LogSumExp"] as const;

describe("gradients of reductions equal central differences", () => {
  for (const name of ops) {
    const op = `Reduce${name}`;
    it(`${op}, axes as an attribute and as an input`, () =>
      fc.assert(
        fc.asyncProperty(fc.integer(), axes, fc.constantFrom(0, 1), async (seed, over, keepdims) => {
          const x = name === "LogSum" ? random(seed, [2, 3, 2], 0.5, 2) : distinct(seed, [2, 3, 2], 0.2);
          const keep = { keepdims: int(keepdims) };
          const input: Inputs = over ? { x, axes: int64(over) } : { x };
          await checkGradients(operator(op, input, keep, { opset: 18 }), input);
          if (name === "Sum") return;
          await checkGradients(operator(op, { x }, over ? { ...keep, axes: ints(over) } : keep), { x });
        }),
        { numRuns: 8 },
      ));
  }

  it("ReduceMax shares the gradient between equal maxima", async () => {
    const x = { type: "float32", shape: [3], data: Float32Array.of(2, 1, 2) } as const;
    const { gradients } = await gradientsOf(
      operator("ReduceMax", { x }),
      { x },
      {
        of: "y",
        withRespectTo: ["x"],
        seed: { type: "float32", shape: [1], data: Float32Array.of(3) },
      },
    );
    assert.deepEqual([...(gradients.get("x")?.data ?? [])], [1.5, 0, 1.5]);
  });
});
