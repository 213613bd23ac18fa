import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { Explanation, gridSegments } from "../../kernel/library/explain/index.ts";
import { countOfHalf, largestOf } from "../../kernel/library/explanation/bySize.ts";
import { ofRing } from "../explain/explanations.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

describe("Explanation", () => {
  before(ready);

  it("goes through JSON unchanged, NaN, infinities and last bits included", () => {
    const odd = [Number.NaN, Number.NEGATIVE_INFINITY, 1 / 3, -0];
    const original = ofRing((_, column) => odd[column % 4], {
      standardError: new Float32Array(144).fill(0.1),
      featureMask: gridSegments([12, 12], 4).values,
      coefficients: new Float32Array(9).fill(2),
      baseline: new Float32Array(144).fill(0.5),
      target: [1],
      seed: 7,
    });
    const back = Explanation.fromJSON(JSON.parse(JSON.stringify(original)));
    assert.ok(back instanceof Explanation);
    assert.deepEqual(back, original);
    assert.equal(back.describe(), original.describe());
  });

  it("refuses JSON that is no explanation, or lacks a part", () => {
    for (const wrong of [null, 7, {}, { glassbook: "explanation", version: 2 }]) {
      assert.throws(() => Explanation.fromJSON(wrong), { name: "DataError", message: /this is not an explanation/ });
    }
    const { values: _, ...rest } = ofRing(() => 1).toJSON();
    assert.throws(() => Explanation.fromJSON(rest), { name: "DataError", message: /lacks values/ });
  });

  it("ranks places by |value|, segments by their coefficient", () => {
    const map = ofRing((row, column) => (row === 3 && column === 4 ? -5 : row === 6 && column === 1 ? 3 : 0));
    const [first, second] = map.top(2);
    assert.deepEqual(first, { rank: 0, value: -5, share: 5 / 8, position: [3, 4, 0], row: 3, column: 4 });
    assert.deepEqual([second.value, second.row, second.column], [3, 6, 1]);
    const { values: featureMask } = gridSegments([12, 12], 4);
    const segments = ofRing(() => 0, { featureMask, coefficients: Float32Array.of(0, 0, 0, 1, 0, -2, 0, 0, 0) });
    const [strongest] = segments.top(1);
    assert.deepEqual([strongest.segment, strongest.value, strongest.row, strongest.column], [5, -2, 6, 10]);
  });

  it("finds the largest, and the fewest that hold half, as a sort of all would", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fc.constantFrom(0, -0, 1, -1, 0.5, 1.0000001, Number.NaN, Number.POSITIVE_INFINITY), {
            minLength: 1,
          }),
          fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        ),
        fc.integer({ min: 0, max: 12 }),
        (numbers, k) => {
          const values = Float32Array.from(numbers);
          const sorted = [...values.keys()]
            .filter((i) => !Number.isNaN(values[i]))
            .sort((a, b) => Math.sign(Math.abs(values[b]) - Math.abs(values[a])) || a - b);
          assert.deepEqual(largestOf(values, k), sorted.slice(0, k));
          const sizes = sorted.map((i) => Math.abs(values[i]));
          const total = sizes.reduce((sum, size) => sum + size, 0);
          if (!values.every(Number.isFinite) || !Number.isFinite(total)) {
            assert.equal(countOfHalf(values), values.length);
            return;
          }
          const held = (count: number) => sizes.slice(0, count).reduce((sum, size) => sum + size, 0);
          const count = countOfHalf(values);
          // Sums of another order round otherwise: a hair is allowed on either side.
          const rounding = 1e-9 * total;
          assert.ok(held(count) >= total / 2 - rounding, `${count} hold half`);
          assert.ok(count === 1 || held(count - 1) < total / 2 + rounding, `${count - 1} do not`);
        },
      ),
    ));

  it("ranks feature maps by their sums, and picks one out", () => {
    const values = Float32Array.from({ length: 2 * 3 * 4 }, (_, i) => [1, -3, 0, 2][i % 4]);
    const layer = ofRing(() => 0, { values, shape: [1, 2, 3, 4], options: { layer: "conv" } });
    assert.deepEqual(
      layer.topChannels(2).map(({ channel, value }) => [channel, value]),
      [
        [1, -18],
        [3, 12],
      ],
    );
    const map = layer.featureMap(1);
    assert.deepEqual([...map.values], [-3, -3, -3, -3, -3, -3]);
    assert.deepEqual(map.shape, [1, 2, 3, 1]);
    assert.deepEqual(map.options, { layer: "conv", channel: 1 });
    assert.throws(() => layer.featureMap(4), {
      name: "ShapeError",
      message: "no channel 4: the map has 4 (0–3)",
    });
  });

  it("becomes a tensor that the caller owns", async () => {
    const tensor = await assertNoLeak(() => ofRing((row) => row).toTensor(), 1);
    assert.deepEqual(tensor.shape, [1, 12, 12, 1]);
    assert.equal(tensor.dataSync()[143], 11);
    tf.dispose(tensor);
  });
});
