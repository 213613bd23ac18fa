import type { Model } from "../../engine/model.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { asInputs } from "./inputs.ts";
import { originOf } from "./origin.ts";

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

/** Whether an explanation can be made again: of a method of ours, with its model at hand. */
export const canAttributeAgain = (explanation: Explanation): boolean =>
  // An image explanation of LIME's own kind (explainInstance) has an intercept, and no single call that makes it.
  originOf(explanation) !== undefined && !("intercept" in explanation.options);

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
  const method = await methodOf(explanation, model ?? origin.model);
  const { targets, ...given } = origin.options;
  const { outputName } = explanation;
  const inOutput = (target: number) => (outputName === undefined ? target : { [outputName]: target });
  return method.attribute(asInputs(origin.rows.values, origin.rows), {
    ...given,
    ...(target === undefined ? { target: given.target, targets } : { target: inOutput(target) }),
    // NoiseTunnel's own output is not that of the method it goes through.
    output: explanation.output,
    ...options,
    ...run,
  });
}

interface Method {
  attribute(inputs: Inputs, options: object): Promise<Explanation>;
}

type MethodClass = new (model: Model | Method, layer?: string) => Method;

/** The method by its class name, which every explanation carries. */
async function methodOf({ method, options }: Explanation, model: Model): Promise<Method> {
  // At the first use only: it is all of them.
  const all: Record<string, unknown> = await import("../methods.ts");
  const make = (name: unknown, of: Model | Method) => {
    const found = all[String(name)];
    if (!isMethodClass(found)) throw new OptionError(say`${name} is not a method that can be computed again`);
    return typeof options.layer === "string" ? new found(of, options.layer) : new found(of);
  };
  return method === "NoiseTunnel" ? make("NoiseTunnel", make(options.method, model)) : make(method, model);
}

const isMethodClass = (value: unknown): value is MethodClass =>
  typeof value === "function" && typeof value.prototype?.attribute === "function";
