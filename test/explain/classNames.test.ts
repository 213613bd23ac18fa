import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { describeModel } from "../../kernel/library/engine/index.ts";
import { Saliency } from "../../kernel/library/explain/index.ts";
import { ready } from "../tensorflow.ts";

describe("targets by the names of classes", () => {
  let model: tf.LayersModel;
  const x = { values: Float32Array.of(1, -2, 0.5, 2, 1, 0), shape: [2, 3] };
  before(async () => {
    await ready();
    const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });
    model = tf.sequential({
      layers: [tf.layers.dense({ inputShape: [3], units: 4, activation: "softmax", kernelInitializer })],
    });
  });
  after(() => model.dispose());

  it("are the numbers of these classes: one for all, one for each, several at once", async () => {
    describeModel(model, { classNames: ["cup", "espresso", "crane", "crane"] });
    const of = async (options: object) => {
      const { target, values } = await new Saliency(model).attribute(x, options);
      return { target, values };
    };
    assert.deepEqual(await of({ target: "espresso" }), await of({ target: 1 }));
    assert.deepEqual(await of({ target: ["cup", "espresso"] }), await of({ target: [0, 1] }));
    assert.deepEqual(await of({ targets: ["espresso", "cup"] }), await of({ targets: [1, 0] }));
    assert.deepEqual(await of({ targets: "all" }), await of({ targets: [0, 1, 2, 3] }));
  });

  it("are errors where no class, or more than one, is called so", async () => {
    const refuses = (target: string, message: RegExp) =>
      assert.rejects(new Saliency(model).attribute(x, { target }), { name: "TargetError", message });
    await refuses("expresso", /no class is called "expresso": did you mean espresso\?/);
    await refuses("crane", /the classes 2, 3 are all called "crane": give the number of one/);
    const other = tf.sequential({ layers: [tf.layers.dense({ inputShape: [3], units: 4, activation: "softmax" })] });
    await assert.rejects(new Saliency(other).attribute(x, { target: "cup" }), /classes have no names/);
    other.dispose();
  });
});
