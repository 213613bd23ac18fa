import type { Parameter } from "../../../payloads/explanationPayload.ts";
import type { Explanation } from "../../explanation/Explanation.ts";

/** Options that a reader may change, of all methods, by name: the least value of a number, or what there is to choose. */
const whole: Readonly<Record<string, number>> = { nSteps: 1, nSamples: 2, npermutations: 1, nRepeats: 1, gridSize: 1 };
const numbers: Readonly<Record<string, number>> = { stdevs: 0, kernelWidth: 0, alpha: 0, preservationProbability: 0 };
const choices: Readonly<Record<string, string[]>> = {
  method: ["gausslegendre", "riemann_left", "riemann_right", "riemann_middle", "riemann_trapezoid"],
  upsample: ["bilinear", "nearest", "none"],
  type: ["smoothgrad", "smoothgrad_sq", "vargrad"],
  distanceMode: ["cosine", "euclidean"],
};
const switches = new Set(["abs", "relu"]);
/** Methods that explain one output only, or none. */
const oneOutput = new Set(["Lrp", "LayerActivation", "RawAttention", "AttentionRollout"]);

/** The parameters of an explanation's method that a view can offer to change, with the values it was made with. */
export function parametersOf({ method, options, output, seed }: Explanation): Parameter[] {
  const found = Object.entries(options).map(([name, value]): Parameter | undefined => {
    if (typeof value === "number" && Number.isFinite(value)) {
      if (whole[name] !== undefined) return { name, kind: "number", value, integer: true, least: whole[name] };
      if (numbers[name] !== undefined) return { name, kind: "number", value, least: numbers[name] };
    }
    if (typeof value === "boolean" && switches.has(name)) return { name, kind: "boolean", value };
    const offered = typeof value === "string" && choices[name]?.includes(value) && choices[name];
    return offered ? { name, kind: "choice", value, choices: offered } : undefined;
  });
  return [
    ...found.filter((parameter) => parameter !== undefined),
    ...(oneOutput.has(method)
      ? []
      : [{ name: "output", kind: "choice" as const, value: output, choices: ["logit", "probability"] }]),
    ...(seed === undefined ? [] : [{ name: "seed", kind: "number" as const, value: seed, integer: true, least: 0 }]),
  ];
}
