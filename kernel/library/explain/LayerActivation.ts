import type { Model } from "../models/model.ts";
import { beginCall, ownInput } from "./call.ts";
import type { Explanation } from "./Explanation.ts";
import type { AttributeOptions, CommonOptions, Inputs } from "./options.ts";

/**
 * What a layer gives for each input: its feature maps. Says what the layer sees, not what the answer makes of it.
 *
 * Values have the shape of the layer's output, `[n, ...]`. Cost: two or three predictions per input.
 *
 * Captum's `LayerActivation`.
 *
 * @example
 * const seen = await new LayerActivation(model, "conv2d_1").attribute(image);
 * seen.featureMap(0);
 */
export class LayerActivation {
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
   * @throws UnsupportedLayerError where there is no such layer; ShapeError, DataError.
   */
  async attribute(inputs: Inputs, options: Omit<AttributeOptions, "targets"> = {}): Promise<Explanation> {
    const settings = { output: "logit" as const, ...this.#defaults, ...options };
    const call = await beginCall("LayerActivation", this.#model, inputs, settings);
    let values = new Float32Array();
    let shape: readonly number[] = [];
    await call.predict(
      call.rows.count,
      ownInput(call),
      (start, rows, { layers }) => {
        const pass = layers.get(this.#layer);
        if (!pass) return;
        const size = pass.activation.length / rows;
        if (start === 0) values = new Float32Array(call.rows.count * size);
        shape = pass.shape;
        values.set(pass.activation, start * size);
      },
      [this.#layer],
    );
    return call.explanation({ values, shape: [call.rows.count, ...shape], options: { layer: this.#layer } });
  }
}
