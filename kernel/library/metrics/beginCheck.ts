import type { Model } from "../engine/model.ts";
import type { Output } from "../engine/runner.ts";
import { beginCall, type Call } from "../explain/call/call.ts";
import type { CommonOptions } from "../explain/call/options.ts";
import type { ExplanationFields } from "../explanation/Explanation.ts";
import { targetsOf } from "./maps.ts";

/** The model asked about what an explanation explains: its inputs and targets. Pair `p` of the call is map `p`. */
export function beginCheck(
  measure: string,
  model: Model,
  explanation: ExplanationFields,
  options: CommonOptions & { output: Output },
): Promise<Call> {
  const inputs = { values: explanation.inputs, shape: explanation.inputShape };
  return beginCall(measure, model, inputs, { ...options, ...targetsOf(explanation) });
}
