import assert from "node:assert/strict";
import { ImageSet, tabular } from "../../kernel/library/datasets/index.ts";
import { currentCell } from "../../kernel/library/engine/index.ts";
import { layerMap } from "../../kernel/library/global/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { mnistCnn } from "../../kernel/library/models/index.ts";
import { startKernel } from "../kernel.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

/** shared/cases/package/table-to-tensor: what the docs say must run. */
describe("a table and a set of images as tensors", () => {
  before(ready);

  it("has a tensor of a table's rows, though its values are float64", async () => {
    const values = Float64Array.of(1, 2, 3, 0.1);
    const table = tabular.fromArrays({ values, columns: ["a", "b"], target: [0, 1], classNames: ["no", "yes"] });
    await assertNoLeak(async () => {
      const tensor = table.toTensor();
      assert.deepEqual(tensor.shape, [2, 2]);
      assert.deepEqual([...tensor.dataSync()], [1, 2, 3, Math.fround(0.1)]);
      tensor.dispose();
    });
  });

  it("maps a layer with the labels that the documentation gives it: a tensor", async () => {
    const random = createRandom(1);
    const pixels = Uint8Array.from({ length: 6 * 784 }, () => random.integer(256));
    const part = new ImageSet(pixels, Uint8Array.of(0, 1, 2, 3, 4, 5), [28, 28, 1]);
    const map = await layerMap(mnistCnn({ seed: 1 }), "pool", part.images, { labels: part.labels, method: "pca" });
    assert.deepEqual([...map.labels], [0, 1, 2, 3, 4, 5]);
    assert.equal(map.isPredicted, false);
    part.dispose();
  });

  it("has the running cell where docs/cells.md imports it from", () => {
    assert.equal(currentCell().signal.aborted, false);
  });

  it("is taken by tf.tensor2d in a cell, float64 as it is", async () => {
    const kernel = startKernel();
    const { value, error } = await kernel.run(`
      import * as tf from "@tensorflow/tfjs";
      import { tabular } from "glassbook/datasets";
      const t = tabular.fromArrays({ values: Float64Array.of(1, 2, 3, 0.1), columns: ["a", "b"], target: [0, 1], classNames: ["no", "yes"] });
      const x = tf.tensor2d(t.values, t.shape as [number, number]);
      const rows = tf.tensor([Float64Array.of(1, 2), Float64Array.of(3, 4)]);
      JSON.stringify([x.dtype, x.shape, [...x.dataSync()], rows.shape, [...tf.add(t.values, 1).dataSync()].length])`);
    await kernel.stop();
    assert.equal(error, undefined);
    assert.equal(value, `'["float32",[2,2],[1,2,3,0.10000000149011612],[2,2],4]'`);
  });
});
