import fc from "fast-check";
import { float, string } from "../../../kernel/library/engine/graph/constants.ts";
import type { Attributes } from "../../../kernel/library/engine/graph/GraphBuilder.ts";
import { checkGradients, type Inputs, numbers, operator, random } from "./checkGradients.ts";

/** Random values that keep away from the places where the slope jumps. */
const away = (seed: number, shape: readonly number[], kinks: readonly number[], reach = 4): Inputs["x"] => ({
  type: "float32",
  shape,
  data: numbers(
    seed,
    shape.reduce((a, b) => a * b, 1),
    -reach,
    reach,
  ).map((value) => {
    const kink = kinks.find((place) => Math.abs(value - place) < 0.05);
    return kink === undefined ? value : kink + 0.1;
  }),
});

const cases: readonly [op: string, kinks?: readonly number[], attributes?: Attributes, opset?: number][] = [
  ["Relu", [0]],
  ["LeakyRelu", [0], { alpha: float(0.3) }],
  ["LeakyRelu", [0]],
  ["Elu", [0], { alpha: float(0.7) }],
  ["Selu", [0]],
  ["Celu", [0], { alpha: float(1.6) }],
  ["Sigmoid"],
  ["HardSigmoid", [-2.5, 2.5]],
  ["HardSigmoid", [-1.5, 1.5], { alpha: float(1 / 3), beta: float(0.5) }],
  ["HardSwish", [-3, 3]],
  ["Tanh"],
  ["Softplus"],
  ["Softsign", [0]],
  ["ThresholdedRelu", [1]],
  ["ThresholdedRelu", [0.5], { alpha: float(0.5) }],
  ["Erf"],
  ["Gelu", [], {}, 20],
  ["Gelu", [], { approximate: string("tanh") }, 20],
  ["Mish", [], {}, 18],
];

describe("gradients of activations equal central differences", () => {
  for (const [op, kinks = [], attributes = {}, opset = 17] of cases) {
    it(`${op} ${JSON.stringify(Object.values(attributes).map(({ value }) => value))}`, () =>
      fc.assert(
        fc.asyncProperty(fc.integer(), fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }), (seed, shape) => {
          const x = away(seed, shape, kinks);
          return checkGradients(operator(op, { x } as Inputs, attributes, { opset }), { x } as Inputs);
        }),
        { numRuns: 8 },
      ));
  }

  it("PRelu, with a slope for each channel and one for all", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom([3, 1], [1], [2, 3, 2], []), async (seed, shape) => {
        const inputs = { x: away(seed, [2, 3, 2], [0]), slope: random(seed + 1, shape) } as Inputs;
        await checkGradients(operator("PRelu", inputs), inputs);
      }),
      { numRuns: 12 },
    ));
});
