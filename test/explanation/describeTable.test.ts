import assert from "node:assert/strict";
import { type Table, tabular } from "../../kernel/library/datasets/index.ts";
import { toBundle } from "../../kernel/library/display/index.ts";
import {
  agreement,
  Explanation,
  FeaturePermutation,
  KernelShap,
  LinearShap,
  Saliency,
} from "../../kernel/library/explain/index.ts";
import { linearRegression, logisticRegression } from "../../kernel/library/models/index.ts";
import { ready } from "../tensorflow.ts";

/** Loans that are paid back where income is high; of colors, red helps a little. */
function loans(target: "paid" | "sum"): Table {
  const lines = Array.from({ length: 60 }, (_, i) => {
    const [income, age, color] = [(i * 37) % 60, 20 + ((i * 11) % 50), ["red", "green", "blue"][i % 3]];
    const sum = 3 * income + (color === "red" ? 20 : 0) - age;
    return [income, age, color, sum > 60 ? "yes" : "no", sum + 0.5].join();
  });
  return tabular.parse(["income,age,color,paid,sum", ...lines].join("\n"), {
    target,
    ignore: [target === "paid" ? "sum" : "paid"],
  });
}

describe("describe, of rows of a table", () => {
  before(ready);

  it("names the columns, their values and categories, and the classes, in both languages", async () => {
    const table = loans("paid");
    const { model } = await logisticRegression(table);
    const shap = new KernelShap(model);
    const map = await shap.attribute(table.slice(0, 1), { background: table, target: 0 });
    const english = map.describe();
    assert.match(
      english,
      /^Kernel SHAP explains the probability of no\. (The model predicts|Of 2 labels the model assigns) no \([o\d]/,
    );
    assert.match(english, /The strongest evidence for it is income = 0 \(\+0\.\d+, \d+%\)\./);
    assert.match(english, /The strongest evidence against it is (color = red|age = 20) \(−/);
    assert.match(english, /Half of all evidence is in 1 of 3 columns\./);
    assert.match(
      english,
      /Removed columns took the values of 60 background rows, also in combinations that no row has/,
    );
    const chinese = map.describe({ locale: "zh-CN" });
    assert.match(chinese, /支持证据主要来自：income = 0（\+0\.\d+，占 \d+%）。/);
    assert.match(chinese, /被移除的列用 60 行背景数据的值替代/);
    assert.doesNotMatch(chinese, /feature|undefined/);
    // A JSON detour keeps the names.
    assert.equal(Explanation.fromJSON(JSON.parse(JSON.stringify(map))).describe(), english);

    const permuted = await new FeaturePermutation(model).attribute(table, { target: 1 });
    assert.match(
      permuted.describe({ index: 0 }),
      /The columns were replaced one at a time.*came from the other inputs/,
    );
    const numbers = table.select("income", "age");
    const linear = await logisticRegression(numbers);
    const slopes = await new Saliency(linear.model).attribute(numbers.slice(0, 1));
    assert.match(slopes.describe(), /most sensitive to income = 0 \(/);
    linear.model.dispose();
    model.dispose();
  });

  it("says of a predicted number what raises and what lowers it", async () => {
    const table = loans("sum");
    const { model } = await linearRegression(table);
    const map = await new KernelShap(model).attribute(table.slice(2, 3), { background: table });
    const [income, age] = [table.column("income")[2], table.column("age")[2]];
    assert.match(map.describe(), /^Kernel SHAP explains sum\. The model predicts sum /);
    assert.match(map.describe(), new RegExp(`It is (raised|lowered) most by .*income = ${income} \\(`));
    assert.match(map.describe({ locale: "zh-CN" }), /^Kernel SHAP：sum。模型预测 sum 为/);
    assert.ok(age > 0);
    model.dispose();
  });

  it("says by their names which columns methods agree on", async () => {
    const table = loans("paid");
    const { model } = await logisticRegression(table);
    const row = table.slice(0, 1);
    const shap = await new KernelShap(model, { background: table }).attribute(row, { target: 0 });
    const linear = await new LinearShap(model, { background: table }).attribute(row, { target: 0 });
    const agreed = agreement([shap, linear], { k: 1 });
    assert.match(agreed.describe(), /^Over 3 columns, .*Both highlight income \(for\)\./);
    assert.match(agreed.describe({ locale: "zh-CN" }), /^在 3 列上.*两者都突出了 income（支持）/);
    model.dispose();
  });

  it("tells columns that are explained together by all their names", async () => {
    const table = loans("paid");
    const { model } = await logisticRegression(table);
    const featureMask = { values: Int32Array.of(1, 1, 0), shape: [3] };
    const map = await new KernelShap(model).attribute(table.slice(1, 2), { background: table, featureMask });
    assert.match(map.describe(), / income = 37 \+ age = 31 \(/);
    model.dispose();
  });

  it("is what a screen reader hears of the bars that such an explanation is shown as", async () => {
    const table = loans("paid");
    const { model } = await logisticRegression(table);
    const shap = new KernelShap(model);
    const one = await shap.attribute(table.slice(0, 1), { background: table });
    const bundle = await toBundle(one);
    assert.equal(bundle["text/plain"], one.describe());
    assert.match(JSON.stringify(bundle["application/vnd.plotly.v1+json"]), /color = red/);
    const several = await toBundle(await shap.attribute(table.slice(0, 3), { background: table }));
    assert.match(String(several["text/plain"]), /1\. income: 0\.\d+/);
    model.dispose();
  });
});
