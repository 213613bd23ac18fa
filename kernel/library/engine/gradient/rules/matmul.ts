import { say } from "../../../ground/say.ts";
import { float, int } from "../../graph/constants.ts";
import { floatOf, intOf } from "../attributes.ts";
import { sumTo, transposeLast } from "../broadcast.ts";
import type { GradientContext, GradientRule } from "../GradientRule.ts";

/** y = α A' B' + β C, where ' is the transpose where `transA`, `transB` say so. */
const gemm: GradientRule = (c) => {
  const [a = "", b = "", bias = ""] = c.node.inputs;
  const g = c.outputGradients[0] ?? "";
  const transA = intOf(c.node, "transA", 0);
  const transB = intOf(c.node, "transB", 0);
  const beta = floatOf(c.node, "beta", 1);
  const product = (left: string, right: string, transLeft: number, transRight: number) =>
    c.add("Gemm", [left, right], {
      transA: int(transLeft),
      transB: int(transRight),
      alpha: float(floatOf(c.node, "alpha", 1)),
    });
  const gradientOfA = () => (transA ? product(b, g, transB, 1) : product(g, b, 0, 1 - transB));
  const gradientOfB = () => (transB ? product(g, a, 1, transA) : product(a, g, 1 - transA, 0));
  const gradientOfBias = () => {
    const sum = sumTo(c, g, bias, c.node.outputs[0] ?? "");
    return beta === 1 ? sum : c.add("Mul", [sum, c.scalar(beta, bias)]);
  };
  return [
    c.needs(0) ? gradientOfA() : undefined,
    c.needs(1) ? gradientOfB() : undefined,
    c.needs(2) ? gradientOfBias() : undefined,
  ];
};

const matMul: GradientRule = (c) => {
  const [a = "", b = ""] = c.node.inputs;
  const y = c.node.outputs[0] ?? "";
  const rankA = c.shape(a)?.length;
  const rankB = c.shape(b)?.length;
  if (rankA === undefined || rankB === undefined) throw c.noGradient(say`the rank of its inputs is not known`);
  if (rankA === 1 || rankB === 1) return vectorProduct(c, rankA, rankB);
  const g = c.outputGradients[0] ?? "";
  const rankG = Math.max(rankA, rankB);
  const gradientOfA = () => reduced(c, c.add("MatMul", [g, transposeLast(c, b, rankB)]), a, y);
  const gradientOfB = () => {
    if (rankB === 2 && rankA > 2) return flatProduct(c, a, g);
    // aᵀ g, or (gᵀ a)ᵀ where that transposes much less.
    const wide = Number(c.shape(a)?.at(-1));
    const narrow = Number(c.shape(b)?.at(-1));
    const turned = 4 * narrow <= wide;
    const product = turned
      ? transposeLast(c, c.add("MatMul", [transposeLast(c, g, rankG), a]), rankG)
      : c.add("MatMul", [transposeLast(c, a, rankA), g]);
    return reduced(c, product, b, y);
  };
  return [c.needs(0) ? gradientOfA() : undefined, c.needs(1) ? gradientOfB() : undefined];
};

/** Sums over the batch axes along which an operand was repeated. The last two axes are the operand's own. */
function reduced(c: GradientContext, gradient: string, operand: string, output: string): string {
  const from = c.shape(output);
  const to = c.shape(operand);
  if (!from || !to) return sumTo(c, gradient, operand, "");
  const batch = from.slice(0, -2);
  const own = to.slice(0, -2);
  const same = batch.length === own.length && own.every((size, axis) => size !== undefined && size === batch[axis]);
  if (same) return gradient;
  return sumTo(
    { ...c, shape: (name) => (name === output ? [...batch, ...to.slice(-2)] : c.shape(name)) },
    gradient,
    operand,
    output,
  );
}

/** Σ over all rows of aᵀ g: one product of matrices, not one for each of the batch. */
function flatProduct(c: GradientContext, a: string, g: string): string {
  const rows = (value: string) => c.add("Flatten", [value], { axis: int((c.shape(a)?.length ?? 2) - 1) });
  return c.add("Gemm", [rows(a), rows(g)], { transA: int(1) });
}

/** A one-dimensional operand counts as a row (left) or a column (right), and that axis is taken out of the result. */
function vectorProduct(c: GradientContext, rankA: number, rankB: number) {
  const [a = "", b = ""] = c.node.inputs;
  const g = c.outputGradients[0] ?? "";
  if (rankA === 1 && rankB === 1) {
    return [c.needs(0) ? c.add("Mul", [g, b]) : undefined, c.needs(1) ? c.add("Mul", [g, a]) : undefined];
  }
  if (rankA === 1) {
    // y[…, j] = Σ a[i] b[…, i, j]
    const column = c.add("Unsqueeze", [g, c.ints([-1])]);
    const toA = () => {
      const each = c.add("Squeeze", [c.add("MatMul", [b, column]), c.ints([-1])]);
      return rankB === 2 ? each : c.add("ReduceSum", [each, c.ints(leading(rankB - 2))], { keepdims: int(0) });
    };
    const toB = () => c.add("Mul", [c.add("Unsqueeze", [a, c.ints([1])]), c.add("Unsqueeze", [g, c.ints([-2])])]);
    return [c.needs(0) ? toA() : undefined, c.needs(1) ? toB() : undefined];
  }
  // y[…, i] = Σ a[…, i, j] b[j]
  const toA = () => c.add("Mul", [c.add("Unsqueeze", [g, c.ints([-1])]), b]);
  const toB = () => {
    const weighted = c.add("Mul", [a, c.add("Unsqueeze", [g, c.ints([-1])])]);
    return c.add("ReduceSum", [weighted, c.ints(leading(rankA - 1))], { keepdims: int(0) });
  };
  return [c.needs(0) ? toA() : undefined, c.needs(1) ? toB() : undefined];
}

const leading = (count: number) => Array.from({ length: count }, (_, axis) => axis);

export const matmulRules: Readonly<Record<string, GradientRule>> = { Gemm: gemm, MatMul: matMul };
