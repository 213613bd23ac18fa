export {
  type AccumulatedLocalEffects,
  type AccumulatedLocalEffectsOptions,
  accumulatedLocalEffects,
} from "./accumulatedLocalEffects.ts";
export type { OutputOptions } from "./askOutput.ts";
export type { Bounds } from "./bounds.ts";
export { Calibration, type CalibrationBin, type CalibrationOptions, calibration } from "./calibration.ts";
export { type DecisionBoundary, type DecisionBoundaryOptions, decisionBoundary } from "./decisionBoundary.ts";
export { type DropColumnImportance, type DropColumnOptions, dropColumnImportance } from "./dropColumnImportance.ts";
export { errorBySlice, type SliceError, SliceErrors, type SliceOptions } from "./errorBySlice.ts";
export { FeatureScores, type FeatureScoresFields } from "./FeatureScores.ts";
export { GlobalSensitivity, type GlobalSensitivityOptions } from "./GlobalSensitivity.ts";
export { LayerMap, type LayerMapFields } from "./LayerMap.ts";
export { LocalSensitivity, type LocalSensitivityOptions } from "./LocalSensitivity.ts";
export { type Effects, elementaryEffects, type MorrisEffects, type MorrisOptions, morris } from "./morris.ts";
export { type PartialDependence, type PartialDependenceOptions, partialDependence } from "./partialDependence.ts";
export {
  PermutationImportance,
  type PermutationImportanceOptions,
  permutationImportance,
} from "./permutationImportance.ts";
export { type LayerMapOptions, layerMap } from "./projectLayer.ts";
export { AnchorRule, type AnchorRuleFields } from "./rules/AnchorRule.ts";
export { type AnchorOptions, anchor } from "./rules/anchor.ts";
export { type Condition, conditionText } from "./rules/conditions.ts";
export type { Split, TreeNode } from "./rules/growTree.ts";
export { SurrogateTree, type SurrogateTreeFields, type TreeRule } from "./rules/SurrogateTree.ts";
export { type SurrogateTreeOptions, surrogateTree } from "./rules/trainSurrogate.ts";
export type { Scoring } from "./scoring.ts";
export { type SobolIndices, type SobolOptions, sobol } from "./sobol.ts";
export { type Indices, sobolIndices } from "./sobolIndices.ts";
