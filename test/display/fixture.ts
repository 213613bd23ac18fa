import { type About, meaningOf } from "../../kernel/library/explain/call/about.ts";
import { IntegratedGradients, KernelShap, Lime, Saliency } from "../../kernel/library/explain/index.ts";
import { Explanation, type ExplanationFields } from "../../kernel/library/explanation/Explanation.ts";
import type { ClassesSpec, ImageSpec } from "../../kernel/library/signature/Signature.ts";
import { goldens } from "../goldens.ts";

const golden = goldens("modelA");
const floats = (name: string) => Float32Array.from(golden(name).values);
const row = (name: string, at: number, size: number) => floats(name).subarray(at * size, (at + 1) * size);

export const digitImage: ImageSpec = {
  kind: "image",
  name: "input",
  dtype: "float32",
  shape: [28, 28, 1],
  layout: "channelsLast",
  height: 28,
  width: 28,
  channels: 1,
  photometric: "blackIsZero",
  ground: 0,
};
export const tenClasses: ClassesSpec = { kind: "classes", name: "output", shape: [10], count: 10, from: "softmax" };

const methods: Record<string, { about: About }> = { IntegratedGradients, KernelShap, Lime, Saliency };

/** What a method says of its values; nothing where it is none of those above. */
function saying({ method = "IntegratedGradients", options = {}, featureMask }: Partial<ExplanationFields>) {
  const about = methods[method]?.about;
  return about && meaningOf(about, { ...options, featureMask });
}

/** An explanation of golden digit `at` (0 … 7), with values of one's own. */
export function explain(at: number, fields: Partial<ExplanationFields> = {}): Explanation {
  return new Explanation({
    method: "IntegratedGradients",
    values: row("ig/gausslegendre_50.logit", at, 784),
    shape: [1, 28, 28, 1],
    target: golden("target").values[at] ?? 0,
    output: "logit",
    inputs: row("input", at, 784),
    inputShape: [1, 28, 28, 1],
    probabilities: row("softmax", at, 10),
    options: {},
    engine: "onnx",
    elapsedMs: 12.3,
    modelPasses: 51,
    about: saying(fields),
    inputSpec: digitImage,
    outputSpec: tenClasses,
    ...fields,
  });
}

/** A map of 49 segments of 4 × 4 pixels. */
function segments(at: number, coefficients: ArrayLike<number>, fields: Partial<ExplanationFields>): Explanation {
  const featureMask = Int32Array.from(golden("seg7x7").values);
  const values = Float32Array.from(featureMask, (segment) => coefficients[segment] ?? 0);
  return explain(at, {
    values,
    featureMask,
    coefficients: Float32Array.from(coefficients),
    output: "probability",
    ...fields,
  });
}

/** Integrated Gradients, LIME and Kernel SHAP of the golden 0, as Captum and SHAP give them. */
export function threeMaps(): Explanation[] {
  return [
    explain(0, {
      convergenceDelta: row("ig/gausslegendre_50.logit.delta", 0, 1),
      options: { nSteps: 50, baselines: 0 },
      baseline: 0,
    }),
    segments(0, golden("captum_lime/image0_coef").values, {
      method: "Lime",
      fit: Float32Array.of(0.38),
      options: { nSamples: 1000 },
      seed: 42,
    }),
    segments(0, golden("kernelshap49/image0_phi").values, {
      method: "KernelShap",
      convergenceDelta: Float32Array.of(0),
      standardError: new Float32Array(784).fill(0.0214),
      options: { nSamples: 1000 },
      seed: 42,
    }),
  ];
}
