export type { Inputs } from "../signature/Inputs.ts";
export type { AttentionOptions } from "./attention/AttentionMethod.ts";
export { AttentionRollout } from "./attention/AttentionRollout.ts";
export { GradientAttentionRollout } from "./attention/GradientAttentionRollout.ts";
export { RawAttention } from "./attention/RawAttention.ts";
export {
  type BaselineRows,
  blurBaseline,
  meanBaseline,
  sampleBaselines,
  uniformBaseline,
  zeroBaseline,
} from "./call/baselines.ts";
export type { AttributeOptions, CommonOptions, SeededOptions, TargetOptions } from "./call/options.ts";
export { Cam } from "./cam/Cam.ts";
export type { CamOptions } from "./cam/CamMethod.ts";
export { GradCam } from "./cam/GradCam.ts";
export { GradCamPlusPlus } from "./cam/GradCamPlusPlus.ts";
export { GuidedGradCam, type GuidedGradCamOptions } from "./cam/GuidedGradCam.ts";
export { HiResCam } from "./cam/HiResCam.ts";
export { LayerCam } from "./cam/LayerCam.ts";
export { ScoreCam } from "./cam/ScoreCam.ts";
export { XGradCam } from "./cam/XGradCam.ts";
export {
  type Change,
  type Counterfactual,
  Counterfactuals,
  type CounterfactualsFields,
} from "./counterfactual/Counterfactuals.ts";
export { type CounterfactualOptions, counterfactual } from "./counterfactual/counterfactual.ts";
export type { SpaceOptions } from "./counterfactual/space.ts";
export { BlurIntegratedGradients, type BlurIntegratedGradientsOptions } from "./gradient/BlurIntegratedGradients.ts";
export { type BaselineComparison, compareBaselines } from "./gradient/compareBaselines.ts";
export { Deconvolution } from "./gradient/Deconvolution.ts";
export { DeepLift, type DeepLiftOptions } from "./gradient/DeepLift.ts";
export { DeepLiftShap, type DeepLiftShapOptions } from "./gradient/DeepLiftShap.ts";
export { ExpectedGradients, type ExpectedGradientsOptions } from "./gradient/ExpectedGradients.ts";
export { GradientShap, type GradientShapOptions, type PathDraws } from "./gradient/GradientShap.ts";
export { GuidedBackprop } from "./gradient/GuidedBackprop.ts";
export {
  GuidedIntegratedGradients,
  type GuidedIntegratedGradientsOptions,
} from "./gradient/GuidedIntegratedGradients.ts";
export { InputXGradient } from "./gradient/InputXGradient.ts";
export { IntegratedGradients, type IntegratedGradientsOptions } from "./gradient/IntegratedGradients.ts";
export { Lrp, type LrpOptions, type LrpRule } from "./gradient/Lrp.ts";
export { type AttributionMethod, NoiseTunnel, type NoiseTunnelOptions } from "./gradient/NoiseTunnel.ts";
export { Saliency, type SaliencyOptions } from "./gradient/Saliency.ts";
export { SquaredGradient } from "./gradient/SquaredGradient.ts";
export { Xrai, type XraiOptions } from "./gradient/Xrai.ts";
export {
  ActivationMaximization,
  type ActivationMaximizationOptions,
  type Maximized,
} from "./layer/ActivationMaximization.ts";
export { InternalInfluence } from "./layer/InternalInfluence.ts";
export { LayerActivation } from "./layer/LayerActivation.ts";
export { LayerConductance, type LayerPathOptions } from "./layer/LayerConductance.ts";
export { LayerGradientXActivation } from "./layer/LayerGradientXActivation.ts";
export { NeuronConductance } from "./layer/NeuronConductance.ts";
export { NeuronDeconvolution } from "./layer/NeuronDeconvolution.ts";
export { NeuronGradient } from "./layer/NeuronGradient.ts";
export { NeuronGuidedBackprop } from "./layer/NeuronGuidedBackprop.ts";
export { NeuronIntegratedGradients, type NeuronPathOptions } from "./layer/NeuronIntegratedGradients.ts";
export type { NeuronOptions } from "./layer/neurons.ts";
export { IndexedString, type IndexOptions } from "./lime/IndexedString.ts";
export { type ExplainInstanceOptions, Lime, type LimeOptions, type Samples } from "./lime/Lime.ts";
export { LimeExplanation } from "./lime/LimeExplanation.ts";
export { type ImageAndMaskOptions, LimeImageExplanation } from "./lime/LimeImageExplanation.ts";
export {
  type ExplainRowOptions,
  LimeTabular,
  type LimeTabularOptions,
  type LimeTabularSettings,
} from "./lime/LimeTabular.ts";
export {
  type ExplainTextOptions,
  LimeText,
  type LimeTextSettings,
  type TextModel,
} from "./lime/LimeText.ts";
export { LimeTextExplanation } from "./lime/LimeTextExplanation.ts";
export type { FeatureSelection } from "./lime/localModel.ts";
export type { Discretizer } from "./lime/neighborhood.ts";
export { type ActivationReportOptions, activationReport, type LayerReport } from "./parameters/activationReport.ts";
export { gradientFlow, type LayerFlow } from "./parameters/gradientFlow.ts";
export {
  ParameterImportance,
  type ParameterImportanceOptions,
  type ParameterRanking,
} from "./parameters/ParameterImportance.ts";
export type { AbsentOptions } from "./perturbation/absent.ts";
export { FeatureAblation, type FeatureAblationOptions } from "./perturbation/FeatureAblation.ts";
export {
  FeaturePermutation,
  type FeaturePermutationOptions,
  type Permutations,
} from "./perturbation/FeaturePermutation.ts";
export { Occlusion, type OcclusionOptions } from "./perturbation/Occlusion.ts";
export { Rise, type RiseOptions } from "./perturbation/Rise.ts";
export { type FelzenszwalbOptions, felzenszwalb } from "./segments/felzenszwalb.ts";
export { type QuickshiftOptions, quickshift } from "./segments/quickshift.ts";
export { type FeatureMask, gridSegments } from "./segments/segments.ts";
export { type SlicOptions, slic } from "./segments/slic.ts";
export type { Linkage } from "./shap/hierarchy.ts";
export { KernelShap, type KernelShapOptions, type WeightedSamples } from "./shap/KernelShap.ts";
export { LinearShap, type LinearShapOptions } from "./shap/LinearShap.ts";
export { PartitionShap, type PartitionShapOptions } from "./shap/PartitionShap.ts";
export { PermutationShap, type PermutationShapOptions } from "./shap/PermutationShap.ts";
export { SamplingShap, type SamplingShapOptions } from "./shap/SamplingShap.ts";
export { ShapleyValueSampling, type ShapleyValueSamplingOptions } from "./shap/ShapleyValueSampling.ts";
export { ShapleyValues, type ShapleyValuesOptions } from "./shap/ShapleyValues.ts";
export type { SamplingOptions } from "./shap/untilSure.ts";
