import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { Table } from "../../kernel/library/datasets/index.ts";
import { displayKey, mime } from "../../kernel/library/display/index.ts";
import { describeModel } from "../../kernel/library/engine/index.ts";
import { anchor, decisionBoundary, surrogateTree, type TreeNode } from "../../kernel/library/global/index.ts";
import { DataError, OptionError, ShapeError } from "../../kernel/library/ground/errors.ts";
import type { Figure } from "../../kernel/payloads/figure.ts";
import { root } from "../goldens.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { regression, thousand } from "./regression.ts";

const near = (a: number | undefined, b: number | undefined, tolerance: number) =>
  assert.ok(Math.abs((a ?? Number.NaN) - (b ?? Number.NaN)) <= tolerance, `${a} instead of ${b} ± ${tolerance}`);

/**
 * Nodes as scikit-learn numbers them: a node, all to its left, all to its right. f0 and f8 part the 76 rows of one node
 * alike, f0 the other way round: a tie, which scikit-learn leaves to its random order.
 */
function nodes(node: TreeNode): TreeNode[] {
  const { left, right } = node;
  if (!left || !right) return [node];
  return [node, ...(isTie(node) ? [...nodes(right), ...nodes(left)] : [...nodes(left), ...nodes(right)])];
}

const isTie = ({ count, split }: TreeNode) => count === 76 && split?.column === 0;

