import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, anything } from "../call/about.ts";
import { ownInput } from "../call/call.ts";
import type { AttributeOptions } from "../call/options.ts";
import { LayerMethod } from "../gradient/GradientMethod.ts";

/**
 * What a layer gives for each input: its feature maps. Says what the layer sees, not what the answer makes of it.
 *
 * Values have the shape of the layer's output, `[n, ...]`. Cost: two predictions per input.
 *
 * Captum's `LayerActivation`.
 *
 * @example
 * const seen = await new LayerActivation(model, "conv2d_1").attribute(image);
 * seen.featureMap(0);
 */
export class LayerActivation extends LayerMethod {
  static readonly about: About = {
    name: "LayerActivation",
    label: "Layer Activation",
    family: "layer",
    role: "activation",
    signed: true,
    extent: "unit",
    explains: anything,
    needs: { layer: true },
  };

  /**
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer; ShapeError, DataError.
   */
  async attribute(inputs: Inputs, options: Omit<AttributeOptions, "targets"> = {}): Promise<Explanation> {
    const call = await this.begin(LayerActivation.about, inputs, options);
    let values = new Float32Array();
    let shape: readonly number[] = [];
    await call.predict(
      call.rows.count,
      ownInput(call),
      (start, rows, { layers }) => {
        const pass = layers.get(this.layer);
        if (!pass) return;
        const size = pass.activation.length / rows;
        if (start === 0) values = new Float32Array(call.rows.count * size);
        shape = pass.shape;
        values.set(pass.activation, start * size);
      },
      [this.layer],
    );
    return call.explanation({ values, shape: [call.rows.count, ...shape], options: { layer: this.layer } });
  }
}
