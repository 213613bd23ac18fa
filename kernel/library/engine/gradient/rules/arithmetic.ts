import { sumTo } from "../broadcast.ts";
import type { GradientContext, GradientRule } from "../GradientRule.ts";

/** Writes the gradients of both operands in the shape of the output; they are summed to the operands' own shapes here. */
const binary =
  (
    left: (c: GradientContext, g: string, a: string, b: string, y: string) => string,
    right: (c: GradientContext, g: string, a: string, b: string, y: string) => string,
  ): GradientRule =>
  (c) => {
    const [a = "", b = ""] = c.node.inputs;
    const y = c.node.outputs[0] ?? "";
    const g = c.outputGradients[0] ?? "";
    return [
      c.needs(0) ? sumTo(c, left(c, g, a, b, y), a, y) : undefined,
      c.needs(1) ? sumTo(c, right(c, g, a, b, y), b, y) : undefined,
    ];
  };

const unary =
  (write: (c: GradientContext, g: string, x: string, y: string) => string): GradientRule =>
  (c) => [write(c, c.outputGradients[0] ?? "", c.node.inputs[0] ?? "", c.node.outputs[0] ?? "")];

const same = (_c: GradientContext, g: string) => g;

/** a/b: −g y / b on the right. */
const divideRight = (c: GradientContext, g: string, _a: string, b: string, y: string) =>
  c.add("Neg", [c.add("Mul", [g, c.add("Div", [y, b])])]);

/** d(aᵇ)/da = b aᵇ⁻¹, and 0 where b is 0. */
function powerBase(c: GradientContext, g: string, a: string, b: string): string {
  const exponent = c.type(b) === c.type(a) ? b : c.add("CastLike", [b, a]);
  const zero = c.scalar(0, a);
  const slope = c.add("Mul", [exponent, c.add("Pow", [a, c.add("Sub", [exponent, c.scalar(1, a)])])]);
  return c.add("Mul", [g, c.add("Where", [c.add("Equal", [exponent, zero]), zero, slope])]);
}

/** d(aᵇ)/db = aᵇ ln a, and 0 where a is not positive. */
function powerExponent(c: GradientContext, g: string, a: string, _b: string, y: string): string {
  const zero = c.scalar(0, a);
  const slope = c.add("Mul", [y, c.add("Log", [a])]);
  return c.add("Mul", [g, c.add("Where", [c.add("Greater", [a, zero]), slope, zero])]);
}

const sumRule: GradientRule = (c) => {
  const [g = ""] = c.outputGradients;
  const y = c.node.outputs[0] ?? "";
  return c.node.inputs.map((input, index) => (c.needs(index) ? sumTo(c, g, input, y) : undefined));
};

const meanRule: GradientRule = (c) => {
  const [g = ""] = c.outputGradients;
  const y = c.node.outputs[0] ?? "";
  const share = c.add("Mul", [g, c.scalar(1 / c.node.inputs.length, y)]);
  return c.node.inputs.map((input, index) => (c.needs(index) ? sumTo(c, share, input, y) : undefined));
};

/** Maximum or minimum of several: the first of equal ones takes all of the gradient. */
const extreme: GradientRule = (c) => {
  const y = c.node.outputs[0] ?? "";
  let rest = c.outputGradients[0] ?? "";
  return c.node.inputs.map((input, index) => {
    const last = index === c.node.inputs.length - 1;
    if (last) return c.needs(index) ? sumTo(c, rest, input, y) : undefined;
    const chosen = c.add("CastLike", [c.add("Equal", [input, y]), y]);
    const taken = c.add("Mul", [rest, chosen]);
    rest = c.add("Sub", [rest, taken]);
    return c.needs(index) ? sumTo(c, taken, input, y) : undefined;
  });
};

/** The gradient passes between the ends, min < x < max: at both it is 0, as of TensorFlow's and torch's relu6. */
const clip: GradientRule = (c) => {
  const [x = "", min = "", max = ""] = c.node.inputs;
  const g = c.outputGradients[0] ?? "";
  const zero = c.scalar(0, x);
  const under = min === "" ? undefined : c.add("LessOrEqual", [x, min]);
  const over = max === "" ? undefined : c.add("GreaterOrEqual", [x, max]);
  const below = under ? c.add("Where", [under, zero, g]) : g;
  const total = (condition: string | undefined) =>
    condition && c.add("ReduceSum", [c.add("Where", [condition, g, zero])], { keepdims: { kind: "int", value: 0 } });
  return [
    over ? c.add("Where", [over, zero, below]) : below,
    c.needs(1) ? total(under) : undefined,
    c.needs(2) ? total(over) : undefined,
  ];
};

const where: GradientRule = (c) => {
  const [condition = "", a = "", b = ""] = c.node.inputs;
  const y = c.node.outputs[0] ?? "";
  const g = c.outputGradients[0] ?? "";
  const zero = c.scalar(0, y);
  return [
    undefined,
    c.needs(1) ? sumTo(c, c.add("Where", [condition, g, zero]), a, y) : undefined,
    c.needs(2) ? sumTo(c, c.add("Where", [condition, zero, g]), b, y) : undefined,
  ];
};

const trigonometric = {
  Sin: unary((c, g, x) => c.add("Mul", [g, c.add("Cos", [x])])),
  Cos: unary((c, g, x) => c.add("Neg", [c.add("Mul", [g, c.add("Sin", [x])])])),
};

export const arithmeticRules: Readonly<Record<string, GradientRule>> = {
  ...trigonometric,
  Add: binary(same, same),
  Sub: binary(same, (c, g) => c.add("Neg", [g])),
  Mul: binary(
    (c, g, _a, b) => c.add("Mul", [g, b]),
    (c, g, a) => c.add("Mul", [g, a]),
  ),
  Div: binary((c, g, _a, b) => c.add("Div", [g, b]), divideRight),
  Pow: binary(powerBase, powerExponent),
  Neg: unary((c, g) => c.add("Neg", [g])),
  Abs: unary((c, g, x) => c.add("Mul", [g, c.add("Sign", [x])])),
  Sqrt: unary((c, g, x, y) => c.add("Div", [c.add("Mul", [g, c.scalar(0.5, x)]), y])),
  Exp: unary((c, g, _x, y) => c.add("Mul", [g, y])),
  Log: unary((c, g, x) => c.add("Div", [g, x])),
  Reciprocal: unary((c, g, _x, y) => c.add("Neg", [c.add("Mul", [g, c.add("Mul", [y, y])])])),
  Sum: sumRule,
  Mean: meanRule,
  Max: extreme,
  Min: extreme,
  Clip: clip,
  Where: where,
};