describe("a surrogate tree", () => {
  before(ready);

  it("of the golden's model is scikit-learn's, split by split", async () => {
    const tree = await surrogateTree(regression, thousand, { maxDepth: 4 });
    const golden = JSON.parse(readFileSync(join(root, "test/golden/tabular/manifest.json"), "utf8")).surrogateTree as {
      R2: number;
      feature: number[];
      threshold: number[];
      value: number[];
      nodeSamples: number[];
    };
    const ours = nodes(tree.root);
    const feature = ours.map((node) => (isTie(node) ? 8 : (node.split?.column ?? -2)));
    assert.deepEqual(feature, golden.feature);
    assert.deepEqual(
      ours.map(({ count }) => count),
      golden.nodeSamples,
    );
    for (const [i, node] of ours.entries()) {
      if (node.split && !isTie(node)) near(node.split.threshold, golden.threshold[i], 1e-6);
      near(node.value, golden.value[i], 2e-5);
    }
    let [left, all] = [0, 0];
    const answers = Float32Array.from(
      tf.tidy(() => regression(tf.tensor2d(thousand.values as Float32Array, [1000, 10])).dataSync()),
    );
    const mean = answers.reduce((sum, value) => sum + value, 0) / 1000;
    for (let row = 0; row < 1000; row++) {
      left += ((answers[row] ?? 0) - tree.predict(thousand.values.subarray(10 * row, 10 * row + 10))) ** 2;
      all += ((answers[row] ?? 0) - mean) ** 2;
    }
    near(1 - left / all, golden.R2, 1e-5);
  });

  it("chooses the smallest depth that is true to the model, judged on rows it had not seen", async () => {
    const step = (inputs: tf.Tensor) =>
      tf.tidy(() => {
        const [a, b] = tf.unstack(inputs, 1) as [tf.Tensor, tf.Tensor];
        return tf.cast(tf.logicalAnd(a.greater(0.5), b.lessEqual(0.25)), "float32").expandDims(1);
      });
    const rows = { values: Float32Array.from({ length: 2000 }, (_, i) => (i * 0.6180339887) % 1), shape: [1000, 2] };
    describeModel(step, { outputs: "binary" });
    const tree = await surrogateTree(step, rows);
    assert.equal(tree.depth, 2);
    assert.ok(tree.fidelity > 0.95 && (tree.agreement ?? 0) > 0.98);
    const yes = tree.rules.find(({ value }) => value > 0.9);
    assert.match(
      yes?.words.join(" and ") ?? "",
      /feature 0 > 0\.[45]\d* and feature 1 ≤ 0\.2\d*|feature 1 ≤ 0\.2\d* and feature 0 > 0\.[45]/,
    );
    assert.match(
      tree.describe(),
      /^Surrogate tree of depth 2 \(probability of class 1\): R² = \d.* on 200 unseen rows/,
    );
    assert.match(tree.describe({ locale: "zh-CN" }), /^深度为 2 的代理决策树/);
    // The rules part the rows: each row in one of them.
    assert.equal(
      tree.rules.reduce((sum, { count }) => sum + count, 0),
      1000,
    );
  });

  it("parts categories one against the others, by name", async () => {
    const table = new Table({
      values: Float32Array.from({ length: 120 }, (_, i) => (i % 2 === 0 ? (i / 2) % 3 : Math.sin(i))),
      columns: [
        { name: "city", kind: "categorical", categories: ["Oslo", "Bergen", "Tromsø"] },
        { name: "noise", kind: "numeric" },
      ],
    });
    const model = (inputs: tf.Tensor) =>
      tf.tidy(() =>
        tf
          .cast(tf.equal(inputs.slice([0, 0], [-1, 1]), 1), "float32")
          .mul(0.8)
          .add(0.1),
      );
    const tree = await surrogateTree(model, table);
    assert.equal(tree.depth, 1);
    assert.deepEqual(
      tree.rules.map(({ words }) => words.join()),
      ["city = Bergen", "city ≠ Bergen"],
    );
    const bundle = await tree[displayKey]();
    const [trace] = (bundle[mime.plotly] as Figure).data;
    assert.deepEqual(trace?.labels, ["all rows", "city = Bergen", "city ≠ Bergen"]);
    assert.deepEqual(trace?.values, [60, 20, 40]);
  });

  it("says that it does not follow, and what is wrong with the rows", async () => {
    const wild = (inputs: tf.Tensor) => tf.tidy(() => tf.sin(inputs.sum(1, true).mul(1e4)).mul(0.5).add(0.5));
    const tree = await surrogateTree(wild, thousand);
    assert.ok(tree.fidelity < 0.3);
    assert.match(tree.describe(), /do not take its rules for the model's/);
    await assert.rejects(
      surrogateTree((x) => tf.tidy(() => x.sum(1, true).mul(0)), thousand),
      DataError,
    );
    await assert.rejects(surrogateTree(regression, thousand.slice(0, 5)), /5 rows are too few/);
    await assert.rejects(surrogateTree(regression, thousand, { maxDepth: 0 }), OptionError);
  });
});

describe("anchors", () => {
  before(ready);

  it("of the golden's rows are as precise and as wide as alibi's", async () => {
    // alibi's own, from its random search: f6 alone for rows 0 to 3, coverage of about a quarter.
    for (const [row, rule, predicted] of [
      [0, /^f6 ≤ −1\.0\d+$/, 0],
      [1, /^f6 > 0\.9\d+$/, 1],
      [2, /^f6 > 0\.9\d+$/, 1],
    ] as const) {
      const found = await anchor(regression, thousand.slice(row, row + 1), thousand, { seed: 1 });
      assert.equal(found.rule.length, 1, found.describe());
      assert.match(found.rule[0] ?? "", rule);
      assert.equal(found.fields.predicted, predicted);
      assert.ok(found.precision >= 0.95);
      near(found.coverage, 0.25, 0.005);
    }
  });

  it("tell a precision that holds: what fulfils the rule gets the answer", async () => {
    const found = await anchor(regression, thousand.slice(4, 5), thousand, { seed: 2 });
    const [low, high] = found.fields.interval;
    assert.ok(low <= found.precision && found.precision <= high && low >= 0.9);
    // The other way round: rows drawn here, column by column, that fulfil the rule.
    const condition = found.fields.conditions;
    const random = (i: number) => Math.floor(1000 * ((i * 0.7548776662) % 1));
    const drawn: number[] = [];
    for (let i = 0; drawn.length < 2000 * 10 && i < 200_000; i++) {
      const row = Array.from(
        { length: 10 },
        (_, column) => thousand.values[10 * random(i * 10 + column) + column] ?? 0,
      );
      if (
        condition.every(
          ({ column, above, most }) =>
            (above === undefined || (row[column] ?? 0) > above) && (most === undefined || (row[column] ?? 0) <= most),
        )
      ) {
        drawn.push(...row);
      }
    }
    const rows = drawn.length / 10;
    const answers = tf.tidy(() => regression(tf.tensor2d(drawn, [rows, 10])).dataSync());
    const same = answers.filter((value) => (value > 0.5 ? 1 : 0) === found.fields.predicted).length / rows;
    assert.ok(same > 0.93, `${same} of ${rows}`);
  });

  it("need no condition where the model always says the same, and say so where none is precise enough", async () => {
    const always = (inputs: tf.Tensor) => tf.tidy(() => inputs.sum(1, true).mul(0).add(0.9));
    describeModel(always, { outputs: "binary" });
    const found = await anchor(always, thousand.slice(0, 1), thousand);
    assert.deepEqual([found.rule, found.coverage], [[], 1]);
    assert.match(found.describe(), /^Whatever the values of the columns, the model predicts yes/);
    const wild = (inputs: tf.Tensor) => tf.tidy(() => tf.sin(inputs.sum(1, true).mul(1e4)).mul(0.5).add(0.5));
    describeModel(wild, { outputs: "binary" });
    const none = await anchor(wild, thousand.slice(0, 1), thousand, { maxSize: 1 });
    assert.match(none.describe(), /No rule reached a precision of 95%/);
    assert.match(none.describe({ locale: "zh-CN" }), /没有找到精度达到/);
    await assert.rejects(anchor(regression, thousand.slice(0, 2), thousand), ShapeError);
    await assert.rejects(anchor(regression, thousand.slice(0, 1), thousand.slice(0, 10)), DataError);
  });

  it("give the same for the same seed, and leave no tensor", () =>
    assertNoLeak(async () => {
      const ask = async () => (await anchor(regression, thousand.slice(5, 6), thousand, { seed: 7 })).fields;
      assert.deepEqual(await ask(), await ask());
    }));
});

describe("the decision boundary", () => {
  before(ready);

  it("holds the model's own answers over two columns, the others held at a row", async () => {
    const found = await decisionBoundary(regression, thousand, ["f6", "f8"], { resolution: 11, row: 3 });
    const row = thousand.slice(3, 4).values.slice();
    row[6] = found.grid[0][4] ?? 0;
    row[8] = found.grid[1][9] ?? 0;
    const wanted = tf.tidy(() => regression(tf.tensor2d(row as Float32Array, [1, 10])).dataSync()[0]);
    near(found.answers[9 * 11 + 4], wanted, 1e-6);
    assert.equal(found.points.length, 2000);
    near(found.points[2 * 5], thousand.column("f6")[5], 1e-6);
    assert.equal(found.modelPasses, 1000 + 121);
    const { data } = (await found[displayKey]())[mime.plotly] as Figure;
    assert.deepEqual(
      data.map(({ type }) => type),
      ["heatmap", "contour", "scatter", "scatter"],
    );
  });

  it("over two components keeps what of the row lies beside the plane: at the row's own place its own answer", async () => {
    const found = await decisionBoundary(regression, thousand, "pca", { resolution: 5, row: 3 });
    assert.match(found.axes[0], /component 1 \(\d/);
    // Rows 2 and 3 of a plane are two columns: nothing lies beside it, so every row's place has its own answer.
    const plane = thousand.select("f6", "f8");
    const model = (inputs: tf.Tensor) => tf.tidy(() => tf.sigmoid(inputs.mul([2, -1]).sum(1, true)));
    const flat = await decisionBoundary(model, plane, "pca", { resolution: 80 });
    const [x, y] = [flat.points[0] ?? 0, flat.points[1] ?? 0];
    const nearest = (grid: Float64Array, value: number) =>
      grid.reduce((best, at, i) => (Math.abs(at - value) < Math.abs((grid[best] ?? 0) - value) ? i : best), 0);
    near(flat.answers[nearest(flat.grid[1], y) * 80 + nearest(flat.grid[0], x)], flat.own[0], 0.06);
  });

  it("says what is wrong with the columns", async () => {
    await assert.rejects(decisionBoundary(regression, thousand, ["f6", "f6"]), OptionError);
    await assert.rejects(decisionBoundary(regression, thousand, ["f6", "age"]), /no feature age/);
    await assert.rejects(decisionBoundary(regression, thousand, "pca", { row: 1000 }), /no row 1000/);
  });
});
