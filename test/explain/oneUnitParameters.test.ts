import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { gradientFlow, ParameterImportance } from "../../kernel/library/explain/index.ts";
import { models } from "../signature/models.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const inputs = { values: Float32Array.of(0.5, -1, 2, 0.25), shape: [1, 4] };

describe("weights of a model of one sigmoid unit", () => {
  before(ready);

  it("have the gradients of the binary cross-entropy: the last bias's is P − y", async () => {
    const model = models.binary();
    const [p = 0] = tf.tidy(() => (model.predict(tf.tensor2d(inputs.values, [1, 4])) as tf.Tensor).dataSync());
    for (const label of [0, 1]) {
      const flow = await assertNoLeak(() => gradientFlow(model, inputs, [label]));
      const last = flow.filter(({ name }) => name === "bias").at(-1);
      assert.ok(Math.abs((last?.norm ?? 0) - Math.abs(p - label)) < 1e-5, `${label}: ${last?.norm}`);
    }
    model.dispose();
  });

  it("matter as much for one class as for the other", async () => {
    const model = models.binary();
    const of = async (target: number) =>
      (await new ParameterImportance(model).attribute(inputs, { target })).flatMap(({ values }) => [...values]);
    const [no, yes] = [await of(0), await of(1)];
    assert.ok(yes.some((value) => value > 0));
    for (const [i, value] of yes.entries()) assert.ok(Math.abs(value - (no[i] ?? 0)) < 1e-6);
    model.dispose();
  });
});
