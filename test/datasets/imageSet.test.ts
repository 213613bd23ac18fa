import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { ImageSet } from "../../kernel/library/datasets/imageSet.ts";
import { OptionError } from "../../kernel/library/ground/errors.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

/** Three 2×1 images: 0 and 51, 102 and 153, 204 and 255. */
const three = () => new ImageSet(Uint8Array.of(0, 51, 102, 153, 204, 255), Uint8Array.of(5, 6, 7), [2, 1, 1]);
const near = (actual: ArrayLike<number>, expected: number[]) =>
  assert.deepEqual(
    [...Array.from(actual)].map((v) => Math.round(v * 1e6) / 1e6),
    expected,
  );

describe("ImageSet", () => {
  before(ready);

  it("gives batches in the order asked for, without tensors", async () => {
    const { inputs, labels } = await assertNoLeak(() => three().batch([2, 0, 2]));
    near(inputs, [0.8, 1, 0, 0.2, 0.8, 1]);
    assert.deepEqual([...labels], [7, 5, 7]);
  });

  it("makes its tensors once, keeps them out of a tidy, and frees them on dispose", async () => {
    await assertNoLeak(() => {
      const before = tf.memory().numTensors;
      const set = three();
      const first: tf.Tensor[] = [];
      tf.tidy(() => {
        first.push(set.images, set.labels);
      });
      const { images } = set;
      assert.deepEqual(
        first.map((tensor) => tensor.isDisposed),
        [false, false],
      );
      assert.equal(images, first[0]);
      assert.equal(tf.memory().numTensors - before, 2);
      assert.equal(images.isDisposed, false);
      assert.equal(set.images, images);
      assert.deepEqual(images.shape, [3, 2, 1, 1]);
      near(images.dataSync(), [0, 0.2, 0.4, 0.6, 0.8, 1]);
      assert.deepEqual([set.labels.dtype, ...set.labels.dataSync()], ["int32", 5, 6, 7]);
      set.dispose();
      assert.ok(images.isDisposed);
      assert.notEqual(set.images, images);
      set.images.dispose();
      near(set.images.dataSync(), [0, 0.2, 0.4, 0.6, 0.8, 1]);
      set.dispose();
    });
  });

  it("gives one image, a label, and a part of itself", async () => {
    await assertNoLeak(() => {
      const image = three().image(1);
      assert.deepEqual(image.shape, [1, 2, 1, 1]);
      near(image.dataSync(), [0.4, 0.6]);
      image.dispose();
    });
    const part = three().slice(1);
    assert.deepEqual([part.size, part.labelAt(0), part.labelAt(1)], [2, 6, 7]);
    near(part.batch([0]).inputs, [0.4, 0.6]);
    assert.equal(three().slice(3).size, 0);
    assert.throws(() => part.image(2), new OptionError("no image 2: the set has 2 (0–1)"));
  });
});
