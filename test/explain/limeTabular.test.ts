import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { type Table, tabular } from "../../kernel/library/datasets/index.ts";
import { LimeTabular } from "../../kernel/library/explain/index.ts";
import { binOf, binsOf } from "../../kernel/library/explain/lime/discretizer.ts";
import { localModel } from "../../kernel/library/explain/lime/localModel.ts";
import { lassoPath } from "../../kernel/library/math/lassoPath.ts";
import { momentsOf } from "../../kernel/library/math/moments.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { logisticRegression } from "../../kernel/library/models/index.ts";
import { golden, goldenTable } from "../datasets/golden.ts";
import { assertExact } from "../goldens.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

/** A table of one number and one name, and a model that looks at both. */
function mixed() {
  const random = createRandom(2);
  const table = tabular.fromArrays({
    values: Float64Array.from({ length: 400 }, (_, i) => (i % 2 ? random.integer(3) : random.normal())),
    columns: ["x", { name: "color", kind: "categorical", categories: ["blue", "green", "red"] }],
  });
  const model = (rows: tf.Tensor) => {
    const [x, color] = tf.split(rows as tf.Tensor2D, 2, 1);
    return x.greater(0.5).toFloat().mul(0.6).add(color.equal(2).toFloat().mul(0.3));
  };
  return { table, model };
}

describe("LimeTabular", () => {
  let table: Table;
  let model: tf.LayersModel;
  before(async () => {
    await ready();
    table = goldenTable();
    model = (await logisticRegression(table)).model;
  });
  after(() => model.dispose());

  for (const row of [0, 1]) {
    it(`finds lime's weights from lime's own samples, row ${row}`, async () => {
      const scale = golden("lime/scale").values;
      const scaled = golden(`lime/row${row}_samples`);
      const samples = Float64Array.from(scaled.values, (value, i) => value * scale[10 + (i % 10)] + scale[i % 10]);
      const weights = golden(`lime/row${row}_weights`);
      const lime = new LimeTabular(model, { trainingData: table, discretizer: "none" });
      const map = await lime.attribute(table.slice(row, row + 1), { target: 1, samples });
      assertExact(map.values, weights);
      assert.ok(Math.abs((map.fit?.[0] ?? 0) - Number(weights.entry.score)) < 1e-5);
      const why = await lime.explainInstance(table.slice(row, row + 1), { labels: [1], samples });
      assert.ok(Math.abs((why.intercept.get(1) ?? 0) - Number(weights.entry.intercept)) < 1e-5);
      assert.ok(Math.abs((why.localPrediction.get(1) ?? 0) - Number(weights.entry.local_pred)) < 1e-5);
      // And from its answers alone, to the last digits.
      const design = { values: scaled.values, count: 1000, columns: 10 };
      const exact = localModel(design, golden(`lime/row${row}_kernel`).values, 10, "none");
      const { coefficients } = exact(golden(`lime/row${row}_labels`).values);
      for (const [i, value] of coefficients.entries()) assert.ok(Math.abs(value - weights.values[i]) < 1e-12);
    });
  }

  it("finds what a step and a category add, and tells them as bin and name", async () => {
    const { table, model } = mixed();
    const lime = new LimeTabular(model, { trainingData: table, seed: 1 });
    const high = table.column("x").findIndex((x, row) => x > 1 && table.column("color")[row] === 2);
    const map = await assertNoLeak(() => lime.attribute(table.slice(high, high + 1), { target: 0 }));
    const quarter = table.column("x").toSorted()[150];
    assert.match(map.cells?.[0] ?? "", /^x > 0\.\d\d$/);
    assert.ok(Math.abs(Number(/> (.*)/.exec(map.cells?.[0] ?? "")?.[1]) - quarter) < 0.05);
    assert.equal(map.cells?.[1], "color = red");
    // In the top quarter x is above 0.5; of the others few are.
    assert.ok(map.values[0] > 0.45 && map.values[0] < 0.6, `${map.values[0]}`);
    assert.ok(Math.abs(map.values[1] - 0.3) < 0.02, `${map.values[1]}`);
    assert.match(map.describe(), /It is raised most by x > 0\.\d\d \(\+0\.\d+/);
    assert.equal(map.modelPasses, 5000);
  });

  it("explains several classes from the same samples, most probable first, as a list in words", async () => {
    const lime = new LimeTabular(model, { trainingData: table, discretizer: "decile", seed: 7 });
    const why = await lime.explainInstance(table.slice(0, 1), { numFeatures: 3, nSamples: 800 });
    assert.deepEqual(why.topLabels, [0, 1]);
    const [zero, one] = [why.asList(0), why.asList(1)];
    assert.equal(zero.length, 3);
    for (const [text, weight] of zero) {
      assert.match(text, /^(-?\d+\.\d\d < )?feature \d <?=? ?-?|> /);
      // Two probabilities that sum to 1: what is for the one is against the other.
      assert.ok(Math.abs(weight + (one.find(([other]) => other === text)?.[1] ?? 0)) < 1e-6);
    }
    assert.throws(() => why.asList(2), /label 2 was not explained: the labels are 0, 1/);
    const again = await lime.explainInstance(table.slice(0, 1), { numFeatures: 3, nSamples: 800 });
    assert.deepEqual(again.asList(0), zero);
  });

  it("explains each row of a batch as if it were alone, and counts its passes", async () => {
    const lime = new LimeTabular(model, { trainingData: table, seed: 3 });
    const both = await lime.attribute(table.slice(4, 6), { target: 1, nSamples: 300 });
    const alone = await lime.attribute(table.slice(5, 6), { target: 1, nSamples: 300 });
    for (const [i, value] of alone.values.entries()) assert.ok(Math.abs(value - both.values[10 + i]) < 1e-6);
    assert.equal(both.modelPasses, 2 + 299, "samples are shared");
    const around = new LimeTabular(model, {
      trainingData: table,
      seed: 3,
      discretizer: "none",
      sampleAroundInstance: true,
    });
    const apart = await around.attribute(table.slice(4, 6), { target: 1, nSamples: 300 });
    const single = await around.attribute(table.slice(5, 6), { target: 1, nSamples: 300 });
    for (const [i, value] of single.values.entries()) assert.ok(Math.abs(value - apart.values[10 + i]) < 1e-6);
    assert.equal(apart.modelPasses, 2 + 2 * 299);
    assert.deepEqual(both.shape, [2, 10]);
  });

  it("answers in words, or with zeros, where there is nothing to find", async () => {
    const values = Float64Array.from({ length: 60 }, (_, i) => (i % 2 ? 7 : i / 60));
    const two = tabular.fromArrays({ values, columns: ["x", "always 7"] });
    const half = (rows: tf.Tensor) => tf.fill([rows.shape[0], 1], 0.5);
    for (const discretizer of ["quartile", "none"] as const) {
      const flat = await new LimeTabular(half, { trainingData: two, discretizer }).attribute(two.slice(0, 1), {
        target: 0,
      });
      assert.deepEqual([...flat.values], [0, 0]);
      assert.equal(flat.fit?.[0], 1);
      assert.match(flat.describe(), /Every value is 0/);
    }
    const x = (rows: tf.Tensor) => rows.slice([0, 0], [-1, 1]);
    const used = await new LimeTabular(x, { trainingData: two }).attribute(two.slice(0, 1), { target: 0 });
    assert.ok(used.values[0] < 0 && used.values[1] === 0, `${used.values}`);
    const broken = (rows: tf.Tensor) => rows.slice([0, 0], [-1, 1]).sub(0.1).log();
    const lime = new LimeTabular(broken, { trainingData: two });
    await assert.rejects(lime.attribute(two.slice(20, 21), { target: 0 }), /the model gives NaN for sample \d+/);
    await assert.rejects(lime.attribute(table, { target: 0 }), /the training data has 2 columns/);
    await assert.rejects(new LimeTabular(x, { trainingData: two }).attribute(two.slice(0, 1), { numFeatures: 0 }), {
      name: "OptionError",
    });
    await assert.rejects(lime.explainInstance(two), /one row, not 30/);
    const lacking = tabular.fromArrays({ values: Float64Array.of(1, Number.NaN), columns: ["a", "b"] });
    assert.throws(() => new LimeTabular(x, { trainingData: lacking }), /the training data lacks b/);
  });
});

describe("bins", () => {
  it("hold about their share of the data each, also with many equal values, and a border belongs to the bin below it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 20, maxLength: 80 }),
        fc.constantFrom(4, 10),
        (list, parts) => {
          const column = Float64Array.from(list);
          const { borders, bins } = binsOf(column, parts);
          assert.ok(borders.every((border, i) => i === 0 || border > borders[i - 1]));
          assert.ok(Math.abs(bins.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
          for (const [i, border] of borders.entries()) assert.equal(binOf(borders, border), i);
          for (const value of column) {
            const { min, max } = bins[binOf(borders, value)];
            assert.ok(value >= min && value <= max);
          }
        },
      ),
      { numRuns: 100, seed: 1 },
    );
  });
});

