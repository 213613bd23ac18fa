import type { Model } from "../models/model.ts";
import { beginCall, ownInput, pairCount } from "./call.ts";
import type { Explanation } from "./Explanation.ts";
import type { AttributeOptions, CommonOptions, Inputs } from "./options.ts";

/**
 * Gradient times activation at a layer, a · ∂f_c/∂a: what each unit of the layer adds to the answer, to first order.
 * `topChannels` ranks a convolution's feature maps by it, `featureMap` picks one out.
 *
 * Values have the shape of the layer's output, `[n, ...]`, in units of the output; of the logit by default. Cost: one
 * forward and one backward pass per input and target, and two predictions per input.
 *
 * Captum's `LayerGradientXActivation`.
 *
 * @example
 * const map = await new LayerGradientXActivation(model, "conv2d_1").attribute(image, { target: 7 });
 * map.topChannels(4).map(({ channel }) => map.featureMap(channel));
 */
export class LayerGradientXActivation {
  readonly #model: Model;
  readonly #layer: string;
  readonly #defaults: CommonOptions;

  /** @param layer a layer's name; `model.layers.map(({ name }) => name)` lists them. */
  constructor(model: Model, layer: string, defaults: CommonOptions = {}) {
    this.#model = model;
    this.#layer = layer;
    this.#defaults = defaults;
  }

  /**
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer; ShapeError, DataError, TargetError, GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: AttributeOptions = {}): Promise<Explanation> {
    const settings = { output: "logit" as const, ...this.#defaults, ...options };
    const call = await beginCall("LayerGradientXActivation", this.#model, inputs, settings);
    const pairs = pairCount(call);
    let values = new Float32Array();
    let shape: readonly number[] = [];
    await call.gradients(
      pairs,
      ownInput(call),
      (pair) => call.targets.classes[pair],
      (start, rows, { layers }) => {
        const pass = layers.get(this.#layer);
        if (!pass?.gradient) return;
        const size = pass.activation.length / rows;
        if (start === 0) values = new Float32Array(pairs * size);
        shape = pass.shape;
        const { activation, gradient } = pass;
        for (let i = 0; i < activation.length; i++) values[start * size + i] = activation[i] * gradient[i];
      },
      [this.#layer],
    );
    return call.explanation({
      values,
      shape: [...call.targets.leading, call.rows.count, ...shape],
      options: { layer: this.#layer },
    });
  }
}
