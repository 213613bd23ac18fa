import type { Explanation } from "../explanation/Explanation.ts";
import type { MethodName } from "./methods.ts";

/** A method that was not asked, and what asking it would take. */
export interface More {
  readonly method: MethodName;
  /** Rows that go through the model, forward and backward counted once each, for all inputs together. */
  readonly modelPasses: number;
}

/** What `explain` could ask of a photograph besides, from its parts and samples: forward and backward passes for each. */
const costs: Readonly<Partial<Record<MethodName, (parts: number, samples: number) => number>>> = {
  LayerCam: () => 2,
  FeatureAblation: (parts) => parts + 1,
  PartitionShap: () => 500,
  Xrai: () => 202,
  IntegratedGradients: () => 102,
  Lime: (_, samples) => samples + 1,
  Rise: (_, samples) => samples + 1,
};

/** @param parts of each photograph, at most. */
export function moreOf(
  asked: readonly Explanation[],
  { parts, samples, photographs }: { readonly parts: number; readonly samples: number; readonly photographs: number },
): readonly More[] {
  const known = new Set<string>(asked.map(({ method }) => method));
  return Object.entries(costs)
    .filter(([method]) => !known.has(method))
    .map(([method, cost]) => ({ method: method as MethodName, modelPasses: cost(parts, samples) * photographs }));
}
