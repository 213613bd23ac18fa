import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { predict } from "../../kernel/library/engine/index.ts";
import { counterfactual, Saliency } from "../../kernel/library/explain/index.ts";
import { ShapeError, TargetError } from "../../kernel/library/ground/errors.ts";
import { ready } from "../tensorflow.ts";

/** Three labels, each the sigmoid of one of four numbers. */
function labels(): tf.LayersModel {
  const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 3, activation: "sigmoid" })] });
  model.setWeights([tf.eye(4, 3), tf.zeros([3])]);
  return model;
}
const rows = { values: [2, 1, -1, 0], shape: [1, 4] };

describe("labels, lists and targets by name", () => {
  before(ready);

  it("calls labels labels, not classes", async () => {
    const model = labels();
    assert.equal((await predict(model, rows)).describe(), "label 0 (88.1%), label 1 (73.1%).");
    const ways = await counterfactual(model, rows, { target: 2 });
    assert.match(ways.describe(), /^P\(label 2\) = 26\.9%\.\nTo get label 2, change feature 2 −1 → /);
  });

  it("names no label where the output is NaN", async () => {
    const lacking = { values: [2, 1, -1, 0, Number.NaN, 1, -1, 0], shape: [2, 4] };
    const said = (await predict(labels(), lacking)).describe();
    assert.equal(said, "[0] label 0 (88.1%), label 1 (73.1%).\n[1] no prediction, the output is NaN.");
  });

  it("finds nothing to change for a label that is there, though another is likelier", async () => {
    await assert.rejects(counterfactual(labels(), rows, { target: 1 }), /already predicts label 1 \(P 0\.731\)/);
  });

  it("says what to give in place of lists of numbers, and of a class's name", async () => {
    const model = labels();
    for (const lists of [[[2, 1, -1, 0]], [2, 1, -1, 0]]) {
      const wanted = { name: ShapeError.name, message: /^got lists of numbers: give a tensor, such as tf\.tensor2d/ };
      await assert.rejects(predict(model, lists as never), wanted);
      await assert.rejects(new Saliency(model).attribute(lists as never), wanted);
    }
    await assert.rejects(new Saliency(model).attribute(rows, { target: "yes" }), {
      name: TargetError.name,
      message: /^target is "yes", but the model's classes have no names: give the class's number/,
    });
  });
});
