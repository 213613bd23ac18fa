import fc from "fast-check";
import { float, int } from "../../../kernel/library/engine/graph/constants.ts";
import { checkGradients, operator, random } from "./checkGradients.ts";

describe("gradients of normalizations equal central differences", () => {
  it("BatchNormalization, as it is in inference", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom([2, 3], [2, 3, 2], [2, 3, 2, 2]), async (seed, shape) => {
        const inputs = {
          x: random(seed, shape),
          scale: random(seed + 1, [3]),
          bias: random(seed + 2, [3]),
          mean: random(seed + 3, [3]),
          variance: random(seed + 4, [3], 0.3, 2),
        };
        const graph = operator("BatchNormalization", inputs, { epsilon: float(1e-3) });
        await checkGradients(graph, inputs, { withRespectTo: ["x", "scale", "bias"] });
      }),
      { numRuns: 10 },
    ));

  it("LayerNormalization over the last axis and over several", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(-1, -2, 1), async (seed, axis) => {
        const own = axis === -1 ? [3] : [2, 3];
        const inputs = { x: random(seed, [2, 2, 3], -3, 3), scale: random(seed + 1, own), bias: random(seed + 2, own) };
        const graph = operator("LayerNormalization", inputs, { axis: int(axis), epsilon: float(0.1) });
        await checkGradients(graph, inputs);
      }),
      { numRuns: 10 },
    ));

  it("InstanceNormalization", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const inputs = {
          x: random(seed, [2, 2, 2, 3], -3, 3),
          scale: random(seed + 1, [2]),
          bias: random(seed + 2, [2]),
        };
        await checkGradients(operator("InstanceNormalization", inputs, { epsilon: float(0.1) }), inputs);
      }),
      { numRuns: 6 },
    ));
});
