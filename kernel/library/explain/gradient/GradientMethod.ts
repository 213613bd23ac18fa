import type { Model } from "../../engine/model.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { About } from "../call/about.ts";
import { type Asking, beginCall, type Call } from "../call/call.ts";
import type { AttributeOptions, CommonOptions } from "../call/options.ts";

/** What the methods that follow gradients have in common: a model, defaults, and the logit as what they explain. */
export abstract class GradientMethod {
  readonly model: Model;
  readonly defaults: CommonOptions;

  /** @param defaults for the options of every call. */
  constructor(model: Model, defaults: CommonOptions = {}) {
    this.model = model;
    this.defaults = defaults;
  }

  protected begin(about: About, inputs: Inputs, options: AttributeOptions, asking?: Asking): Promise<Call> {
    return beginCall(about, this.model, inputs, { output: "logit", ...this.defaults, ...options }, asking);
  }
}

/** The same for methods that look at one layer. */
export abstract class LayerMethod extends GradientMethod {
  readonly layer: string;

  /** @param layer a layer's name: `model.layers.map(({ name }) => name)`; of an ONNX file, a value's name. */
  constructor(model: Model, layer: string, defaults: CommonOptions = {}) {
    super(model, defaults);
    this.layer = layer;
  }
}
