import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { displayKey, mime } from "../../kernel/library/display/index.ts";
import { describeModel } from "../../kernel/library/engine/index.ts";
import { accumulatedLocalEffects, partialDependence } from "../../kernel/library/global/index.ts";
import { DataError, OptionError, TargetError } from "../../kernel/library/ground/errors.ts";
import { assertExact, goldens } from "../goldens.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { golden, regression } from "./regression.ts";

const alibi = goldens("tabular/alibi");
const rows = { values: Float32Array.from(golden("X").values), shape: [1000, 10] };

const column = (index: number) => Array.from({ length: 1000 }, (_, row) => rows.values[10 * row + index] ?? 0);

describe("partial dependence", () => {
  before(ready);

  for (const feature of [0, 3]) {
    it(`of feature ${feature} and its single rows are scikit-learn's`, async () => {
      const found = await partialDependence(regression, rows, feature, { gridResolution: 20 });
      assertExact(found.grid[0] ?? [], golden(`pdp/feature${feature}_grid`));
      assertExact(found.average, golden(`pdp/feature${feature}_average`));
      assertExact(found.ice?.subarray(0, 1000) ?? [], golden(`pdp/feature${feature}_ice_first50`));
      assert.equal(found.modelPasses, 1000 * 20 + 1000);
      const at = Array.from({ length: 1000 }, (_, row) => found.ice?.[20 * row + 7] ?? 0);
      const mean = at.reduce((sum, value) => sum + value, 0) / 1000;
      const error = Math.sqrt(at.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 999 / 1000);
      assert.ok(Math.abs((found.standardError[7] ?? 0) - error) < 1e-6);
    });
  }

  it("of two features is scikit-learn's", async () => {
    const found = await partialDependence(regression, rows, [0, "feature 3"], { gridResolution: 8 });
    assertExact([...(found.grid[0] ?? []), ...(found.grid[1] ?? [])], golden("pdp/features0_3_grid"));
    assertExact(found.average, golden("pdp/features0_3_average"));
    assert.equal(found.ice, undefined);
  });

  it("takes the values of a feature that has few, and the names of a table", async () => {
    const table = {
      values: Float32Array.of(0, 5, 1, 6, 2, 7, 0, 8),
      shape: [4, 2],
      columns: [
        { name: "city", kind: "categorical" as const, categories: ["Oslo", "Bergen", "Tromsø"] },
        { name: "age", kind: "integer" as const },
      ],
      classNames: ["no", "yes"],
    };
    const model = (inputs: tf.Tensor) => tf.tidy(() => tf.softmax(inputs));
    describeModel(model, { outputs: "classes" });
    const found = await partialDependence(model, table, "city");
    assert.deepEqual([...(found.grid[0] ?? [])], [0, 1, 2]);
    assert.equal(found.target, 1);
    const bundle = await found[displayKey]();
    assert.match(
      String(bundle[mime.text]),
      /Partial dependence on city \(.*\): lowest .* at Tromsø, highest .* at Oslo/,
    );
  });

  it("leaves no tensor", () =>
    assertNoLeak(async () => {
      await partialDependence(regression, rows, 0, { gridResolution: 3 });
    }));

  it("says what is wrong with a feature, the grid, the target", async () => {
    await assert.rejects(partialDependence(regression, rows, "age"), /no feature age: there are feature 0, feature 1/);
    await assert.rejects(partialDependence(regression, rows, [0, 0]), OptionError);
    await assert.rejects(partialDependence(regression, rows, 0, { gridResolution: 1 }), OptionError);
    await assert.rejects(partialDependence(regression, rows, 0, { percentiles: [0.9, 0.1] }), OptionError);
    const three = (inputs: tf.Tensor) => tf.tidy(() => tf.softmax(inputs.slice([0, 0], [-1, 3])));
    await assert.rejects(partialDependence(three, rows, 0), /3 outputs: choose one with target/);
    await assert.rejects(partialDependence(three, rows, 0, { target: 3 }), TargetError);
  });
});

describe("accumulated local effects", () => {
  before(ready);

  for (const feature of [0, 3]) {
    it(`of feature ${feature} are alibi's, with its intervals`, async () => {
      const found = await accumulatedLocalEffects(regression, rows, feature, { minBinPoints: 25 });
      assertExact(found.edges, alibi(`ale_feature${feature}_edges`));
      assertExact(found.values, alibi(`ale_feature${feature}_values`));
      assert.equal(
        found.counts.reduce((sum, count) => sum + count, 0),
        1000,
      );
    });
  }

  it("of a sum's part is that part, whatever the columns have in common; partial dependence's average too", async () => {
    // The second column is nearly the first: a product of both would spoil partial dependence, not this.
    const together = Float32Array.from({ length: 400 }, (_, i) => (i >> 1) / 200 + (i % 2) * 0.01 * Math.sin(i));
    const table = { values: together, shape: [200, 2] };
    const model = (inputs: tf.Tensor) => tf.tidy(() => inputs.mul([3, -1]).sum(1, true));
    const { edges, values } = await accumulatedLocalEffects(model, table, 0);
    const slope = (at: number) => ((values[at] ?? 0) - (values[0] ?? 0)) / ((edges[at] ?? 0) - (edges[0] ?? 0));
    for (let at = 1; at < edges.length; at++) assert.ok(Math.abs(slope(at) - 3) < 1e-3, String(slope(at)));
  });

  it("takes intervals of your own, and says what is wrong with them", async () => {
    const [low, high] = [Math.min(...column(2)), Math.max(...column(2))];
    const found = await accumulatedLocalEffects(regression, rows, 2, { edges: [low, 0, high] });
    assert.deepEqual(
      [...found.counts],
      [column(2).filter((x) => x <= 0).length, column(2).filter((x) => x > 0).length],
    );
    await assert.rejects(accumulatedLocalEffects(regression, rows, 2, { edges: [1, 0] }), OptionError);
    const constant = { values: new Float32Array(20).fill(1), shape: [2, 10] };
    await assert.rejects(accumulatedLocalEffects(regression, constant, 2), DataError);
  });
});
