import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import { type Table, tabular } from "../../kernel/library/datasets/index.ts";
import { FeatureAblation, KernelShap, PermutationShap, ShapleyValues } from "../../kernel/library/explain/index.ts";
import { logisticRegression } from "../../kernel/library/models/index.ts";
import { golden, goldenTable } from "../datasets/golden.ts";
import { assertExact } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

describe("Shapley values of a table's rows, over a background", () => {
  let table: Table;
  let model: tf.LayersModel;
  let background: Table;
  before(async () => {
    await ready();
    table = goldenTable();
    background = table.take(golden("shap/background_index").values);
    model = (await logisticRegression(table)).model;
  });
  after(() => model.dispose());
  /** The golden folder's first three rows: each more costs 102,400 passes. */
  const firstThree = (name: string) => {
    const whole = golden(name);
    return { ...whole, values: whole.values.slice(0, 30) };
  };

  it("are those of SHAP's ExactExplainer by enumeration, and of its KernelExplainer over all coalitions", async () => {
    const rows = table.slice(0, 3);
    const exact = await new ShapleyValues(model).attribute(rows, { background, target: 1 });
    assertExact(exact.values, firstThree("shap/exact_probability"));
    const kernel = await new KernelShap(model).attribute(rows, { background, target: 1, nSamples: 1022 });
    assertExact(kernel.values, firstThree("shap/kernel_full_probability"));
    for (const { expectedValue, values, probabilities, options, baseline } of [exact, kernel]) {
      for (let row = 0; row < 3; row++) {
        const sum = values.subarray(row * 10, row * 10 + 10).reduce((all, value) => all + value, 0);
        const answer = probabilities[row * 2 + 1];
        assert.ok(Math.abs(answer - sum - (expectedValue?.[row] ?? Number.NaN)) < 1e-5, `row ${row}`);
      }
      assert.equal(options.background, 100);
      assert.equal(baseline, undefined);
    }
    assert.ok(kernel.standardError?.every((error) => error === 0));
    // The answer to the empty coalition is the mean over the background.
    assert.ok(Math.abs((exact.expectedValue?.[0] ?? 0) - golden("shap/exact_value_function_row0").values[0]) < 1e-6);
  });

  it("are SHAP's at 300 samples, from its own coalitions and weights", async () => {
    const samples = { values: golden("shap/kernel300_mask").values, weights: golden("shap/kernel300_weight").values };
    const map = await new KernelShap(model).attribute(table.slice(0, 1), { background, target: 1, samples });
    assertExact(map.values, golden("shap/kernel300_phi"));
  });

  it("by permutations come nearer than their standard errors say, and sum to what they should", async () => {
    const map = await new PermutationShap(model, { seed: 1 }).attribute(table.slice(0, 1), {
      background,
      target: 1,
      npermutations: 10,
    });
    const exact = golden("shap/exact_probability").values;
    for (let i = 0; i < 10; i++) {
      assert.ok(Math.abs(map.values[i] - exact[i]) <= 4 * (map.standardError?.[i] ?? 0) + 1e-6, `${i}`);
    }
    assert.ok(Math.abs(map.convergenceDelta?.[0] ?? 1) < 1e-6);
  });

  it("do not depend on how passes are cut into batches", async () => {
    const shap = new KernelShap(model, { seed: 3 });
    const options = { background: background.slice(0, 7), target: 1, nSamples: 60 };
    const whole = await shap.attribute(table.slice(0, 2), options);
    const cut = await shap.attribute(table.slice(0, 2), { ...options, internalBatchSize: 5 });
    for (const [i, value] of whole.values.entries()) assert.ok(Math.abs(value - cut.values[i]) < 1e-6);
  });

  it("carry the names of columns and classes", async () => {
    const map = await new KernelShap(model).attribute(table.slice(0, 1), { background, nSamples: 200 });
    assert.deepEqual(map.columns, table.columns);
    assert.deepEqual(map.classNames, ["0", "1"]);
    assert.equal(map.targetName, undefined, "which is for predicted numbers");
  });

  it("need something to stand for what is absent", async () => {
    const shap = new KernelShap(model);
    await assert.rejects(shap.attribute(table.slice(0, 1)), /no natural baseline: give background.*train\.slice/);
    await assert.rejects(
      shap.attribute(table.slice(0, 1), { background, baselines: 0 }),
      /baselines or background, not both/,
    );
    await assert.rejects(
      shap.attribute(table.slice(0, 1), { background: background.select("feature 0") }),
      /give a sample of them, \[m, 10\]/,
    );
    const lacking = tabular.fromArrays({ values: Float32Array.of(1, Number.NaN), columns: ["age", "height"] });
    await assert.rejects(shap.attribute(lacking, { baselines: 0 }), /row 0 .* has no height: fill missing values/);
  });
});

describe("FeatureAblation over a background", () => {
  before(ready);

  it("is the mean of the ablations from each of its rows", async () => {
    const table = goldenTable();
    const { model } = await logisticRegression(table);
    const ablation = new FeatureAblation(model);
    const rows = table.slice(0, 2);
    const over = await ablation.attribute(rows, { target: 1, background: table.slice(10, 13) });
    const each = await Promise.all(
      [10, 11, 12].map((row) => ablation.attribute(rows, { target: 1, baselines: table.slice(row, row + 1) })),
    );
    for (const [i, value] of over.values.entries()) {
      const mean = each.reduce((sum, { values }) => sum + values[i] / 3, 0);
      assert.ok(Math.abs(value - mean) < 1e-6);
    }
    model.dispose();
  });
});
