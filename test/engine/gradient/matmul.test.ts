import fc from "fast-check";
import { float, int } from "../../../kernel/library/engine/graph/constants.ts";
import { checkGradients, type Inputs, operator, random } from "./checkGradients.ts";

const bit = fc.constantFrom(0, 1);

describe("gradients of products of matrices equal central differences", () => {
  it("Gemm, transposed or not, scaled, with a bias of each shape", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer(),
        bit,
        bit,
        fc.constantFrom([4], [], [3, 1], [3, 4], [1, 4], undefined),
        async (seed, transA, transB, bias) => {
          const a = random(seed, transA ? [2, 3] : [3, 2]);
          const b = random(seed + 1, transB ? [4, 2] : [2, 4]);
          const inputs: Inputs = bias ? { a, b, c: random(seed + 2, bias) } : { a, b };
          const attributes = { transA: int(transA), transB: int(transB), alpha: float(0.7), beta: float(1.3) };
          await checkGradients(operator("Gemm", inputs, attributes), inputs);
        },
      ),
      { numRuns: 20 },
    ));

  it("MatMul, batched, broadcast and with vectors", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.constantFrom(
          [
            [3, 2],
            [2, 4],
          ],
          [
            [5, 3, 2],
            [2, 4],
          ],
          [
            [2, 2, 3, 2],
            [2, 4],
          ],
          [
            [3, 2],
            [2, 2, 4],
          ],
          [
            [2, 3, 2],
            [2, 2, 4],
          ],
          [
            [2, 1, 3, 2],
            [3, 2, 4],
          ],
          [
            [1, 3, 2],
            [2, 2, 4],
          ],
          [
            [3, 8],
            [8, 2],
          ],
          [
            [2, 3, 8],
            [2, 8, 2],
          ],
          [
            [3, 8],
            [2, 8, 1],
          ],
          [[2], [2]],
          [[2], [2, 4]],
          [[2], [3, 2, 4]],
          [[3, 2], [2]],
          [[2, 3, 2], [2]],
        ),
        async (seed, [left = [], right = []]) => {
          const inputs = { a: random(seed, left), b: random(seed + 1, right) };
          await checkGradients(operator("MatMul", inputs), inputs);
        },
      ),
      { numRuns: 30 },
    ));
});
