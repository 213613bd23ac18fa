import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { Table } from "../../kernel/library/datasets/index.ts";
import { displayKey, mime } from "../../kernel/library/display/index.ts";
import { describeModel } from "../../kernel/library/engine/index.ts";
import { counterfactual } from "../../kernel/library/explain/index.ts";
import { OptionError, ShapeError, TargetError } from "../../kernel/library/ground/errors.ts";
import { golden, regression, thousand, twoClasses } from "../global/regression.ts";
import { goldens } from "../goldens.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { modelA } from "./modelA.ts";

const row = (index: number) => thousand.slice(index, index + 1);

describe("counterfactuals", () => {
  before(ready);

  for (const [name, model] of [
    ["one output", regression],
    ["two outputs", twoClasses],
  ] as const) {
    it(`by gradients, with ${name}: the nearest point of a linear model's boundary, for both classes`, async () => {
      const nearest = golden("counterfactual/l2_projection").values;
      for (let index = 0; index < 10; index++) {
        const { found } = await counterfactual(model, row(index), { method: "gradient", sparse: false });
        const ours = found[0]?.values ?? new Float32Array();
        const away = Math.max(...ours.map((value, i) => Math.abs(value - (nearest[10 * index + i] ?? 0))));
        assert.ok(away < 2e-4, `row ${index}: ${away}`);
        assert.ok(Math.abs((found[0]?.probability ?? 0) - 0.5) < 1e-4);
        assert.equal(found[0]?.changes.length, 10);
      }
    });
  }

  it("keeps ranges and what is fixed, reaches the probability asked for, changes little", async () => {
    // Without f6 two others must change, and no other two will do: the slope leads to one answer.
    for (const [method, total] of [
      ["gradient", 1],
      ["search", 3],
    ] as const) {
      const options = { data: thousand, fixed: ["f6"], probability: 0.8, total, method };
      const { found } = await counterfactual(regression, row(0), options);
      assert.equal(found.length, total, method);
      for (const { values, probability, valid, changes, plausibility } of found) {
        assert.ok(valid && probability >= 0.8 - 1e-6);
        assert.equal(values[6], row(0).values[6]);
        for (let i = 0; i < 10; i++) {
          const column = thousand.column(`f${i}`);
          const [low, high] = [Math.min(...column), Math.max(...column)];
          assert.ok((values[i] ?? 0) >= low - 1e-6 && (values[i] ?? 0) <= high + 1e-6);
        }
        assert.ok(changes.length <= 6, `${method}: ${changes.length} changes`);
        assert.ok(plausibility !== undefined && plausibility >= 0 && plausibility <= 1);
      }
    }
  });

  it("gives different answers, the nearest first", async () => {
    for (const method of ["gradient", "search"] as const) {
      const { found } = await counterfactual(regression, row(0), {
        data: thousand,
        probability: 0.8,
        total: 3,
        method,
      });
      const kinds = new Set(found.map(({ changes }) => changes.map(({ name }) => name).join()));
      assert.equal(kinds.size, 3, `${method}: ${[...kinds].join("; ")}`);
      const distances = found.map(({ distance }) => distance);
      assert.deepEqual(
        distances,
        [...distances].sort((a, b) => a - b),
      );
      assert.deepEqual(
        found[0]?.changes.map(({ name }) => name),
        ["f6"],
      );
    }
  });

  it("by search: no single change can be spared, and none shortened", async () => {
    const { found } = await counterfactual(regression, row(3), { data: thousand, method: "search" });
    const [answer] = found;
    assert.ok(answer);
    const ask = (values: Float32Array) => tf.tidy(() => regression(tf.tensor2d(values, [1, 10])).dataSync()[0] ?? 0);
    const before = ask(row(3).values as Float32Array);
    for (const { feature, from, to } of answer.changes) {
      for (const value of [from, from + 0.99 * (to - from)]) {
        const back = answer.values.slice();
        back[feature] = value;
        assert.equal(ask(back) > 0.5, before > 0.5, `feature ${feature} at ${value}`);
      }
    }
  });

  it("keeps whole numbers whole and categories categories, and names them", async () => {
    const count = 200;
    const table = new Table({
      values: Float32Array.from({ length: count * 3 }, (_, i) =>
        i % 3 === 0 ? (i / 3) % 3 : i % 3 === 1 ? (i * 7) % 40 : Math.sin(i),
      ),
      columns: [
        { name: "city", kind: "categorical", categories: ["Oslo", "Bergen", "Tromsø"] },
        { name: "rooms", kind: "integer" },
        { name: "noise", kind: "numeric" },
      ],
      target: { name: "sold", kind: "categorical", categories: ["no", "yes"], values: new Float64Array(count) },
    });
    const model = (inputs: tf.Tensor) =>
      tf.tidy(() => {
        const [city, rooms] = tf.unstack(inputs, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
        return tf.sigmoid(tf.cast(tf.equal(city, 2), "float32").mul(4).add(rooms.mul(0.25)).sub(6)).expandDims(1);
      });
    describeModel(model, { outputs: "binary" });
    const start = new Table({ ...table.fields(), values: Float32Array.of(0, 8, 0), target: undefined });
    const answers = await counterfactual(model, start, { data: table, total: 2 });
    for (const { values, valid } of answers.found) {
      assert.ok(valid && Number.isInteger(values[0]) && Number.isInteger(values[1]));
      assert.equal(values[2], 0);
    }
    const [first] = answers.found;
    assert.deepEqual(first?.changes.map(({ name, to }) => [name, to]).sort(), [["city", 2]]);
    assert.match(answers.describe(), /To get 1, change city Oslo → Tromsø: P\(1\) = 50% \(distance 1/);
    assert.match(
      answers.describe({ locale: "zh-CN" }),
      /变为 1 需改变：city（Oslo → Tromsø），此时 P\(1\) = 50%（距离 1/,
    );
    const bundle = await answers[displayKey]();
    assert.match(String(bundle[mime.html]), /Tromsø/);
  });

  it("says how near it came where there is no way", async () => {
    const tight = { ranges: { f6: [-1.4, -1.2] as const }, fixed: [0, 1, 2, 3, 4, 5, 7, 8, 9] };
    const answers = await counterfactual(regression, row(0), { data: thousand, ...tight });
    assert.deepEqual(answers.found, []);
    assert.ok((answers.closest?.probability ?? 1) < 0.5);
    assert.match(
      answers.describe(),
      /Nothing was found with P\(yes\) of at least 50%\. The closest attempt changes .*: P\(yes\)/,
    );
    assert.match(answers.describe({ locale: "zh-CN" }), /没有找到/);
  });

  it("names the nearest real row that the model answers otherwise", async () => {
    const { nearestUnlikeNeighbor, found } = await counterfactual(regression, row(0), { data: thousand });
    assert.ok(nearestUnlikeNeighbor?.valid);
    assert.ok(nearestUnlikeNeighbor.distance > (found[0]?.distance ?? 0));
    const real = Array.from({ length: 1000 }, (_, i) => thousand.values.subarray(10 * i, 10 * i + 10).join());
    assert.ok(real.includes(nearestUnlikeNeighbor.values.join()));
    assert.equal(nearestUnlikeNeighbor.plausibility, 1);
  });

  it("of a digit: a strip of steps from the digit to another", async () => {
    const model = modelA();
    const digits = goldens("modelA")("input").values;
    const image = { values: Float32Array.from(digits).subarray(0, 784), shape: [1, 28, 28, 1] };
    const answers = await counterfactual(model, image, { ranges: [0, 1], steps: 5 });
    const [answer] = answers.found;
    assert.ok(answer?.valid, answers.describe());
    assert.ok(answer.values.every((value) => value >= 0 && value <= 1));
    const probabilities = answers.steps?.probabilities ?? new Float64Array();
    assert.equal(probabilities.length, 5);
    assert.ok((probabilities[0] ?? 1) < 0.1 && (probabilities[4] ?? 0) >= 0.5 - 1e-6);
    // A small change does it: that is what networks are known for.
    assert.ok(answer.distance < 0.2 * 784);
    const bundle = await answers[displayKey]();
    assert.ok(bundle[mime.png]);
    model.dispose();
  });

  it("gives the same for the same seed, and leaves no tensor", () =>
    assertNoLeak(async () => {
      const ask = (seed: number) => counterfactual(regression, row(1), { method: "search", seed, ranges: [-3, 3] });
      const [a, b] = [await ask(1), await ask(1)];
      assert.deepEqual(a.found, b.found);
    }));

  it("stops when told to", async () => {
    const controller = new AbortController();
    const model = (inputs: tf.Tensor) => {
      controller.abort(new Error("enough"));
      return regression(inputs);
    };
    await assert.rejects(counterfactual(model, row(0), { data: thousand, signal: controller.signal }), /enough/);
  });

  it("says what is wrong with a wish", async () => {
    const ask = (options: object, input = row(0)) => counterfactual(regression, input, options);
    await assert.rejects(ask({ target: 0 }), /already predicts no/);
    await assert.rejects(ask({ target: 2 }), TargetError);
    await assert.rejects(ask({ fixed: ["age"] }), /no column age/);
    await assert.rejects(ask({ fixed: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }), /every column is fixed/);
    await assert.rejects(ask({ probability: 1 }), OptionError);
    await assert.rejects(ask({ ranges: [1, 0] }), OptionError);
    await assert.rejects(ask({}, thousand.slice(0, 2)), ShapeError);
    const numbers = (inputs: tf.Tensor) => tf.tidy(() => inputs.sum(1, true).mul(100).add(500));
    await assert.rejects(counterfactual(numbers, row(0)), /numbers, not class probabilities/);
  });
});
