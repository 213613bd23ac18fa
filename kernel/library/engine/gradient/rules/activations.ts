import { float } from "../../graph/constants.ts";
import { floatOf, stringOf } from "../attributes.ts";
import { sumTo } from "../broadcast.ts";
import type { GradientContext, GradientRule } from "../GradientRule.ts";

type Write = (context: GradientContext, x: string, y: string, gradient: string) => string;

/** A rule for an operator with one input, one output and one gradient. */
const elementwise =
  (write: Write): GradientRule =>
  (context) => {
    const { inputs, outputs } = context.node;
    return [write(context, inputs[0] ?? "", outputs[0] ?? "", context.outputGradients[0] ?? "")];
  };

const one = (context: GradientContext, like: string) => context.scalar(1, like);

/** `gradient` where the condition holds, `otherwise` (or zero) elsewhere. */
function where(context: GradientContext, condition: string, gradient: string, otherwise?: string): string {
  return context.add("Where", [condition, gradient, otherwise ?? context.scalar(0, gradient)]);
}

const above = (context: GradientContext, value: string, limit: number) =>
  context.add("Greater", [value, context.scalar(limit, value)]);

/** g · (1 − y²) */
const tanh = elementwise((c, x, y, g) => c.add("Mul", [g, c.add("Sub", [one(c, x), c.add("Mul", [y, y])])]));

/** g · y · (1 − y) */
const sigmoid = elementwise((c, x, y, g) => c.add("Mul", [g, c.add("Mul", [y, c.add("Sub", [one(c, x), y])])]));

/**
 * The mask of y > 0 as numbers in one operator, twice as fast as a comparison and a choice: HardSigmoid is
 * max(0, min(1, 3e38 · y)), which is 1 for every normal number above 0. Where a gradient may be infinite, it is chosen: 0 · ∞ is no number.
 */
const relu = elementwise((c, _x, y, g) => {
  if (c.type(y) !== "float32" || c.isSteep) return where(c, above(c, y, 0), g);
  return c.add("Mul", [g, c.add("HardSigmoid", [y], { alpha: float(3e38), beta: float(0) })]);
});

const leakyRelu = elementwise((c, x, _y, g) =>
  where(c, above(c, x, 0), g, c.add("Mul", [g, c.scalar(floatOf(c.node, "alpha", 0.01), x)])),
);

/** α eˣ = y + α where x ≤ 0. */
const elu = elementwise((c, x, y, g) => {
  const alpha = c.scalar(floatOf(c.node, "alpha", 1), x);
  return where(c, above(c, x, 0), g, c.add("Mul", [g, c.add("Add", [y, alpha])]));
});

const selu = elementwise((c, x, y, g) => {
  const alpha = floatOf(c.node, "alpha", 1.6732631921768188);
  const gamma = floatOf(c.node, "gamma", 1.0507010221481323);
  const below = c.add("Add", [y, c.scalar(alpha * gamma, x)]);
  const slope = c.add("Where", [above(c, x, 0), c.scalar(gamma, x), below]);
  return c.add("Mul", [g, slope]);
});

const celu = elementwise((c, x, _y, g) => {
  const slope = c.add("Exp", [c.add("Div", [x, c.scalar(floatOf(c.node, "alpha", 1), x)])]);
  return where(c, above(c, x, 0), g, c.add("Mul", [g, slope]));
});

const hardSigmoid = elementwise((c, x, y, g) => {
  const inside = c.add("And", [above(c, y, 0), c.add("Less", [y, one(c, x)])]);
  return where(c, inside, c.add("Mul", [g, c.scalar(floatOf(c.node, "alpha", 0.2), x)]));
});

/** x · max(0, min(1, x/6 + 1/2)): slope x/3 + 1/2 between −3 and 3. */
const hardSwish = elementwise((c, x, _y, g) => {
  const slope = c.add("Add", [c.add("Mul", [x, c.scalar(1 / 3, x)]), c.scalar(0.5, x)]);
  const low = where(c, above(c, x, -3), c.add("Mul", [g, slope]));
  return where(c, c.add("Less", [x, c.scalar(3, x)]), low, g);
});

