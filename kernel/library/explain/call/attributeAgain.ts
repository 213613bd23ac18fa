import type { Model } from "../../engine/model.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { asInputs } from "./inputs.ts";
import { takenBy } from "./Method.ts";
import { canAttributeAgain, originOf } from "./origin.ts";

export interface AgainOptions {
  /** Another model than the one that it was made on. */
  model?: Model | undefined;
  /** The class for all inputs; left out, the ones of the explanation. */
  target?: number | undefined;
  /** Options of the method that take the place of its own. */
  options?: Readonly<Record<string, unknown>>;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/**
 * The same method on the same inputs and model, for another class, with other options or on another model. Cost: the method's.
 *
 * @throws OptionError where the explanation was not made in this process, and what the method throws.
 */
export async function attributeAgain(
  explanation: Explanation,
  { model, target, options, ...run }: AgainOptions,
): Promise<Explanation> {
  const origin = originOf(explanation);
  if (!origin || !canAttributeAgain(explanation)) {
    throw new OptionError(say`this ${explanation.method} map was not computed here: explain the image again`);
  }
  const method = model ? origin.method.on(model) : origin.method;
  const { targets, ...given } = origin.options;
  const { outputName } = explanation;
  const { targetRegions: regions } = explanation;
  const isRegion = regions !== undefined && ["given", "predicted"].includes(regions[0]?.from);
  const inOutput = (target: number) => {
    // The same places, for another class.
    if (isRegion) return { output: outputName, class: target, region: regions, reduce: regions[0]?.reduce };
    return outputName === undefined ? target : { [outputName]: target };
  };
  const anew = {
    ...(target === undefined ? { target: given.target, targets } : { target: inOutput(target) }),
    // NoiseTunnel's own output is not that of the method it goes through.
    output: explanation.output,
  };
  return method.attribute(asInputs(origin.rows.values, origin.rows), {
    ...given,
    ...takenBy(method, anew),
    ...options,
    ...run,
  });
}
