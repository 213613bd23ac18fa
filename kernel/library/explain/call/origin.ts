import type { Model } from "../../engine/model.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { Rows } from "./inputs.ts";
import type { Rules } from "./rules.ts";

/** A method that can be asked again. */
export interface Explainer {
  readonly model: Model;
  /** Its options: what they may be. */
  readonly rules: Rules;
  attribute(inputs: Inputs, options: object): Promise<Explanation>;
  /** The same method, with its layer and its defaults, on another model. */
  on(model: Model): Explainer;
}

/** What an explanation came from, besides what it holds as data: enough to ask again. */
export interface Origin {
  readonly method: Explainer;
  /** The inputs as they were read; not those that were held still, which are in the options. */
  readonly rows: Rows;
  /** As the caller gave them: tensors, masks and baselines too. */
  readonly options: Readonly<Record<string, unknown>>;
}

const origins = new WeakMap<Explanation, Origin>();

/** Keeps an origin for as long as its explanation lives. */
export function withOrigin(explanation: Explanation, origin: Origin): Explanation {
  origins.set(explanation, origin);
  return explanation;
}

/** Undefined for an explanation that was read from a file or put together by hand. */
export const originOf = (explanation: Explanation): Origin | undefined => origins.get(explanation);

/** Whether an explanation can be made again: by a method whose instance is at hand. */
export const canAttributeAgain = (explanation: Explanation): boolean =>
  // An image explanation of LIME's own kind (explainInstance) has an intercept, and no single call that makes it.
  originOf(explanation) !== undefined && !("intercept" in explanation.options);
