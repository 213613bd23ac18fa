import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { mendTfjs } from "../../../kernel/library/engine/tfjs/mendTfjs.ts";
import { createRandom } from "../../../kernel/library/math/random.ts";
import { assertNoLeak, readyOn } from "../../tensorflow.ts";

type Forward = (x: tf.Tensor) => tf.Tensor;

/** Numbers in random order with gaps that a step of a difference does not close. */
const scattered = (shape: number[], seed: number) =>
  tf.tidy(() => {
    const order = createRandom(seed).permutation(tf.util.sizeFromShape(shape));
    return tf.tensor(
      Float32Array.from(order, (place) => place / 10 - 3),
      shape,
    );
  });

/** Every partial derivative of Σ weight · forward(x), by tfjs and by central differences. */
async function compare(forward: Forward, shape: number[], seed = 1): Promise<void> {
  const x = scattered(shape, seed);
  const weights = tf.tidy(() => scattered(forward(x).shape, seed + 1));
  const sum = (at: tf.Tensor) => tf.sum(tf.mul(forward(at), weights)) as tf.Scalar;
  const gradient = tf.tidy(() => tf.grad(sum)(x).dataSync());
  const values = x.dataSync();
  const step = 0.04;
  for (let i = 0; i < values.length; i++) {
    const at = (by: number) =>
      tf.tidy(
        () =>
          sum(
            tf.tensor(
              values.map((value, j) => (j === i ? value + by : value)),
              shape,
            ),
          ).dataSync()[0] ?? 0,
      );
    const difference = (at(step) - at(-step)) / (2 * step);
    const error = Math.abs((gradient[i] ?? Number.NaN) - difference);
    assert.ok(error < 2e-2 * Math.max(1, Math.abs(difference)), `at ${i}: ${gradient[i]} instead of ${difference}`);
  }
  tf.dispose([x, weights]);
}

const four =
  (forward: (x: tf.Tensor4D) => tf.Tensor): Forward =>
  (x) =>
    forward(x as tf.Tensor4D);
const five =
  (forward: (x: tf.Tensor5D) => tf.Tensor): Forward =>
  (x) =>
    forward(x as tf.Tensor5D);

for (const backend of ["cpu", "wasm"] as const) {
  describe(`gradients of the session's kernels on ${backend} equal central differences`, () => {
    before(async () => {
      await readyOn(backend);
      mendTfjs();
    });

    const cases: [name: string, forward: Forward, shape: number[]][] = [
      ["averagePooling2d, same", four((x) => tf.avgPool(x, 3, 2, "same")), [2, 5, 4, 2]],
      ["averagePooling2d, same, no square", four((x) => tf.avgPool(x, [2, 3], [1, 2], "same")), [1, 4, 5, 1]],
      ["averagePooling2d, padded by number", four((x) => tf.avgPool(x, 3, 1, 1)), [1, 4, 4, 1]],
      ["averagePooling2d, valid", four((x) => tf.avgPool(x, 2, 1, "valid")), [1, 4, 4, 2]],
      ["upSampling2d, nearest", four((x) => tf.image.resizeNearestNeighbor(x, [6, 9])), [2, 3, 3, 2]],
      ["upSampling2d, nearest, one axis", four((x) => tf.image.resizeNearestNeighbor(x, [3, 8])), [1, 3, 2, 1]],
      ["averagePooling3d, same", five((x) => tf.avgPool3d(x, 3, 2, "same")), [1, 3, 4, 3, 2]],
      ["maxPooling3d, valid", five((x) => tf.maxPool3d(x, 2, 2, "valid")), [2, 4, 4, 4, 2]],
      ["maxPooling3d, same, overlapping", five((x) => tf.maxPool3d(x, [3, 2, 2], [1, 2, 1], "same")), [1, 3, 4, 3, 2]],
    ];
    for (const [name, forward, shape] of cases) {
      it(name, () => assertNoLeak(() => compare(forward, shape)));
    }

    it("max pooling finds the largest of negative numbers", () => {
      const negative = tf.tensor5d([-1, -2, -3, -4, -5, -6, -7, -8], [1, 2, 2, 2, 1]);
      assert.deepEqual([...tf.tidy(() => tf.maxPool3d(negative, 2, 2, "valid").dataSync())], [-1]);
      negative.dispose();
    });

    it("or are refused by name, where they are wrong", () => {
      const gradientOf = (forward: Forward, shape: number[]) =>
        tf.tidy(() => void tf.grad((x) => tf.sum(forward(x)) as tf.Scalar)(tf.ones(shape)));
      const centered = four((x) => tf.image.resizeBilinear(x, [6, 8], false, true));
      assert.throws(() => gradientOf(centered, [1, 3, 4, 2]), /wrong gradient of resizeBilinear on the backend/);
      const filter = tf.ones([2, 2, 2, 2, 1]) as tf.Tensor5D;
      const strided = () =>
        gradientOf(
          five((x) => tf.conv3d(x, filter, 2, "same")),
          [1, 3, 4, 3, 2],
        );
      if (backend === "wasm") assert.throws(strided, /wrong gradient of conv3d on the backend wasm/);
      else strided();
      filter.dispose();
    });
  });
}
