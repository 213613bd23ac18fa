import type { Model } from "../../engine/model.ts";
import type { Explanation } from "../../explanation/Explanation.ts";

/** What an explanation came from, besides what it holds as data: enough to ask again. */
export interface Origin {
  readonly model: Model;
  /** As the caller gave them: tensors, masks and baselines too. */
  readonly options: Readonly<Record<string, unknown>>;
}

const origins = new WeakMap<Explanation, Origin>();

/** Keeps an origin for as long as its explanation lives. */
export function withOrigin(explanation: Explanation, model: Model, options: object): Explanation {
  origins.set(explanation, { model, options: { ...options } });
  return explanation;
}

/** Undefined for an explanation that was read from a file or put together by hand. */
export const originOf = (explanation: Explanation): Origin | undefined => origins.get(explanation);
