export type { GradientContext, GradientRule, GradientRules, InputGradients } from "./GradientRule.ts";
export { type GradientOptions, type GradientResult, gradientGraph } from "./gradientGraph.ts";
export { type ReferencePass, withReferencePass } from "./referencePass.ts";
