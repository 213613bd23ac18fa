import type * as tf from "@tensorflow/tfjs";
import { layersOutput } from "../../engine/signature/layersOutput.ts";
import type { OutputSpec } from "../../signature/Signature.ts";
import type { GivenTarget } from "./rows.ts";

/**
 * What an output is once its targets are seen: of as many sigmoids as there are inputs only the data tells whether they are
 * labels, or give the inputs back.
 */
export function outputOf(
  model: tf.LayersModel,
  output: number,
  spec: OutputSpec,
  target: GivenTarget | undefined,
): OutputSpec {
  const tensor = model.outputs[output];
  return spec.kind === "values" && target?.as !== "numbers" && tensor ? layersOutput(tensor, []) : spec;
}
