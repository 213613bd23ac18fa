import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { FeaturePermutation } from "../../kernel/library/explain/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const random = createRandom(8);
const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());
const weights = draw(3);
const linear = (x: tf.Tensor) => x.matMul(tf.tensor2d(weights, [3, 1]));
const x = { values: draw(12), shape: [4, 3] };

describe("FeaturePermutation", () => {
  before(ready);

  it("is w·(x − x of the other input) for a linear model; the other way round it is not", async () => {
    const values = Int32Array.of(1, 2, 3, 0, 0, 1, 3, 2, 3, 2, 1, 0);
    const map = await new FeaturePermutation(linear).attribute(x, { permutations: { values, shape: [3, 4] } });
    const byHand = (sign: number) =>
      Array.from(x.values, (value, at) => {
        const [input, feature] = [Math.floor(at / 3), at % 3];
        return sign * weights[feature] * (value - x.values[values[feature * 4 + input] * 3 + feature]);
      });
    const furthest = (expected: number[]) => Math.max(...expected.map((value, i) => Math.abs(value - map.values[i])));
    assert.ok(furthest(byHand(1)) < 1e-5);
    assert.ok(furthest(byHand(-1)) > 1e-1);
    // Feature 1 of inputs 0 and 1 stays where it is, and is not asked about.
    assert.equal(map.modelPasses, 4 + 12 - 2);
  });

  it("is the mean over repeats, with their standard error", async () => {
    const shape = [2, 3, 4];
    const values = Int32Array.from({ length: 24 }, (_, i) => (i < 12 ? (i + 1) % 4 : (i + 2) % 4));
    const permutation = new FeaturePermutation(linear);
    const both = await permutation.attribute(x, { permutations: { values, shape } });
    const [one, other] = await Promise.all(
      [values.slice(0, 12), values.slice(12)].map((own) =>
        permutation.attribute(x, { permutations: { values: own, shape: [3, 4] } }),
      ),
    );
    for (let i = 0; i < 12; i++) {
      assert.ok(Math.abs(both.values[i] - (one.values[i] + other.values[i]) / 2) < 1e-5);
      // Of two samples a and b: |a − b| / 2.
      const error = Math.abs(one.values[i] - other.values[i]) / 2;
      assert.ok(Math.abs((both.standardError?.[i] ?? Number.NaN) - error) < 1e-5);
    }
    assert.equal(one.standardError, undefined);
    assert.match(both.describe({ index: 0 }), /came from the other inputs: other inputs would change the values/);
  });

  it("gives an input's mean drop against all the others in the long run", async () => {
    const repeats = 2000;
    const map = await new FeaturePermutation(linear).attribute(x, { nRepeats: repeats });
    for (let at = 0; at < 12; at++) {
      const others = [0, 1, 2, 3].map((input) => x.values[input * 3 + (at % 3)]);
      const mean = others.reduce((sum, value) => sum + value, 0) / 4;
      // Each is as likely as any other; but the identity is drawn again, which makes oneself 5/23 and not 1/4.
      const expected = weights[at % 3] * (x.values[at] - mean) * (24 / 23);
      const error = map.standardError?.[at] ?? Number.NaN;
      assert.ok(Math.abs(map.values[at] - expected) < 4 * error, `${map.values[at]} instead of ${expected} ± ${error}`);
    }
  });

  it("draws the same for the same seed, and other permutations for another", async () => {
    const run = (seed: number) => new FeaturePermutation(linear, { seed }).attribute(x, { nRepeats: 2 });
    const [first, again, other] = [await run(1), await run(1), await run(2)];
    assert.deepEqual(first.values, again.values);
    assert.notDeepEqual(first.values, other.values);
    assert.equal(other.seed, 2);
  });

  it("leaves no tensor, tells its progress, and can be interrupted", async () => {
    const controller = new AbortController();
    const permutation = new FeaturePermutation(linear, { internalBatchSize: 4 });
    const told: number[] = [];
    await assertNoLeak(() => permutation.attribute(x, { onProgress: (fraction) => void told.push(fraction) }));
    assert.ok(told.length > 2);
    assert.equal(told.at(-1), 1);
    const aborted = assertNoLeak(() =>
      permutation.attribute(x, {
        signal: controller.signal,
        onProgress: () => setTimeout(() => controller.abort(), 0),
      }),
    );
    await assert.rejects(aborted, { name: "AbortError" });
  });

  it("says what is wrong with the batch and the permutations", async () => {
    const permutation = new FeaturePermutation(linear);
    await assert.rejects(permutation.attribute({ values: draw(3), shape: [1, 3] }), {
      name: "OptionError",
      message: "FeaturePermutation shuffles segments between inputs, but there is only one: give a batch of at least 2",
    });
    await assert.rejects(permutation.attribute(x, { nRepeats: 0 }), {
      message: "nRepeats is 0: give a whole number, at least 1",
    });
    const given = (values: number[], shape: number[]) => permutation.attribute(x, { permutations: { values, shape } });
    await assert.rejects(given(new Array(12).fill(0), [4, 3]), {
      name: "ShapeError",
      message: /^permutations of shape \[4, 3\]: expected \[3, 4\]/,
    });
    await assert.rejects(given(new Array(12).fill(4), [3, 4]), {
      message: "permutations uses input 4: there are 0 to 3",
    });
    await assert.rejects(given(new Array(12).fill(0.5), [3, 4]), { message: /uses input 0.5/ });
  });
});
