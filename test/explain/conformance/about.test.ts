import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { methodsByName } from "../../../kernel/library/report/methods.ts";
import { root } from "../../goldens.ts";
import { exportedMethods } from "./exported.ts";

/** As their authors write them. */
const labels: Readonly<Record<string, string>> = {
  AttentionRollout: "Attention Rollout",
  BlurIntegratedGradients: "Blur Integrated Gradients",
  Cam: "CAM",
  Deconvolution: "Deconvolution",
  DeepLift: "DeepLIFT",
  DeepLiftShap: "DeepLIFT SHAP",
  ExpectedGradients: "Expected Gradients",
  FeatureAblation: "Feature Ablation",
  FeaturePermutation: "Feature Permutation",
  GradCam: "Grad-CAM",
  GradCamPlusPlus: "Grad-CAM++",
  GradientAttentionRollout: "Gradient Attention Rollout",
  GradientShap: "Gradient SHAP",
  GuidedBackprop: "Guided Backprop",
  GuidedGradCam: "Guided Grad-CAM",
  GuidedIntegratedGradients: "Guided Integrated Gradients",
  HiResCam: "HiResCAM",
  InputXGradient: "Input × Gradient",
  IntegratedGradients: "Integrated Gradients",
  InternalInfluence: "Internal Influence",
  KernelShap: "Kernel SHAP",
  LayerActivation: "Layer Activation",
  LayerCam: "LayerCAM",
  LayerConductance: "Layer Conductance",
  LayerGradientXActivation: "Gradient × Activation",
  Lime: "LIME",
  LimeTabular: "LIME",
  LimeText: "LIME",
  LinearShap: "Linear SHAP",
  Lrp: "LRP",
  NeuronConductance: "Neuron Conductance",
  NeuronDeconvolution: "Neuron Deconvolution",
  NeuronGradient: "Neuron Gradient",
  NeuronGuidedBackprop: "Neuron Guided Backprop",
  NeuronIntegratedGradients: "Neuron Integrated Gradients",
  NoiseTunnel: "Noise Tunnel",
  Occlusion: "Occlusion",
  PartitionShap: "Partition SHAP",
  PermutationShap: "Permutation SHAP",
  RawAttention: "Raw Attention",
  Rise: "RISE",
  Saliency: "Saliency",
  SamplingShap: "Sampling SHAP",
  ScoreCam: "Score-CAM",
  ShapleyValueSampling: "Shapley Value Sampling",
  ShapleyValues: "Shapley Values",
  SquaredGradient: "Squared Gradient",
  XGradCam: "XGradCAM",
  Xrai: "XRAI",
};

describe("what each exported method says of itself", () => {
  it("is there, under its own name and label", () => {
    assert.ok(exportedMethods.size > 40);
    const said = Object.fromEntries([...exportedMethods].map(([name, { about }]) => [name, about?.label]));
    assert.deepEqual(said, labels);
    for (const [name, method] of exportedMethods) {
      assert.ok(Object.hasOwn(method, "about"), `${name} inherits another's about`);
      assert.equal(method.about?.name, name);
    }
  });

  it("is found by its name in explain()", () => {
    const named = Object.keys(methodsByName).sort();
    const asked = [...exportedMethods].filter(([, { prototype }]) => "attribute" in prototype).map(([name]) => name);
    assert.deepEqual(named, asked.sort());
  });

  it("stands in a table of the docs", () => {
    const docs = ["methods", "perturbation", "tables"]
      .map((page) => readFileSync(join(root, `docs/${page}.md`), "utf8"))
      .join("\n");
    const missing = [...exportedMethods.keys()].filter((name) => !docs.includes(`\n| \`${name}\` |`));
    assert.deepEqual(missing, []);
  });

  it("speaks of for and against only where the values are parts of an answer", () => {
    const roles = Object.fromEntries([...exportedMethods].map(([name, { about }]) => [name, about?.role]));
    const contributions = Object.keys(roles).filter((name) => roles[name] === "contribution");
    for (const name of ["Saliency", "SquaredGradient", "InternalInfluence", "NeuronGradient"])
      assert.notEqual(roles[name], "contribution", name);
    for (const name of ["IntegratedGradients", "DeepLift", "Lrp", "KernelShap", "Lime", "FeatureAblation"])
      assert.ok(contributions.includes(name), name);
    for (const name of ["GuidedBackprop", "Deconvolution", "GuidedGradCam", "NeuronGuidedBackprop"])
      assert.equal(roles[name], "modifiedGradient", name);
  });
});
