import type { GradientRule } from "../GradientRule.ts";
import { activationRules } from "./activations.ts";
import { arithmeticRules } from "./arithmetic.ts";
import { convolutionRules } from "./convolution.ts";
import { einsumRules } from "./einsum.ts";
import { indexingRules } from "./indexing.ts";
import { matmulRules } from "./matmul.ts";
import { normalizationRules } from "./normalization.ts";
import { poolingRules } from "./pooling.ts";
import { reductionRules } from "./reductions.ts";
import { resizeRules } from "./resize.ts";
import { shapeRules } from "./shapes.ts";
import { softmaxRules } from "./softmax.ts";

/** The built-in rules by operator, of ONNX's own domain. */
export const standardRules: Readonly<Record<string, GradientRule | undefined>> = {
  ...activationRules,
  ...arithmeticRules,
  ...convolutionRules,
  ...matmulRules,
  ...poolingRules,
  ...einsumRules,
  ...indexingRules,
  ...normalizationRules,
  ...reductionRules,
  ...resizeRules,
  ...shapeRules,
  ...softmaxRules,
};

/** Operators whose output does not change with small changes of the input: nothing passes back through them. */
export const stopsGradient: ReadonlySet<string> = new Set([
  "Shape",
  "Size",
  "ConstantOfShape",
  "EyeLike",
  "Equal",
  "Greater",
  "GreaterOrEqual",
  "Less",
  "LessOrEqual",
  "Not",
  "And",
  "Or",
  "Xor",
  "IsNaN",
  "IsInf",
  "Sign",
  "Floor",
  "Ceil",
  "Round",
  "NonZero",
  "Range",
]);
