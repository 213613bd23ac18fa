import type { Meaning, Role } from "../../explanation/Meaning.ts";

/** What NoiseTunnel makes of the samples: their mean, the mean of their squares, or their variance. */
export type NoiseType = "smoothgrad" | "smoothgrad_sq" | "vargrad";

const labels: Readonly<Record<NoiseType, string>> = {
  smoothgrad: "SmoothGrad",
  smoothgrad_sq: "SmoothGrad²",
  vargrad: "VarGrad",
};

/**
 * What a method's values mean after NoiseTunnel. A mean keeps its role and signs; squares and variances have no direction.
 * The mean over noisy inputs does not sum to what the map of the input itself sums to.
 */
export function throughNoise(inner: Meaning, type: NoiseType): Meaning {
  const { sumsTo: _sum, sumIsExact: _exact, ...kept } = inner;
  return {
    ...kept,
    label: `${labels[type]} (${inner.label})`,
    family: "noise",
    role: roleOf(inner.role, type),
    signed: type === "smoothgrad" && inner.signed,
  };
}

function roleOf(inner: Role, type: NoiseType): Role {
  if (type === "vargrad") return "variance";
  // A squared part of the answer is still a size, but no part of it.
  return type === "smoothgrad_sq" && inner === "contribution" ? "importance" : inner;
}
