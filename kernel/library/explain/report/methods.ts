import type { Model } from "../../models/model.ts";
import { Deconvolution } from "../Deconvolution.ts";
import { DeepLift } from "../DeepLift.ts";
import type { Explanation } from "../Explanation.ts";
import { FeatureAblation } from "../FeatureAblation.ts";
import { GuidedBackprop } from "../GuidedBackprop.ts";
import { InputXGradient } from "../InputXGradient.ts";
import { IntegratedGradients } from "../IntegratedGradients.ts";
import { KernelShap } from "../KernelShap.ts";
import { Lime } from "../Lime.ts";
import { Lrp } from "../Lrp.ts";
import { Occlusion } from "../Occlusion.ts";
import type { Inputs } from "../options.ts";
import { PartitionShap } from "../PartitionShap.ts";
import { PermutationShap } from "../PermutationShap.ts";
import { Rise } from "../Rise.ts";
import { Saliency } from "../Saliency.ts";
import { SamplingShap } from "../SamplingShap.ts";
import { ShapleyValueSampling } from "../ShapleyValueSampling.ts";
import { ShapleyValues } from "../ShapleyValues.ts";

interface Method {
  attribute(inputs: Inputs, options: object): Promise<Explanation>;
}

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
export const makeMethod = (name: MethodName, model: Model): Method =>
  new (methodsByName[name] as unknown as new (model: Model) => Method)(model);

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
 * have no neighbours, one that follows gradients and two that share out by coalitions. Exact Shapley values where there
 * are few segments; LIME only where what is hidden has one value.
 */
export function methodsFor({ shape, segments, hasBackground }: Case): MethodName[] {
  const shapley = segments <= 10 ? "ShapleyValues" : "KernelShap";
  if (shape.length >= 2) return ["IntegratedGradients", "DeepLift", shapley, "Lime", "FeatureAblation"];
  return ["IntegratedGradients", shapley, ...(hasBackground ? [] : (["Lime"] as const)), "FeatureAblation"];
}
