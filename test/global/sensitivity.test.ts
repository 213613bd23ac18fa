import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { Table } from "../../kernel/library/datasets/index.ts";
import { displayKey, mime, toBundle } from "../../kernel/library/display/index.ts";
import {
  dropColumnImportance,
  elementaryEffects,
  GlobalSensitivity,
  LocalSensitivity,
  morris,
  permutationImportance,
  sobol,
  sobolIndices,
} from "../../kernel/library/global/index.ts";
import { DataError, OptionError } from "../../kernel/library/ground/errors.ts";
import { setLanguage } from "../../kernel/library/ground/language.ts";
import { logisticRegression } from "../../kernel/library/models/index.ts";
import { assertExact } from "../goldens.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { golden, regression, thousand, twoClasses } from "./regression.ts";

const ishigami = (inputs: tf.Tensor) =>
  tf.tidy(() => {
    const [a, b, c] = tf.unstack(inputs, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    return tf
      .sin(a)
      .add(tf.sin(b).square().mul(7))
      .add(c.pow(4).mul(tf.sin(a)).mul(0.1))
      .expandDims(1);
  });
const circle: [number, number][] = [0, 1, 2].map(() => [-Math.PI, Math.PI]);
const near = (a: number | undefined, b: number, tolerance: number) =>
  assert.ok(Math.abs((a ?? Number.NaN) - b) <= tolerance, `${a} instead of ${b} ± ${tolerance}`);

/** 3 a − 2 b + 0 c. */
const linear = (inputs: tf.Tensor) => tf.tidy(() => inputs.mul([3, -2, 0]).sum(1, true));
const rows = { values: Float32Array.from({ length: 300 }, (_, i) => Math.sin(7 * i)), shape: [100, 3] };

describe("permutation importance", () => {
  before(ready);

  it("gives the golden's drops for the golden's permutations", async () => {
    const permutations = golden("permutation_importance/perms").values;
    const accuracy = await permutationImportance(regression, thousand, { permutations });
    const wanted = golden("permutation_importance/accuracy_drop");
    // A row whose answer lies within float32 of a half may fall on the other side.
    for (const [i, drop] of accuracy.importances.entries()) near(drop, wanted.values[i] ?? 0, 0.0011);
    near(accuracy.baseline, 0.859, 0.0011);
    const loss = await permutationImportance(regression, thousand, { permutations, scoring: "logLoss" });
    assertExact(loss.importances, golden("permutation_importance/logloss_increase"));
    assert.equal(loss.unit, "rise of the log loss");
  });

  it("is within the spread of scikit-learn's, and the same for two outputs as for one", async () => {
    const ours = await permutationImportance(regression, thousand, { nRepeats: 10, seed: 3 });
    const [mean, deviation] = [0, 1].map((row) =>
      [...golden("permutation_importance/sklearn_mean_std").values].slice(10 * row, 10 * row + 10),
    );
    for (let i = 0; i < 10; i++) near(ours.values[i], mean?.[i] ?? 0, 4 * (deviation?.[i] ?? 0) + 1e-3);
    const two = await permutationImportance(twoClasses, thousand, { nRepeats: 10, seed: 3 });
    for (let i = 0; i < 10; i++) near(two.values[i], ours.values[i] ?? 0, 2e-4);
    assert.deepEqual(ours.ranked()[0]?.feature, "f6");
    const [low, high] = ours.interval[6] ?? [0, 0];
    assert.ok(low < (ours.values[6] ?? 0) && (ours.values[6] ?? 0) < high && high - low < 0.2);
  });

  it("judges numbers by their squared error", async () => {
    const values = rows.values;
    const y = Float64Array.from({ length: 100 }, (_, i) => 3 * (values[3 * i] ?? 0) - 2 * (values[3 * i + 1] ?? 0));
    const columns = ["a", "b", "c"].map((name) => ({ name, kind: "numeric" as const }));
    const table = new Table({ values, columns, target: { name: "y", kind: "numeric", values: y } });
    const found = await permutationImportance(linear, table, { seed: 1 });
    near(found.baseline, 0, 1e-9);
    assert.ok((found.values[0] ?? 0) > (found.values[1] ?? 0) && (found.values[1] ?? 0) > 1);
    near(found.values[2], 0, 1e-9);
    await assert.rejects(permutationImportance(linear, table, { scoring: "accuracy" }), DataError);
    await assert.rejects(permutationImportance(linear, table, { nRepeats: 0 }), OptionError);
  });

  it("leaves no tensor", () =>
    assertNoLeak(async () => {
      await permutationImportance(regression, thousand, { nRepeats: 1 });
    }));
});

describe("drop-column importance", () => {
  before(ready);

  it("tells what only the model loses from what the data loses", async () => {
    // Column b repeats column a: without one of them, the other still tells all.
    const values = Float32Array.from(
      { length: 600 },
      (_, i) => Math.sin(11 * Math.floor(i / 3)) * (i % 3 === 2 ? 0 : 1) + (i % 3 === 2 ? Math.cos(5 * i) : 0),
    );
    const y = Float64Array.from({ length: 200 }, (_, i) => ((values[3 * i] ?? 0) + 0.4 * Math.sin(17 * i) > 0 ? 1 : 0));
    const columns = ["a", "b", "c"].map((name) => ({ name, kind: "numeric" as const }));
    const table = new Table({
      values,
      columns,
      target: { name: "y", kind: "categorical", categories: ["n", "y"], values: y },
    });
    // With next to no penalty: it makes one weight of double size cost more than two.
    const learn = async (part: Table) => (await logisticRegression(part, { C: 1e4 })).model;
    const { ablated, retrained, baseline } = await dropColumnImportance(learn, table, table, { scoring: "logLoss" });
    assert.ok(baseline > -0.4);
    assert.ok((ablated.values[0] ?? 0) > 0.03, String(ablated.values));
    near(retrained.values[0], 0, 0.005);
    assert.ok(Math.abs(retrained.values[2] ?? 1) < 0.02 && Math.abs(ablated.values[2] ?? 1) < 0.02);
  });

  it("keeps no model it trained", () =>
    assertNoLeak(async () => {
      const part = thousand.select("f6", "f8").slice(0, 100);
      const { [displayKey]: show } = await dropColumnImportance(
        async (t) => (await logisticRegression(t)).model,
        part,
        part,
      );
      assert.match(String((await show())[mime.text]), /retrained/);
    }));
});

describe("sensitivity", () => {
  before(ready);

  it("global: of a linear model is |w| σ √(2/π)", async () => {
    const found = await new GlobalSensitivity(linear, { sigma: 0.5, nSamples: 200, seed: 5 }).attribute(rows);
    for (const [i, weight] of [3, 2, 0].entries()) {
      near(found.values[i], weight * 0.5 * Math.sqrt(2 / Math.PI), 4 * (found.standardError[i] ?? 0) + 1e-6);
    }
    assert.ok((found.standardError[0] ?? 1) < 0.02 && (found.standardError[0] ?? 0) > 0);
    assert.equal(found.modelPasses, 100 + 3 * 100 * 200);
  });

  it("global: moves whole numbers by whole steps, and a category to another", async () => {
    const table = new Table({
      values: Float32Array.from({ length: 40 }, (_, i) => i % 2),
      columns: [
        { name: "city", kind: "categorical", categories: ["Oslo", "Bergen"] },
        { name: "rooms", kind: "integer" },
      ],
    });
    const seen = new Set<number>();
    const model = (inputs: tf.Tensor) => {
      for (const value of inputs.dataSync()) seen.add(value);
      return tf.tidy(() => inputs.mul([1, 0]).sum(1, true));
    };
    const found = await new GlobalSensitivity(model).attribute(table, { sigma: 2 });
    // There is one other category: every draw moves the answer by 1.
    near(found.values[0], 1, 1e-6);
    assert.ok([...seen].every(Number.isInteger));
  });

  it("local: of a linear model is −w / σ, signed", async () => {
    const map = await new LocalSensitivity(linear).attribute(rows, { sigma: [0.5, 1, 2], target: 0 });
    for (const [i, value] of map.values.entries())
      near(value, -([3, -2, 0][i % 3] ?? 0) / ([0.5, 1, 2][i % 3] ?? 1), 1e-4);
    const still = { values: Float32Array.of(1, 2, 1, 3), shape: [2, 2] };
    const sum = (inputs: tf.Tensor) => inputs.sum(1, true);
    await assert.rejects(new LocalSensitivity(sum).attribute(still), /column 0 is constant/);
  });
});

describe("Sobol indices", () => {
  before(ready);

  it("show themselves in the notebook's language, as bars and screenings do", async () => {
    const model = (x: tf.Tensor) => tf.tidy(() => x.sum(1, true));
    const bounds: [number, number][] = [
      [0, 1],
      [0, 2],
    ];
    const texts = async () => [
      String((await toBundle(await sobol(model, bounds, { nSamples: 32 })))["text/plain"]),
      String((await toBundle(await morris(model, bounds, { nTrajectories: 4 })))["text/plain"]),
      String(
        (
          await toBundle(
            await new GlobalSensitivity(model).attribute(
              tf.tensor2d([
                [0, 1],
                [1, 0],
              ]),
            ),
          )
        )["text/plain"],
      ),
    ];
    const english = await texts();
    assert.match(english[0] ?? "", /^Sobol indices, shares of the variance of the output\nfeature +first/);
    await setLanguage("zh-CN");
    try {
      const [indices = "", effects = "", bars = ""] = await texts();
      assert.match(indices, /^Sobol 指数：占输出的方差的份额\n特征 +一阶 +± 一阶 +总阶/);
      assert.match(effects, /^Morris：对输出的基本效应\n特征 +μ\*/);
      assert.match(bars, /^全局敏感度\n1\. feature \d：/);
    } finally {
      await setLanguage("en");
    }
  });

  it("of the stored sample are SALib's", () => {
    const { first, total, second } = sobolIndices(golden("sobol/y").values, 3);
    assertExact([...first, ...total], golden("sobol/S1_ST"));
    const pairs = golden("sobol/S2").values;
    for (const i of [1, 2, 5]) near(second?.[i], pairs[i] ?? 0, 1e-9);
    assert.ok(Number.isNaN(second?.[0]));
  });

  it("of Ishigami's function are the analytic ones, within the standard errors", async () => {
    const found = await sobol(ishigami, circle, { seed: 4, nSamples: 2048 });
    const analytic = golden("sobol/analytic_S1_ST").values;
    for (let i = 0; i < 3; i++) {
      near(found.first[i], analytic[i] ?? 0, 3 * (found.firstError[i] ?? 0));
      near(found.total[i], analytic[3 + i] ?? 0, 3 * (found.totalError[i] ?? 0));
    }
    assert.ok(
      found.firstError.every((error) => error > 0 && error < 0.1),
      String(found.firstError),
    );
    assert.equal(found.modelPasses, 2048 * 8 + 1);
    const alone = await sobol(ishigami, circle, { seed: 4, nSamples: 2048, secondOrder: false });
    for (let i = 0; i < 3; i++) near(alone.total[i], found.total[i] ?? 0, 1e-9);
  });

  it("says what is wrong with bounds, and where there is nothing to share", async () => {
    await assert.rejects(sobol(ishigami, [[1, 0]]), /bounds of feature 0 are \[1, 0\]/);
    await assert.rejects(
      sobol((x) => tf.tidy(() => x.mul(0).sum(1, true)), circle),
      /is constant within these bounds/,
    );
    assert.throws(() => sobolIndices([1, 2, 3], 3), OptionError);
  });
});

describe("Morris screening", () => {
  before(ready);

  it("of the stored sample is SALib's", () => {
    const sample = Array.from(golden("morris/sample").values, (value) => (value + Math.PI) / (2 * Math.PI));
    const { mu, muStar, sigma } = elementaryEffects(sample, golden("morris/y").values, 3);
    assertExact([...mu, ...muStar, ...sigma], golden("morris/mu_mustar_sigma"));
  });

  it("of a linear function is its weights over the whole range, without spread", async () => {
    const found = await morris(
      linear,
      [
        [0, 2],
        [0, 1],
        [0, 1],
      ],
      { names: ["a", "b", "c"] },
    );
    for (const [i, weight] of [6, -2, 0].entries()) {
      near(found.mu[i], weight, 1e-4);
      near(found.muStar[i], Math.abs(weight), 1e-4);
      near(found.sigma[i], 0, 1e-4);
    }
    assert.equal(found.modelPasses, 50 * 4 + 1);
    await assert.rejects(morris(linear, [[0, 1]], { numLevels: 3 }), OptionError);
  });
});
