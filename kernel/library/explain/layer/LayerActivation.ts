import type { Explanation } from "../../explanation/Explanation.ts";
import type { Axis } from "../../signature/axes.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, anything } from "../call/about.ts";
import { ownInput } from "../call/call.ts";
import { LayerMethod } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { logitRules, plain, type Rules } from "../call/rules.ts";

const rules = { ...logitRules, target: plain("any") } as const satisfies Rules;

/**
 * What a layer gives for each input: its feature maps. Says what the layer sees, not what the answer makes of it.
 *
 * Captum's `LayerActivation`.
 *
 * @example
 * const seen = await new LayerActivation(model, "conv2d_1").attribute(image);
 * seen.featureMap(0);
 */
export class LayerActivation extends LayerMethod<Omit<AttributeOptions, "targets">> {
  static readonly about: About = {
    name: "LayerActivation",
    label: "Layer Activation",
    family: "layer",
    role: "activation",
    signed: true,
    extent: "unit",
    explains: anything,
    needs: { layer: true },
    options: rules,
  };

  /**
   * Values have the shape of the layer's output, `[n, ...]`. Cost: two predictions per input.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer; ShapeError, DataError.
   */
  async attribute(inputs: Inputs, options: Omit<AttributeOptions, "targets"> = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings);
    let values = new Float32Array();
    let shape: readonly number[] = [];
    let layerAxes: readonly Axis[] | undefined;
    await call.predict(
      call.rows.count,
      ownInput(call),
      (start, rows, { layers }) => {
        const pass = layers.get(this.layer);
        if (!pass) return;
        const size = pass.activation.length / rows;
        if (start === 0) values = new Float32Array(call.rows.count * size);
        shape = pass.shape;
        layerAxes = pass.axes;
        values.set(pass.activation, start * size);
      },
      [this.layer],
    );
    return call.explanation({
      values,
      shape: [call.rows.count, ...shape],
      layerAxes,
      options: { layer: this.layer },
    });
  }
}
