import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { tabular } from "../../kernel/library/datasets/index.ts";
import { KernelShap, LinearShap } from "../../kernel/library/explain/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { linearRegression, logisticRegression } from "../../kernel/library/models/index.ts";
import { golden, goldenTable } from "../datasets/golden.ts";
import { assertExact } from "../goldens.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

describe("LinearShap", () => {
  before(ready);

  it("is SHAP's LinearExplainer, of the log-odds over a background", async () => {
    const table = goldenTable();
    const { model } = await logisticRegression(table);
    const background = table.take(golden("shap/background_index").values);
    const linear = golden("shap/linear_logodds");
    const shap = new LinearShap(model);
    const map = await assertNoLeak(() => shap.attribute(table.slice(0, 10), { background, target: 1 }));
    assertExact(map.values, linear);
    for (const base of map.expectedValue ?? []) assert.ok(Math.abs(base - Number(linear.entry.expectedValue)) < 1e-5);
    assert.ok(map.convergenceDelta?.every((delta) => Math.abs(delta) < 1e-5));
    // Of the other class the log-odds are the negative.
    const other = await shap.attribute(table.slice(0, 10), { background, target: 0 });
    assertExact(
      other.values.map((value) => -value),
      linear,
    );
    model.dispose();
  });

  it("is Kernel SHAP over all coalitions where columns have categories, and knows a number that is predicted", async () => {
    const random = createRandom(3);
    const rows = Array.from({ length: 80 }, () => [random.normal(), random.integer(4), 5 + 2 * random.normal()]);
    const table = tabular.fromArrays({
      values: Float64Array.from(rows.flat()),
      columns: ["x", { name: "town", kind: "categorical", categories: ["a", "b", "c", "d"] }, "z"],
      target: rows.map(([x, town, z]) => 3 * x + [0, 2, -1, 5][town] - z),
      targetName: "rent",
    });
    const { model } = await linearRegression(table);
    const options = { background: table.slice(0, 30) };
    // A background in the constructor serves every call that does not say otherwise.
    const linear = await new LinearShap(model, options).attribute(table.slice(40, 43));
    const kernel = await new KernelShap(model).attribute(table.slice(40, 43), options);
    for (const [i, value] of linear.values.entries()) assert.ok(Math.abs(value - kernel.values[i]) < 1e-4);
    assert.match(linear.describe({ index: 0 }), /^Linear SHAP explains rent\. The model predicts rent/);
    // By one row as the baseline too.
    const one = await new LinearShap(model, options).attribute(table.slice(40, 41), { baselines: table.slice(1, 2) });
    assert.ok(Math.abs(one.values[0] - 3 * (rows[40][0] - rows[1][0])) < 1e-4);
    model.dispose();
  });

  it("refuses what is no sum over its columns, and a probability", async () => {
    const table = goldenTable();
    const { model } = await logisticRegression(table);
    const options = { background: table.slice(0, 20), target: 1 };
    await assert.rejects(
      new LinearShap(model, { output: "probability" }).attribute(table.slice(0, 2), options),
      /is not a sum over its columns.*explain the logit, or use KernelShap/,
    );
    const product = (x: tf.Tensor) => tf.mul(x.slice([0, 0], [-1, 1]), x.slice([0, 1], [-1, 1]));
    await assert.rejects(
      new LinearShap(product).attribute(table.slice(0, 2), { ...options, target: 0 }),
      /Use KernelShap/,
    );
    model.dispose();
  });
});
