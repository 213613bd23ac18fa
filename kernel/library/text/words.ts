export * from "../../../renderers/shared/heatmapWords.ts";

const names: Record<string, string> = {
  Lime: "LIME",
  LimeTabular: "LIME",
  LimeText: "LIME",
  LinearShap: "Linear SHAP",
  KernelShap: "Kernel SHAP",
  PermutationShap: "Permutation SHAP",
  PartitionShap: "Partition SHAP",
  SamplingShap: "Sampling SHAP",
  Rise: "RISE",
  InputXGradient: "Input × Gradient",
  GradCam: "Grad-CAM",
  GradCamPlusPlus: "Grad-CAM++",
  GuidedGradCam: "Guided Grad-CAM",
  Cam: "CAM",
  LayerCam: "LayerCAM",
  HiResCam: "HiResCAM",
  XGradCam: "XGradCAM",
  ScoreCam: "Score-CAM",
  Xrai: "XRAI",
  LayerGradientXActivation: "Gradient × Activation",
  DeepLift: "DeepLIFT",
  DeepLiftShap: "DeepLIFT SHAP",
  GradientShap: "Gradient SHAP",
  Lrp: "LRP",
};

/**
 * A method's name as its authors write it, where only the name of its class is at hand: what an explanation is called by is
 * its `about.label`.
 *
 * @example methodName("IntegratedGradients") // "Integrated Gradients"
 */
export const methodName = (method: string): string =>
  names[method] ?? method.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ");
