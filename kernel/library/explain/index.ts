export {
  ActivationMaximization,
  type ActivationMaximizationOptions,
  type Maximized,
} from "./ActivationMaximization.ts";
export type { AttentionOptions } from "./AttentionMethod.ts";
export { AttentionRollout } from "./AttentionRollout.ts";
export type { AbsentOptions } from "./absent.ts";
export { type ActivationReportOptions, activationReport, type LayerReport } from "./activationReport.ts";
export { Agreement, type AgreementOptions, agreement } from "./agreement/agreement.ts";
export {
  type BaselineRows,
  blurBaseline,
  meanBaseline,
  sampleBaselines,
  uniformBaseline,
  zeroBaseline,
} from "./baselines.ts";
export { Cam } from "./Cam.ts";
export type { CamOptions } from "./CamMethod.ts";
export type { RankedChannel } from "./channels.ts";
export { type BaselineComparison, compareBaselines } from "./compareBaselines.ts";
export {
  type Change,
  type Counterfactual,
  Counterfactuals,
  type CounterfactualsFields,
} from "./counterfactual/Counterfactuals.ts";
export { type CounterfactualOptions, counterfactual } from "./counterfactual/counterfactual.ts";
export type { SpaceOptions } from "./counterfactual/space.ts";
export { Deconvolution } from "./Deconvolution.ts";
export { DeepLift, type DeepLiftOptions } from "./DeepLift.ts";
export { DeepLiftShap, type DeepLiftShapOptions } from "./DeepLiftShap.ts";
export type { DescribeOptions } from "./describe/describe.ts";
export { ExpectedGradients, type ExpectedGradientsOptions } from "./ExpectedGradients.ts";
export { Explanation, type ExplanationFields } from "./Explanation.ts";
export { FeatureAblation, type FeatureAblationOptions } from "./FeatureAblation.ts";
export { FeaturePermutation, type FeaturePermutationOptions, type Permutations } from "./FeaturePermutation.ts";
export { type FelzenszwalbOptions, felzenszwalb } from "./felzenszwalb.ts";
export { GradCam } from "./GradCam.ts";
export { GradCamPlusPlus } from "./GradCamPlusPlus.ts";
export { GradientAttentionRollout } from "./GradientAttentionRollout.ts";
export { GradientShap, type GradientShapOptions, type PathDraws } from "./GradientShap.ts";
export { GuidedBackprop } from "./GuidedBackprop.ts";
export { GuidedGradCam, type GuidedGradCamOptions } from "./GuidedGradCam.ts";
export { HiResCam } from "./HiResCam.ts";
export type { Linkage } from "./hierarchy.ts";
export { InputXGradient } from "./InputXGradient.ts";
export { IntegratedGradients, type IntegratedGradientsOptions } from "./IntegratedGradients.ts";
export { InternalInfluence } from "./InternalInfluence.ts";
export type { ExplanationJson } from "./json.ts";
export { KernelShap, type KernelShapOptions, type WeightedSamples } from "./KernelShap.ts";
export { LayerActivation } from "./LayerActivation.ts";
export { LayerCam } from "./LayerCam.ts";
export { LayerConductance, type LayerPathOptions } from "./LayerConductance.ts";
export { LayerGradientXActivation } from "./LayerGradientXActivation.ts";
export { type ExplainInstanceOptions, Lime, type LimeOptions, type Samples } from "./Lime.ts";
export { type ImageAndMaskOptions, LimeImageExplanation } from "./LimeImageExplanation.ts";
export { LinearShap, type LinearShapOptions } from "./LinearShap.ts";
export { Lrp, type LrpOptions, type LrpRule } from "./Lrp.ts";
export { IndexedString, type IndexOptions } from "./lime/IndexedString.ts";
export { LimeExplanation } from "./lime/LimeExplanation.ts";
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
export type { Discretizer } from "./lime/neighbourhood.ts";
export { NeuronConductance } from "./NeuronConductance.ts";
export { NeuronDeconvolution } from "./NeuronDeconvolution.ts";
export { NeuronGradient } from "./NeuronGradient.ts";
export { NeuronGuidedBackprop } from "./NeuronGuidedBackprop.ts";
export { NeuronIntegratedGradients, type NeuronPathOptions } from "./NeuronIntegratedGradients.ts";
export { type AttributionMethod, NoiseTunnel, type NoiseTunnelOptions } from "./NoiseTunnel.ts";
export type { NeuronOptions } from "./neurons.ts";
export { Occlusion, type OcclusionOptions } from "./Occlusion.ts";
export type { AttributeOptions, CommonOptions, Inputs, SeededOptions, TargetOptions } from "./options.ts";
export { PartitionShap, type PartitionShapOptions } from "./PartitionShap.ts";
export { PermutationShap, type PermutationShapOptions } from "./PermutationShap.ts";
export { gradientFlow, type LayerFlow } from "./parameters/gradientFlow.ts";
export {
  ParameterImportance,
  type ParameterImportanceOptions,
  type ParameterRanking,
} from "./parameters/ParameterImportance.ts";
export type { Nodes, QuadratureMethod } from "./quadrature.ts";
export { type QuickshiftOptions, quickshift } from "./quickshift.ts";
export { RawAttention } from "./RawAttention.ts";
export { Rise, type RiseOptions } from "./Rise.ts";
export { type ExplainOptions, explain } from "./report/explain.ts";
export type { MethodName } from "./report/methods.ts";
export { Report, type ReportFields } from "./report/Report.ts";
export type { Verdict as AgreementVerdict } from "./report/words.ts";
export { Saliency, type SaliencyOptions } from "./Saliency.ts";
export { SamplingShap, type SamplingShapOptions } from "./SamplingShap.ts";
export { ShapleyValueSampling, type ShapleyValueSamplingOptions } from "./ShapleyValueSampling.ts";
export { ShapleyValues, type ShapleyValuesOptions } from "./ShapleyValues.ts";
export { SquaredGradient } from "./SquaredGradient.ts";
export { type FeatureMask, gridSegments } from "./segments.ts";
export { type SlicOptions, slic } from "./slic.ts";
export type { Ranked } from "./top.ts";
export type { Aggregation, Norm } from "./transform.ts";
export type { SamplingOptions } from "./untilSure.ts";
export type { Upsample } from "./upsample.ts";
export { XGradCam } from "./XGradCam.ts";
