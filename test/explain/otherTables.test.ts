import assert from "node:assert/strict";
import { tabular } from "../../kernel/library/datasets/index.ts";
import { predict } from "../../kernel/library/engine/index.ts";
import {
  counterfactual,
  explain,
  FeatureAblation,
  IntegratedGradients,
  LimeTabular,
  ShapleyValues,
} from "../../kernel/library/explain/index.ts";
import {
  accumulatedLocalEffects,
  anchor,
  partialDependence,
  permutationImportance,
  surrogateTree,
} from "../../kernel/library/global/index.ts";
import { logisticRegression } from "../../kernel/library/models/index.ts";
import { ready } from "../tensorflow.ts";

const cells = (i: number) => ({
  sex: ["male", "female"][i % 2],
  class: ["first", "second", "third"][(i * 7) % 3],
  fare: String((i * 37) % 101),
});
const survived = (i: number) => (i % 2 === 1 ? (i % 5 === 0 ? "no" : "yes") : i % 7 === 0 ? "yes" : "no");
const csv = (order: readonly ("sex" | "class" | "fare")[], rows: readonly number[]) =>
  tabular.parse(
    [[...order, "survived"], ...rows.map((i) => [...order.map((name) => cells(i)[name]), survived(i)])]
      .map((row) => row.join())
      .join("\n"),
    { target: "survived", categorical: ["sex", "class"] },
  );
const all = Array.from({ length: 60 }, (_, i) => i);
const known = csv(["sex", "class", "fare"], all);
// Other columns first, and "third" alone: it has the code 0 in this file, and 2 in the model's.
const thirds = all.filter((i) => cells(i).class === "third");
const other = csv(["fare", "class", "sex"], thirds);
const same = known.take(thirds);

describe("a table of other columns, or with other codes", () => {
  let model: Awaited<ReturnType<typeof logisticRegression>>["model"];
  before(async () => {
    await ready();
    ({ model } = await logisticRegression(known));
  });

  it("predict knows a table's columns and categories by name", async () => {
    const [own, placed] = [await predict(model, same), await predict(model, other)];
    assert.deepEqual(placed.of().values, own.of().values);
  });

  it("methods know inputs, backgrounds and baselines by name", async () => {
    const [row, background] = [same.slice(0, 1), same.slice(0, 8)];
    const [otherRow, otherBackground] = [other.slice(0, 1), other.slice(0, 8)];
    for (const Method of [ShapleyValues, FeatureAblation]) {
      const own = await new Method(model).attribute(row, { background });
      const placed = await new Method(model).attribute(otherRow, { background: otherBackground });
      assert.deepEqual(placed.values, own.values);
      assert.deepEqual(placed.columns, own.columns);
    }
    const own = await new IntegratedGradients(model).attribute(row, { baselines: same.slice(1, 2) });
    const placed = await new IntegratedGradients(model).attribute(otherRow, { baselines: other.slice(1, 2) });
    assert.deepEqual(placed.values, own.values);
    const said = await explain(model, otherRow, { background: otherBackground });
    assert.equal(said.describe(), (await explain(model, row, { background })).describe());
  });

  it("LIME, anchors, counterfactuals and permutation importance know them by name", async () => {
    const lime = (trainingData: typeof known, row: typeof known) =>
      new LimeTabular(model, { trainingData, seed: 1 }).attribute(row);
    const own = await lime(same, same.slice(0, 1));
    assert.deepEqual((await lime(same, other.slice(0, 1))).values, own.values);
    assert.deepEqual((await lime(other, other.slice(0, 1))).values, own.values);
    const rule = async (row: typeof known, data: typeof known) =>
      (await anchor(model, row, data, { seed: 1 })).describe();
    assert.equal(await rule(other.slice(0, 1), other), await rule(same.slice(0, 1), same));
    const ways = async (row: typeof known, data: typeof known) =>
      (await counterfactual(model, row, { data })).describe();
    assert.equal(await ways(other.slice(0, 1), other), await ways(same.slice(0, 1), same));
    const worth = async (data: typeof known) => {
      const found = await permutationImportance(model, data, { nRepeats: 2 });
      return found.ranked().map(({ feature, value }) => [feature, value]);
    };
    assert.deepEqual(await worth(other), await worth(same));
  });

  it("pictures of the whole model look at the column that was named", async () => {
    const along = async (data: typeof known) => {
      const means = await partialDependence(model, data, "fare");
      const effects = await accumulatedLocalEffects(model, data, "fare");
      const tree = await surrogateTree(model, data, { maxDepth: 2 });
      return [means.average, effects.values, tree.describe()];
    };
    assert.deepEqual(await along(other), await along(same));
  });

  it("permutation importance knows classes by name", async () => {
    const iris = (kinds: readonly string[]) =>
      tabular.parse(
        ["x,kind", ...kinds.flatMap((kind) => [0, 1, 2, 3].map((i) => `${10 * kind.length + i},${kind}`))].join("\n"),
        { target: "kind" },
      );
    const { model } = await logisticRegression(iris(["a", "bb", "ccc"]));
    // Alone, "bb" and "ccc" have the codes 0 and 1.
    assert.equal((await permutationImportance(model, iris(["bb", "ccc"]))).baseline, 1);
    await assert.rejects(permutationImportance(model, iris(["bb", "dddd"])), /the class dddd, but the model/);
  });

  it("a category or a column that the model does not know is an error", async () => {
    const crew = tabular.parse("sex,class,fare\nmale,crew,3\nfemale,third,4\n");
    await assert.rejects(predict(model, crew), /The column class has the category crew, but the model knows first, /);
    await assert.rejects(new ShapleyValues(model).attribute(crew.slice(0, 1), { background: same }), /category crew/);
    // Another row of the file has it: no matter of this one.
    assert.equal((await predict(model, crew.slice(1, 2))).count, 1);
    const less = tabular.parse("sex,fare\nmale,3\nfemale,4\n");
    await assert.rejects(predict(model, less), /The table has no column class/);
    await assert.rejects(new ShapleyValues(model).attribute(less, { background: same }), /has no column class/);
  });
});
