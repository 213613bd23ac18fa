export { Explanation, type ExplanationFields } from "./Explanation.ts";
export { InputXGradient } from "./InputXGradient.ts";
export { IntegratedGradients, type IntegratedGradientsOptions } from "./IntegratedGradients.ts";
export type { AttributeOptions, CommonOptions, Inputs, SeededOptions, TargetOptions } from "./options.ts";
export type { Nodes, QuadratureMethod } from "./quadrature.ts";
export { Saliency, type SaliencyOptions } from "./Saliency.ts";
