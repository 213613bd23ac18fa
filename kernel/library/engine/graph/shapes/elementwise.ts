import type { Dimension } from "../graph.ts";
import { typeOf } from "../readTensor.ts";
import { type Known, knownConstant, type Shape, type ShapeContext, type ShapeRule } from "./ShapeContext.ts";

/** Two sizes side by side: a size of one gives way. Of an unknown one only a number above one tells something. */
function wider(a: Dimension, b: Dimension): Dimension {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (typeof a === "number") return a;
  return typeof b === "number" ? b : undefined;
}

/** NumPy's broadcasting, from the last axis. */
export function broadcast(shapes: readonly (Shape | undefined)[]): Shape | undefined {
  return shapes.reduce<Shape | undefined>((a, b) => {
    if (!a || !b) return undefined;
    const rank = Math.max(a.length, b.length);
    return Array.from({ length: rank }, (_, i) => {
      const [inA, inB] = [i - rank + a.length, i - rank + b.length];
      return wider(inA < 0 ? 1 : a[inA], inB < 0 ? 1 : b[inB]);
    });
  }, []);
}

const all = (node: ShapeContext) => broadcast(node.node.inputs.map((_, i) => node.shape(i)));

/** Arithmetic on shapes within the graph. */
function arithmetic(node: ShapeContext, compute: (a: number, b: number) => number): Shape | undefined {
  const [a, b] = [node.contents(0), node.contents(1)];
  if (!a || !b || (a.length !== b.length && a.length !== 1 && b.length !== 1)) return undefined;
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const [x, y] = [a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i]];
    if (typeof x === "number" && typeof y === "number") return compute(x, y);
    // n × 1, n + 0, n / 1 stay n.
    if (typeof y === "number" && compute(7, y) === 7) return x;
    return typeof x === "number" && compute(x, 7) === 7 && compute(x, 8) === 8 ? y : undefined;
  });
}

const same: ShapeRule = (node) => {
  const known = node.known(0);
  return [known && { type: known.type, shape: known.shape }];
};

const merged =
  (compute?: (a: number, b: number) => number): ShapeRule =>
  (node) => [{ type: node.type(0), shape: all(node), contents: compute && arithmetic(node, compute) }];

const compared: ShapeRule = (node) => [{ type: "bool", shape: all(node) }];

const cast: ShapeRule = (node) => [
  { type: typeOf(node.int("to", 1), "Cast"), shape: node.shape(0), contents: node.contents(0) },
];

const where: ShapeRule = (node) => [{ type: node.type(1), shape: all(node) }];

const constant: ShapeRule = (node) => {
  const { value, value_float, value_int, value_floats, value_ints } = node.node.attributes;
  const known = (type: Known["type"], shape: Shape, contents?: Shape): Known[] => [{ type, shape, contents }];
  if (value?.kind === "tensor") return [knownConstant(value.value)];
  if (value_float?.kind === "float") return known("float32", []);
  if (value_int?.kind === "int") return known("int64", [], [value_int.value]);
  if (value_floats?.kind === "floats") return known("float32", [value_floats.value.length]);
  return value_ints?.kind === "ints" ? known("int64", [value_ints.value.length], value_ints.value) : [];
};

const byName = (names: string, rule: ShapeRule) => names.split(" ").map((name) => [name, rule] as const);

/** Operators that work element by element. */
export const elementwise: Readonly<Record<string, ShapeRule>> = Object.fromEntries([
  ...byName(
    "Abs Acos Acosh Asin Asinh Atan Atanh Ceil Celu Clip Cos Cosh CumSum Elu Erf Exp Floor Gelu HardSigmoid HardSwish " +
      "Hardmax Identity LeakyRelu Log LogSoftmax Mish Neg Not PRelu Reciprocal Relu Round Selu Shrink Sigmoid Sign Sin " +
      "Sinh Softmax Softplus Softsign Sqrt Tan Tanh ThresholdedRelu",
    same,
  ),
  ...byName("And Equal Greater GreaterOrEqual Less LessOrEqual Or Xor", compared),
  ...byName("Max Mean Min Mod Pow Sum", merged()),
  ["IsNaN", compared],
  ["IsInf", compared],
  ["Identity", (node: ShapeContext) => [node.known(0)]],
  ["Dropout", (node: ShapeContext) => [...same(node), { type: "bool", shape: node.shape(0) }]],
  ["Add", merged((a, b) => a + b)],
  ["Sub", merged((a, b) => a - b)],
  ["Mul", merged((a, b) => a * b)],
  ["Div", merged((a, b) => Math.trunc(a / b))],
  ["Cast", cast],
  ["Where", where],
  ["Constant", constant],
] as [string, ShapeRule][]);