describe("the lasso's path", () => {
  it("keeps every used column's pull equal and the largest at each corner, and ends at least squares", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = createRandom(seed);
        const values = Float64Array.from({ length: 40 * 6 }, () => random.normal());
        for (let i = 0; i < 40; i++) values[i * 6 + 5] = values[i * 6] + 0.3 * values[i * 6 + 5];
        const y = Float64Array.from({ length: 40 }, (_, i) => values[i * 6] - 2 * values[i * 6 + 1] + random.normal());
        const moments = momentsOf({ values, count: 40, columns: 6 }, new Float64Array(40).fill(1));
        const answers = moments.of(y);
        const path = lassoPath(moments, answers);
        for (const beta of path) {
          const pulls = answers.products.map((c, j) =>
            beta.reduce((rest, b, i) => rest - moments.gram[j * 6 + i] * b, c),
          );
          const level = pulls.reduce((most, pull) => Math.max(most, Math.abs(pull)), 0);
          for (const [j, pull] of pulls.entries()) {
            if (beta[j] !== 0)
              assert.ok(Math.abs(pull * Math.sign(beta[j]) - level) < 1e-6 * (1 + level), "the lasso's condition");
          }
        }
        const end = path.at(-1) ?? new Float64Array();
        const rest = answers.products.map((c, j) => end.reduce((sum, b, i) => sum - moments.gram[j * 6 + i] * b, c));
        assert.ok(rest.every((pull) => Math.abs(pull) < 1e-6));
      }),
      { numRuns: 60, seed: 4 },
    );
  });
});
