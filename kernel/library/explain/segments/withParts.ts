import type { Model } from "../../engine/model.ts";
import { runnerFor } from "../../engine/runnerFor.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { isInputArray } from "../../signature/isInputArray.ts";
import type { AttributeOptions } from "../call/options.ts";
import { defaultParts } from "./defaultParts.ts";
import type { MaskOfAll } from "./segments.ts";

interface MaskedOptions extends AttributeOptions {
  featureMask?: MaskOfAll;
  /** Coalitions of someone's own: their columns say what the parts are. */
  samples?: unknown;
}

/**
 * A call's options with a mask where nobody gave one and the input is one that is cut into parts by default.
 *
 * @throws ShapeError, OptionError as the model's runner does.
 */
export async function withParts<Options extends MaskedOptions>(
  model: Model,
  inputs: Inputs,
  options: Options,
): Promise<Options> {
  const { featureMask, samples, engine, fixed } = options;
  if (featureMask !== undefined || samples !== undefined || fixed !== undefined) return options;
  if (!isInputArray(inputs) || inputs.shape.length < 4) return options;
  const row = inputs.shape.slice(1);
  const { signature } = await runnerFor(model, { engine, inputShape: row });
  if (signature.inputs.length > 1) return options;
  const parts = await defaultParts(inputs, signature.inputs[0]);
  return parts ? { ...options, featureMask: parts } : options;
}
