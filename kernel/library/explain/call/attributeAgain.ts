import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { takenBy } from "./Method.ts";
import { originOf } from "./origin.ts";

export interface AgainOptions {
  /** The class for all inputs; left out, the ones of the explanation. */
  target?: number | undefined;
  /** Options of the method that take the place of its own. */
  options?: Readonly<Record<string, unknown>>;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** Whether an explanation can be made again: by a method whose instance is at hand. */
export const canAttributeAgain = (explanation: Explanation): boolean =>
  // An image explanation of LIME's own kind (explainInstance) has an intercept, and no single call that makes it.
  originOf(explanation) !== undefined && !("intercept" in explanation.options);

/**
 * The same method on the same inputs and model, for another class or with other options. Cost: the method's.
 *
 * @throws OptionError where the explanation was not made in this process, and what the method throws.
 */
export async function attributeAgain(
  explanation: Explanation,
  { target, options, ...run }: AgainOptions,
): Promise<Explanation> {
  const origin = originOf(explanation);
  if (!origin || !canAttributeAgain(explanation)) {
    throw new OptionError(say`this ${explanation.method} map was not computed here: explain the image again`);
  }
  const { method, options: before } = origin;
  const { targets, ...given } = before;
  return method.attribute(
    { values: explanation.inputs, shape: explanation.inputShape },
    {
      ...given,
      ...takenBy(method, {
        ...(target === undefined ? { target: given.target, targets } : { target }),
        // NoiseTunnel's own output is not that of the method it goes through.
        output: explanation.output,
      }),
      ...options,
      ...run,
    },
  );
}
