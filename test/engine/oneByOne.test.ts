import assert from "node:assert/strict";
import { join } from "node:path";
import { loadOnnx } from "../../kernel/library/engine/index.ts";
import { Saliency } from "../../kernel/library/explain/index.ts";
import { goldens, root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

const golden = goldens("vision");

describe("a model that takes one picture without a batch axis", () => {
  before(ready);

  it("is asked one by one, and explained as torch's gradient is", async () => {
    const model = await loadOnnx(join(root, "test/golden/vision/single.onnx"));
    const [input] = model.signature.inputs;
    assert.deepEqual([input.name, input.kind, input.shape], ["picture", "image", [3, 8, 12]]);
    assert.deepEqual("layout" in input && input.layout, "channelsFirst");
    assert.deepEqual(model.outputNames, ["scores"]);
    assert.match(model.notes[0], /^picture takes one example without a batch axis/);
    const image = { values: golden("single-image").values, shape: [2, 3, 8, 12] };
    const near = (ours: ArrayLike<number>, name: string) => {
      const { values } = golden(name);
      assert.equal(ours.length, values.length);
      for (let i = 0; i < ours.length; i++) assert.ok(Math.abs(ours[i] - values[i]) < 1e-6, `${name} ${i}`);
    };
    const runner = await model.runner();
    const rows = { values: Float32Array.from(image.values), count: 2 };
    near((await runner.predict(rows, { output: "logit" })).outputs, "single-scores");
    const map = await new Saliency(model).attribute(image, { target: { output: "scores", at: 1 }, abs: false });
    near(map.values, "single-gradient");
  });
});
