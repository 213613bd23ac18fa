import assert from "node:assert/strict";
import fc from "fast-check";
import { channelsFirstSpec, ofRing } from "../explain/explanations.ts";

const ramp = (row: number, column: number) => (row - 5) * (column + 1);
const colors = (value: (place: number, channel: number) => number) =>
  ofRing(() => 0, {
    values: Float32Array.from({ length: 144 * 3 }, (_, i) => value(Math.floor(i / 3), i % 3)),
    shape: [1, 12, 12, 3],
    inputs: new Float32Array(144 * 3),
    inputShape: [1, 12, 12, 3],
    convergenceDelta: Float32Array.of(0.5),
    standardError: new Float32Array(144 * 3).fill(1),
  });

describe("what can be done with a map", () => {
  it("normalizes each map by itself, keeps signs, and is not fooled by zeros, NaN and infinity", () => {
    const two = ofRing(() => 0, {
      values: Float32Array.of(2, -8, 4, 0, 0, 0),
      shape: [2, 3],
      inputs: new Float32Array(6),
      inputShape: [2, 3],
      probabilities: Float32Array.of(1, 0, 1, 0),
      standardError: Float32Array.of(1, 2, 4, 1, 1, 1),
      convergenceDelta: Float32Array.of(1, 1),
    });
    const byMax = two.normalize();
    assert.deepEqual([...byMax.values], [0.25, -1, 0.5, 0, 0, 0]);
    assert.deepEqual([...(byMax.standardError ?? [])], [0.125, 0.25, 0.5, 1, 1, 1]);
    assert.equal(byMax.convergenceDelta, undefined);
    assert.deepEqual(byMax.options, { normalize: "max" });
    assert.deepEqual([...two.normalize({ by: "sum" }).values].slice(0, 3), [2 / 14, -8 / 14, 4 / 14].map(Math.fround));
    assert.deepEqual([...two.normalize({ by: "percentile", percentile: 50 }).values].slice(0, 3), [0.5, -2, 1]);
    const odd = ofRing((row) => [Number.NaN, Number.POSITIVE_INFINITY, -4, 2][row % 4]).normalize();
    assert.deepEqual(
      [0, 12, 24, 36].map((i) => odd.values[i]),
      [Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5],
    );
    assert.throws(() => two.normalize({ percentile: 0 }), { name: "OptionError", message: /above 0, at most 100/ });
    assert.throws(() => two.normalize({ by: "range" as "max" }), {
      name: "OptionError",
      message: /by cannot be "range"/,
    });
  });

  it("normalizes to the same map whatever the units", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: -20, max: 20 }),
        fc.constantFrom("max", "sum", "percentile" as const),
        (power, by) => {
          const map = ofRing(ramp);
          const other = ofRing((row, column) => 2 ** power * ramp(row, column));
          const [a, b] = [map, other].map((each) => each.normalize({ by: by as "max" }).values);
          for (const [i, value] of a.entries()) assert.ok(Math.abs(value - b[i]) < 1e-6);
        },
      ),
    ));

  it("takes the channels of a place together, four ways", () => {
    const photo = colors((place, channel) => [place, -2 * place, 0.5 * place][channel]);
    const at = (by: "sum" | "mean" | "absolute" | "max") => photo.aggregate({ by }).values[10];
    assert.deepEqual([at("sum"), at("absolute"), at("max")], [-5, 35, -20]);
    assert.ok(Math.abs(at("mean") + 5 / 3) < 1e-6);
    const { shape, convergenceDelta, standardError } = photo.aggregate();
    assert.deepEqual(shape, [1, 12, 12, 1]);
    assert.deepEqual([convergenceDelta?.[0], standardError], [0.5, undefined]);
    assert.equal(photo.aggregate({ by: "max" }).convergenceDelta, undefined);
    assert.ok(
      Number.isNaN(
        colors((place, channel) => (place === 3 && channel === 1 ? Number.NaN : 1)).aggregate({ by: "max" }).values[3],
      ),
    );
    const table = ofRing(() => 0, {
      values: new Float32Array(3),
      shape: [1, 3],
      inputs: new Float32Array(3),
      inputShape: [1, 3],
    });
    assert.throws(() => table.aggregate(), { name: "ShapeError", message: /a map of shape \[3\] has no channels/ });
    assert.throws(() => photo.aggregate({ by: "median" as "sum" }), { name: "OptionError" });
  });

  it("takes channels together that come first, as PyTorch has them", () => {
    const last = colors((place, channel) => place * (channel + 1));
    const first = ofRing(() => 0, {
      values: Float32Array.from({ length: 432 }, (_, i) => (i % 144) * (Math.floor(i / 144) + 1)),
      shape: [1, 3, 12, 12],
      inputs: new Float32Array(432),
      inputShape: [1, 3, 12, 12],
      inputSpec: channelsFirstSpec(3, 12, 12),
    });
    assert.deepEqual(first.aggregate().values, last.aggregate().values);
    // The model's own order stays: what is measured asks the model again.
    assert.deepEqual(first.aggregate().inputShape, first.inputShape);
    assert.deepEqual(first.resize([5, 7]).shape, [1, 3, 5, 7]);
    assert.deepEqual(first.resize([5, 7]).channelsLast().values, last.resize([5, 7]).values);
  });

  it("brings a map to another size: a plane stays a plane, each channel by itself", () => {
    const photo = colors(
      (place, channel) => Math.floor(place / 12) * (channel === 1 ? -1 : 1) + (channel === 2 ? 100 : 0),
    );
    const larger = photo.resize([24, 12]);
    assert.deepEqual(larger.shape, [1, 24, 12, 3]);
    // Half a pixel off on either side, flat at the edges.
    const rowOf = (row: number) => Math.min(Math.max((row + 0.5) / 2 - 0.5, 0), 11);
    for (const row of [0, 1, 7, 22, 23]) {
      const [red, green, blue] = larger.values.slice(row * 36, row * 36 + 3);
      assert.ok(Math.abs(red - rowOf(row)) < 1e-5 && Math.abs(green + rowOf(row)) < 1e-5, `${red} in row ${row}`);
      assert.ok(Math.abs(blue - 100 - rowOf(row)) < 1e-5);
    }
    assert.deepEqual(
      photo.resize([24, 24], { mode: "nearest" }).resize([12, 12], { mode: "nearest" }).values,
      photo.values,
    );
    assert.throws(() => photo.resize([0, 12]), { name: "OptionError", message: /0 × 12/ });
    assert.throws(() => photo.resize([5, 5], { mode: "cubic" as "nearest" }), { name: "OptionError" });
  });

  it("takes the difference of two maps, and says where each gives more", () => {
    const a = ofRing((row, column) => (row === 3 && column === 3 ? 5 : 1));
    const b = ofRing((row, column) => (row === 8 && column === 8 ? 4 : 1), { method: "Saliency" });
    const difference = a.difference(b);
    assert.deepEqual([difference.values[3 * 12 + 3], difference.values[8 * 12 + 8], difference.values[0]], [4, -3, 0]);
    assert.deepEqual(difference.options, { first: "InputXGradient", second: "Saliency" });
    const text = difference.describe();
    assert.match(text, /^The difference Input × Gradient − Saliency, for the logit of class 1\./);
    assert.match(text, /Input × Gradient is larger in the upper left.*\+4, is at \(3, 3\)/);
    assert.match(text, /Saliency is larger in the lower right.*−3, is at \(8, 8\)/);
    assert.doesNotMatch(text, /evidence/i);
    assert.match(difference.describe({ locale: "zh-CN" }), /Saliency 的值更大的位置/);
    assert.match(a.difference(a).describe(), /The two maps are the same\./);
    assert.throws(() => a.difference(a.resize([3, 3])), { name: "ShapeError", message: /resize\(\) or aggregate\(\)/ });
    assert.throws(() => a.difference(ofRing(ramp, { output: "probability" })), {
      name: "OptionError",
      message: /same output/,
    });
  });
});