const softplus = elementwise((c, x, _y, g) => c.add("Mul", [g, c.add("Sigmoid", [x])]));

const softsign = elementwise((c, x, _y, g) => {
  const size = c.add("Add", [c.add("Abs", [x]), one(c, x)]);
  return c.add("Div", [g, c.add("Mul", [size, size])]);
});

const thresholdedRelu = elementwise((c, x, _y, g) => where(c, above(c, x, floatOf(c.node, "alpha", 1)), g));

/** 2/√π · e^(−x²) */
const erf = elementwise((c, x, _y, g) => {
  const bell = c.add("Exp", [c.add("Neg", [c.add("Mul", [x, x])])]);
  return c.add("Mul", [g, c.add("Mul", [bell, c.scalar(2 / Math.sqrt(Math.PI), x)])]);
});

/** Φ(x) + x φ(x), or the derivative of its tanh approximation. */
const gelu = elementwise((c, x, _y, g) => {
  if (stringOf(c.node, "approximate", "none") === "tanh") return c.add("Mul", [g, geluTanhSlope(c, x)]);
  const squared = c.add("Mul", [x, x]);
  const density = c.add("Mul", [
    c.add("Exp", [c.add("Mul", [squared, c.scalar(-0.5, x)])]),
    c.scalar(1 / Math.sqrt(2 * Math.PI), x),
  ]);
  const share = c.add("Erf", [c.add("Mul", [x, c.scalar(Math.SQRT1_2, x)])]);
  const distribution = c.add("Mul", [c.add("Add", [share, one(c, x)]), c.scalar(0.5, x)]);
  return c.add("Mul", [g, c.add("Add", [distribution, c.add("Mul", [x, density])])]);
});

/** y = x (1 + tanh u) / 2 with u = √(2/π) (x + 0.044715 x³). */
function geluTanhSlope(c: GradientContext, x: string): string {
  const scale = Math.sqrt(2 / Math.PI);
  const squared = c.add("Mul", [x, x]);
  const cubic = c.add("Add", [c.add("Mul", [squared, c.scalar(0.044715 * scale, x)]), c.scalar(scale, x)]);
  const t = c.add("Tanh", [c.add("Mul", [x, cubic])]);
  const inner = c.add("Add", [c.add("Mul", [squared, c.scalar(3 * 0.044715 * scale, x)]), c.scalar(scale, x)]);
  const bend = c.add("Mul", [c.add("Sub", [one(c, x), c.add("Mul", [t, t])]), c.add("Mul", [x, inner])]);
  return c.add("Mul", [c.add("Add", [c.add("Add", [t, one(c, x)]), bend]), c.scalar(0.5, x)]);
}

/** y = x tanh(softplus x) */
const mish = elementwise((c, x, _y, g) => {
  const t = c.add("Tanh", [c.add("Softplus", [x])]);
  const bend = c.add("Mul", [c.add("Sub", [one(c, x), c.add("Mul", [t, t])]), c.add("Sigmoid", [x])]);
  return c.add("Mul", [g, c.add("Add", [t, c.add("Mul", [x, bend])])]);
});

const pRelu: GradientRule = (c) => {
  const [x = "", slope = ""] = c.node.inputs;
  const g = c.outputGradients[0] ?? "";
  const positive = above(c, x, 0);
  return [
    c.needs(0) ? where(c, positive, g, c.add("Mul", [g, slope])) : undefined,
    c.needs(1)
      ? sumTo(c, c.add("Where", [positive, c.scalar(0, x), c.add("Mul", [g, x])]), slope, c.node.outputs[0] ?? "")
      : undefined,
  ];
};

export const activationRules: Readonly<Record<string, GradientRule>> = {
  Relu: relu,
  LeakyRelu: leakyRelu,
  PRelu: pRelu,
  Elu: elu,
  Selu: selu,
  Celu: celu,
  Sigmoid: sigmoid,
  HardSigmoid: hardSigmoid,
  HardSwish: hardSwish,
  Tanh: tanh,
  Softplus: softplus,
  Softsign: softsign,
  ThresholdedRelu: thresholdedRelu,
  Erf: erf,
  Gelu: gelu,
  Mish: mish,
};
