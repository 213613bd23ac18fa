export { Agreement, type AgreementOptions, agreement } from "../explanation/agreement/agreement.ts";
export type { Standing, Unmeasured, Yardstick } from "../explanation/agreement/yardstick.ts";
export { Curves, type CurvesFields } from "./Curves.ts";
export { complexity } from "./complexity.ts";
export { Consistency, type ConsistencyOptions, consistency } from "./consistency.ts";
export { deletion } from "./deletion.ts";
export { type EvaluatedFields, MethodEvaluation } from "./Evaluated.ts";
export { type EffectiveComplexityOptions, effectiveComplexity } from "./effectiveComplexity.ts";
export {
  type EvaluateMeasure,
  type EvaluateMethodsOptions,
  evaluateMethods,
  /** Its name in this door alone: beside the models' `evaluate` it is `evaluateMethods`. */
  evaluateMethods as evaluate,
} from "./evaluate.ts";
export { type FaithfulnessCorrelationOptions, faithfulnessCorrelation } from "./faithfulnessCorrelation.ts";
export { type InfidelityOptions, infidelity } from "./infidelity.ts";
export { insertion } from "./insertion.ts";
export type { Judgement, Kept, Verdict, Why } from "./judge.ts";
export type { MethodOf } from "./methodOf.ts";
export { parameterRandomization, type RandomizationOptions } from "./parameterRandomization.ts";
export { pixelFlipping } from "./pixelFlipping.ts";
export { ParameterRandomization, type RandomizationStep } from "./Randomization.ts";
export { type RandomizedAgreementOptions, randomizedAgreement } from "./randomizedAgreement.ts";
export type { LayerWeights } from "./randomizeModel.ts";
export type { RemovalOptions } from "./removal.ts";
export { SanityCheck } from "./Sanity.ts";
export { Scores, type ScoresFields } from "./Scores.ts";
export { type SanityCheckOptions, sanityCheck } from "./sanityCheck.ts";
export { type MapMaker, type SensitivityOptions, sensitivityMax } from "./sensitivityMax.ts";
export { sparseness } from "./sparseness.ts";
export type { MeasureName } from "./words.ts";
