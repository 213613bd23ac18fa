import type { Model } from "../../engine/model.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { checkNames } from "../../text/checkNames.ts";
import type { About } from "./about.ts";
import { type Asking, beginCall, type Call } from "./call.ts";
import { checkOptions, checkRequired } from "./checkOptions.ts";
import type { AttributeOptions } from "./options.ts";
import type { Rules, Settled } from "./rules.ts";
import { fillOptions, joinOptions, optionsOf } from "./settle.ts";

/** A call's options after the defaults were filled in. */
type Ready = AttributeOptions & Pick<Required<AttributeOptions>, "output">;

/**
 * What all methods share: a model, defaults for every option, and options that are checked by name and kind. A method of
 * your own extends it, says what its values are in `static readonly about`, and writes `attribute`.
 */
export abstract class Method<Options extends object = AttributeOptions> {
  readonly model: Model;
  /** For the options of every call. */
  readonly defaults: Partial<Options>;

  /**
   * @param defaults for every option of `attribute`; what a call gives goes before.
   * @param rules where they are not those of `about` alone.
   * @throws OptionError for an option that the method does not have, or of another kind.
   */
  constructor(model: Model, defaults: Partial<Options> = {}, rules?: Rules) {
    const { name } = this.about;
    if (typeof model !== "function" && (typeof model !== "object" || model === null)) {
      throw new OptionError(
        say`${name} explains a model, but ${model === null ? "null" : typeof model} is not one: new ${name}(model, …)`,
      );
    }
    this.model = model;
    this.defaults = defaults;
    checkOptions(name, rules ?? this.rules, defaults);
  }

  abstract attribute(inputs: Inputs, options?: Partial<Options>): Promise<Explanation>;

  /** The same method with the same defaults on another model. */
  on(model: Model): this {
    return this.make(model, this.defaults);
  }

  /** Another of the same class. */
  protected make(...parameters: readonly unknown[]): this {
    return new (this.constructor as new (...parameters: readonly unknown[]) => this)(...parameters);
  }

  /** What the class says of its values. */
  get about(): About {
    return (this.constructor as unknown as { about: About }).about;
  }

  /** The options that `attribute` takes. */
  get rules(): Rules {
    return this.about.options;
  }

  /** The options of a call: checked, the constructor's under them, and the method's own defaults under those. */
  protected settle<R extends Rules>(options: Partial<Options>, rules: R): Settled<Options, R> {
    const { name } = this.about;
    checkOptions(name, this.rules, options);
    const settled = joinOptions(this.defaults, options);
    checkRequired(name, rules, settled);
    return fillOptions<Options, R>(settled, rules);
  }

  protected begin(inputs: Inputs, settings: Ready, asking?: Asking): Promise<Call> {
    return beginCall(this, this.model, inputs, settings, asking);
  }
}

/** The same for methods that look at one layer. */
export abstract class LayerMethod<Options extends object = AttributeOptions> extends Method<Options> {
  readonly layer: string;

  /**
   * @param layer a layer's name: `model.layers.map(({ name }) => name)`; of an ONNX file, a value's name.
   * @param defaults for every option of `attribute`.
   * @throws OptionError without a layer, and for options that the method does not have.
   */
  constructor(model: Model, layer: string, defaults: Partial<Options> = {}) {
    super(model, defaults);
    if (typeof layer !== "string" || layer === "") {
      const { name } = this.about;
      const known = layerNamesOf(model);
      throw new OptionError(
        known.length === 0
          ? say`${name} needs a layer: give its name, new ${name}(model, "conv")`
          : say`${name} needs a layer: give its name, new ${name}(model, "${known[0]}"); the model has ${known.join(", ")}`,
      );
    }
    this.layer = layer;
  }

  override on(model: Model): this {
    return this.make(model, this.layer, this.defaults);
  }
}

function layerNamesOf(model: Model): string[] {
  const layers = (model as { layers?: unknown }).layers;
  return Array.isArray(layers) ? layers.flatMap(({ name }) => (typeof name === "string" ? [name] : [])) : [];
}

/** The options that a maker of maps has; undefined for one that is no method of ours. */
export const optionRulesOf = (method: object): Rules | undefined =>
  method instanceof Method ? method.rules : undefined;

/**
 * Refuses options of a function that hands what is not its own on to a method.
 *
 * @throws OptionError for an option that neither has; of a maker of maps that is no method of ours nothing is known.
 */
export function checkHandedOn(owner: string, own: Readonly<Record<string, true>>, method: object, options: object) {
  const rules = optionRulesOf(method);
  if (rules) checkNames(owner, { ...own, ...rules }, options);
}

/** Of some options those that a method has; all of them for a maker of maps that is no method of ours. */
export function takenBy<O extends object>(method: object, options: O): Partial<O> {
  if (!(method instanceof Method)) return options;
  return optionsOf(method.rules, options);
}
