import assert from "node:assert/strict";
import { makeClassification, Table, tabular } from "../../kernel/library/datasets/index.ts";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { evaluate, linearRegression, logisticRegression } from "../../kernel/library/models/index.ts";
import { golden, goldenTable } from "../datasets/golden.ts";
import { assertExact } from "../goldens.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, within: number) => {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) <= within, `${i}: ${actual[i]} instead of ${expected[i]}`);
  }
};

/** Rows of a number, a color (three categories) and a switch (two), and what depends on all of them. */
function colored(
  target: (x: number, color: number, on: number, noise: number) => number,
  classNames?: string[],
): Table {
  const random = createRandom(5);
  const rows = Array.from({ length: 300 }, () => [random.normal(), random.integer(3), random.integer(2)]);
  return tabular.fromArrays({
    values: Float64Array.from(rows.flat()),
    columns: [
      "x",
      { name: "color", kind: "categorical", categories: ["blue", "green", "red"] },
      { name: "switch", kind: "categorical", categories: ["off", "on"] },
    ],
    target: rows.map(([x, color, on]) => target(x, color, on, random.normal())),
    ...(classNames ? { classNames } : {}),
  });
}

describe("logisticRegression", () => {
  before(ready);

  it("has scikit-learn's coefficients, and its model gives scikit-learn's probabilities on both engines", async () => {
    const table = goldenTable();
    const { model, coefficients, intercept, terms } = await logisticRegression(table);
    near(coefficients, golden("logreg/coef").values, 1e-9);
    near(intercept, golden("logreg/intercept").values, 1e-9);
    assert.deepEqual(
      terms,
      table.columns.map(({ name }) => name),
    );
    for (const engine of ["onnx", "tfjs"] as const) {
      const runner = await runnerFor(model, { engine });
      const batch = { values: Float32Array.from(table.values), count: table.size };
      const { outputs } = await runner.predict(batch, { output: "probability" });
      assertExact(
        outputs.filter((_, i) => i % 2 === 1),
        golden("logreg/proba"),
      );
      near(
        outputs.filter((_, i) => i % 2 === 0),
        outputs.filter((_, i) => i % 2 === 1).map((p) => 1 - p),
        1e-6,
      );
      const logits = (await runner.predict({ values: batch.values.subarray(0, 10), count: 1 }, { output: "logit" }))
        .outputs;
      const z = coefficients.reduce((sum, w, i) => sum + w * table.values[i], intercept[0] ?? 0);
      near(logits, [-z, z], 1e-5);
    }
    const { accuracy, loss } = await evaluate(model, table);
    assert.equal(accuracy, 0.859);
    assert.ok(Math.abs(loss - 0.33086513448102906) < 1e-6);
    model.dispose();
  });

  it("leaves nothing of its objective's slope with three classes and categories, and C = ∞ leaves less loss", async () => {
    const table = colored(
      (x, color, on, noise) => (x + color + on + 3 * noise > 2.5 ? 2 : x - color / 2 - 3 * noise > 0 ? 1 : 0),
      ["a", "b", "c"],
    );
    const losses: number[] = [];
    for (const C of [0.1, 1, Number.POSITIVE_INFINITY]) {
      const { model, terms, coefficients, intercept } = await logisticRegression(table, { C });
      const free = C === Number.POSITIVE_INFINITY;
      const named = ["x", "color = blue", "color = green", "color = red", "switch = on"];
      assert.deepEqual(terms, free ? named.toSpliced(1, 1) : named);
      near([intercept.reduce((sum, each) => sum + each, 0)], [0], 1e-9);
      const { loss, probabilities } = await evaluate(model, table);
      losses.push(loss);
      // ∂/∂w of ½Σw² + C Σ loss: w + C Σ (p − y) x.
      const x = table.column("x");
      const green = table.column("color").map((code) => Number(code === 1));
      for (const [column, term] of [
        [x, 0],
        [green, terms.indexOf("color = green")],
      ] as const) {
        for (let unit = 0; unit < 3; unit++) {
          const pull = table.labels.reduce(
            (sum, label, row) => sum + (probabilities[row * 3 + unit] - Number(label === unit)) * column[row],
            0,
          );
          const weight = coefficients[unit * terms.length + term] ?? Number.NaN;
          assert.ok(Math.abs(pull + (free ? 0 : weight / C)) < 1e-3, `C ${C}: ${pull} and ${weight}`);
        }
      }
      model.dispose();
    }
    assert.ok(losses[0] > losses[1] && losses[1] > losses[2], `${losses}`);
  });

  it("leaves no tensors but its model's, and its model compiles", async () => {
    const table = colored((x, color, _, noise) => Number(x + color - 1 + noise > 0), ["no", "yes"]);
    const { model } = await assertNoLeak(() => logisticRegression(table), 4);
    assert.equal((await runnerFor(model)).engine, "onnx");
    assert.equal(model.countParams(), 3 * 9 + 9 + 9 * 2 + 2);
    model.dispose();
  });

  it("answers in words what it cannot fit", async () => {
    const table = makeClassification({ nSamples: 40, nFeatures: 4, seed: 1 });
    const only = (label: number) => table.take([...table.labels.keys()].filter((row) => table.labels[row] === label));
    await assert.rejects(logisticRegression(only(1)), /at least two classes; there are \d+, only of class 1/);
    const lacking = new Table({
      ...table.fields(),
      values: table.values.map((value, i) => (i === 5 ? Number.NaN : value)),
    });
    await assert.rejects(
      logisticRegression(lacking),
      /1 of 40 rows have no feature 1: fill them with table\.fillMissing\(\)/,
    );
    const parted = tabular.fromArrays({
      values: Float64Array.of(1, 2, 3, 4),
      target: [0, 0, 1, 1],
      classNames: ["a", "b"],
    });
    await assert.rejects(logisticRegression(parted, { C: Number.POSITIVE_INFINITY }), /separated perfectly.*Set C/);
    await assert.rejects(
      logisticRegression(tabular.fromArrays({ values: Float64Array.of(1, 2), target: [0.5, 1] })),
      /is numeric/,
    );
    await assert.rejects(logisticRegression(table, { C: 0 }), { name: "OptionError" });
    await assert.rejects(logisticRegression(table, { signal: AbortSignal.abort() }), { name: "AbortError" });
  });

  it("fits with a constant column, whose coefficient is 0", async () => {
    const { values, target } = goldenTable().fields();
    const table = tabular.fromArrays({
      values: Float64Array.from({ length: 3000 }, (_, i) =>
        i % 3 === 2 ? 7 : values[Math.floor(i / 3) * 10 + (i % 3)],
      ),
      target: target?.values ?? [],
      classNames: ["0", "1"],
    });
    const { coefficients, model } = await logisticRegression(table);
    assert.ok(Math.abs(coefficients[2] ?? 1) < 1e-9, `${coefficients}`);
    model.dispose();
  });
});

