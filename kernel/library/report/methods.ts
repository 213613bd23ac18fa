import type { Model } from "../engine/model.ts";
import type { Explainer } from "../explain/call/origin.ts";
import { Deconvolution } from "../explain/gradient/Deconvolution.ts";
import { DeepLift } from "../explain/gradient/DeepLift.ts";
import { GuidedBackprop } from "../explain/gradient/GuidedBackprop.ts";
import { InputXGradient } from "../explain/gradient/InputXGradient.ts";
import { IntegratedGradients } from "../explain/gradient/IntegratedGradients.ts";
import { Lrp } from "../explain/gradient/Lrp.ts";
import { Saliency } from "../explain/gradient/Saliency.ts";
import { Lime } from "../explain/lime/Lime.ts";
import { FeatureAblation } from "../explain/perturbation/FeatureAblation.ts";
import { Occlusion } from "../explain/perturbation/Occlusion.ts";
import { Rise } from "../explain/perturbation/Rise.ts";
import { KernelShap } from "../explain/shap/KernelShap.ts";
import { PartitionShap } from "../explain/shap/PartitionShap.ts";
import { PermutationShap } from "../explain/shap/PermutationShap.ts";
import { SamplingShap } from "../explain/shap/SamplingShap.ts";
import { ShapleyValueSampling } from "../explain/shap/ShapleyValueSampling.ts";
import { ShapleyValues } from "../explain/shap/ShapleyValues.ts";

/** The methods that `explain` knows by name. */
export const methodsByName = {
  IntegratedGradients,
  Saliency,
  InputXGradient,
  DeepLift,
  Lrp,
  GuidedBackprop,
  Deconvolution,
  KernelShap,
  ShapleyValues,
  PartitionShap,
  PermutationShap,
  ShapleyValueSampling,
  SamplingShap,
  Lime,
  FeatureAblation,
  Occlusion,
  Rise,
} satisfies Readonly<Record<string, new (model: Model) => unknown>>;

export type MethodName = keyof typeof methodsByName;

export const isMethodName = (name: string): name is MethodName => Object.hasOwn(methodsByName, name);

/** Each class takes its own options; all of them pass over those that they do not know. */
export const makeMethod = (name: MethodName, model: Model): Explainer =>
  new (methodsByName[name] as unknown as new (model: Model) => Explainer)(model);

/** What is known of the case when methods are chosen. */
export interface Case {
  /** Of one input. */
  readonly shape: readonly number[];
  readonly segments: number;
  /** Whether there is a sample of rows to take absent values from. */
  readonly hasBackground: boolean;
}

/**
 * Methods that suit an input: of pictures two that follow gradients and three that hide parts; of rows, whose numbers
 * have no neighbors, one that follows gradients and two that share out by coalitions. Exact Shapley values where there
 * are few segments; LIME only where what is hidden has one value.
 */
export function methodsFor({ shape, segments, hasBackground }: Case): MethodName[] {
  const shapley = segments <= 10 ? "ShapleyValues" : "KernelShap";
  if (shape.length >= 2) return ["IntegratedGradients", "DeepLift", shapley, "Lime", "FeatureAblation"];
  return ["IntegratedGradients", shapley, ...(hasBackground ? [] : (["Lime"] as const)), "FeatureAblation"];
}
