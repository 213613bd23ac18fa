import type { Model } from "../engine/model.ts";
import type { Output } from "../engine/runner.ts";
import { beginCall, type Call } from "../explain/call/call.ts";
import { checkNames } from "../explain/call/checkOptions.ts";
import type { CommonOptions } from "../explain/call/options.ts";
import type { ExplanationFields } from "../explanation/Explanation.ts";
import { targetsOf } from "./maps.ts";

/** Options of every measure. */
const common = ["output", "engine", "internalBatchSize", "signal", "onProgress"];

/**
 * The model asked about what an explanation explains: its inputs and targets. Pair `p` of the call is map `p`.
 *
 * @param own names of the options that only this measure has.
 * @throws OptionError for an option that it does not have.
 */
export async function beginCheck(
  measure: string,
  model: Model,
  explanation: ExplanationFields,
  options: CommonOptions & { output: Output },
  own: readonly string[] = [],
): Promise<Call> {
  checkNames(`${measure}()`, [...own, ...common], options);
  const inputs = { values: explanation.inputs, shape: explanation.inputShape };
  return beginCall(measure, model, inputs, { ...options, ...targetsOf(explanation) });
}
