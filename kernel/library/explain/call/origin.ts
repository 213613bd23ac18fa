import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";

/** Whatever makes explanations. */
export interface Explainer {
  attribute(inputs: Inputs, options: object): Promise<Explanation>;
}

/** What an explanation came from, besides what it holds as data: enough to ask again. */
export interface Origin {
  /** With its model, its layer and its defaults. */
  readonly method: Explainer;
  /** As the caller gave them: tensors, masks and baselines too. */
  readonly options: Readonly<Record<string, unknown>>;
}

const origins = new WeakMap<Explanation, Origin>();

/** Keeps an origin for as long as its explanation lives. */
export function withOrigin(explanation: Explanation, method: Explainer, options: object): Explanation {
  origins.set(explanation, { method, options: { ...options } });
  return explanation;
}

/** Undefined for an explanation that was read from a file or put together by hand. */
export const originOf = (explanation: Explanation): Origin | undefined => origins.get(explanation);