describe("linearRegression", () => {
  before(ready);

  it("finds the plane that the numbers lie on, and its model predicts them", async () => {
    const table = colored((x, color, on) => 2 * x + [1, -1, 0.5][color] - 3 * on + 4);
    const { coefficients, intercept, r2, model, terms } = await linearRegression(table);
    // Categories count against the first.
    near(coefficients, [2, -2, -0.5, -3], 1e-10);
    near(intercept, [5], 1e-10);
    near([r2], [1], 1e-12);
    assert.deepEqual(terms, ["x", "color = green", "color = red", "switch = on"]);
    const runner = await runnerFor(model);
    const { outputs } = await runner.predict(
      { values: Float32Array.from(table.values), count: 300 },
      { output: "logit" },
    );
    near(outputs, table.target?.values ?? [], 1e-5);
    model.dispose();
  });

  it("shrinks with alpha, as ridge regression's closed form says of one column", async () => {
    const [x, y] = [Float64Array.of(1, 2, 4, 9), [1, 3, 2, 7]];
    const { coefficients, r2, model } = await linearRegression(tabular.fromArrays({ values: x, target: y }), {
      alpha: 5,
    });
    const [meanX, meanY] = [4, 3.25];
    const sxy = x.reduce((sum, value, i) => sum + (value - meanX) * ((y[i] ?? 0) - meanY), 0);
    const sxx = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
    near(coefficients, [sxy / (sxx + 5)], 1e-12);
    assert.ok(r2 < 1);
    model.dispose();
  });

  it("gives a constant column 0, and names a column that repeats others", async () => {
    const random = createRandom(1);
    const rows = Array.from({ length: 20 }, () => {
      const [a, b] = [random.normal(), random.normal()];
      return [a, 3.3, b, a - b];
    });
    const of = (columns: readonly number[], names: string[]) =>
      tabular.fromArrays({
        values: Float64Array.from(rows.flatMap((row) => columns.map((i) => row[i] ?? 0))),
        columns: names,
        target: rows.map(([a = 0, , b = 0]) => a + 2 * b),
      });
    const { coefficients, model } = await linearRegression(of([0, 1, 2], ["a", "constant", "b"]));
    near(coefficients, [1, 0, 2], 1e-10);
    model.dispose();
    await assert.rejects(
      linearRegression(of([0, 2, 3], ["a", "b", "difference"])),
      /difference is a linear combination.*alpha above 0/,
    );
    await assert.rejects(linearRegression(goldenTable()), /has classes: use logisticRegression/);
  });
});
