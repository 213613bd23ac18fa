import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { type Answers, arrayModel, runnerFor } from "../../kernel/library/engine/index.ts";
import { IntegratedGradients, KernelShap } from "../../kernel/library/explain/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

/** [1 − x₀, x₀] of each row of two. */
const rows = (values: ArrayLike<number>) =>
  Array.from({ length: values.length / 2 }, (_, row) => [1 - values[2 * row], values[2 * row]]);
const inputs = { values: Float32Array.of(0.25, 5, 0.5, 6, 0.75, 7), shape: [3, 2] };
const expected = [0.75, 0.25, 0.5, 0.5, 0.25, 0.75];

describe("a function as a model", () => {
  before(ready);

  const kinds: Record<string, (values: Float32Array) => Answers | Promise<Answers>> = {
    "rows of numbers": (values) => rows(values),
    "rows later": async (values) => rows(values),
    "flat numbers with their shape": (values) => ({ values: rows(values).flat(), shape: [values.length / 2, 2] }),
    "a tensor": (values) => tf.tensor2d(rows(values)),
    "typed rows": (values) => rows(values).map((row) => Float32Array.from(row)),
  };
  for (const [name, answer] of Object.entries(kinds)) {
    it(`answers with ${name}, over arrays and over tensors`, async () => {
      const overArrays = arrayModel(({ values }) => answer(values), { batchSize: 2 });
      const overTensors = async (x: tf.Tensor) => answer((await x.data()) as Float32Array);
      for (const model of [overArrays, overTensors]) {
        const { outputs, engine } = await assertNoLeak(async () => {
          const runner = await runnerFor(model, { inputShape: [2] });
          assert.equal(runner.outputSize, 2);
          const { outputs } = await runner.predict({ values: inputs.values, count: 3 }, { output: "probability" });
          return { outputs, engine: runner.engine };
        });
        assert.deepEqual([...outputs], expected);
        assert.equal(engine, "function");
      }
    });
  }

  it("is explained like any other, and one made of tfjs operations keeps its gradients", async () => {
    const plain = await new KernelShap(arrayModel(({ values }) => rows(values))).attribute(inputs, { target: 1 });
    const later = await new KernelShap(async (x: tf.Tensor) => rows(await x.data())).attribute(inputs, { target: 1 });
    assert.deepEqual(
      [...plain.values].map((value) => Number(value.toFixed(6))),
      [0.25, 0, 0.5, 0, 0.75, 0],
    );
    assert.deepEqual([...later.values], [...plain.values]);
    assert.equal(plain.engine, "function");
    const tensors = (x: tf.Tensor) => x.slice([0, 0], [-1, 1]);
    const map = await new IntegratedGradients(tensors).attribute(inputs, { target: 0 });
    assert.ok(Math.abs(map.values[4] - 0.75) < 1e-6);
    await assert.rejects(
      new IntegratedGradients(arrayModel(({ values }) => rows(values))).attribute(inputs, { target: 1 }),
      { name: "GradientNotFoundError", message: /no gradient: use a perturbation method/ },
    );
  });

  it("says what is wrong with its answers", async () => {
    const said = async (answer: () => unknown, message: RegExp) =>
      assert.rejects(runnerFor(arrayModel(answer as () => Answers), { inputShape: [2] }), message);
    await said(() => undefined, /gave undefined: expected a tensor/);
    await said(() => [[1], [2]], /gave 2 rows of output for 1 of input/);
    await said(() => [], /gave 0 rows of output for 1 of input/);
    const uneven = arrayModel(({ shape }) => (shape[0] === 1 ? [[1, 2]] : [[1, 2], [3]]));
    const runner = await runnerFor(uneven, { inputShape: [1] });
    await assert.rejects(
      runner.predict({ values: new Float32Array(2), count: 2 }, { output: "probability" }),
      /row 1 of the model's output has 1 numbers, but row 0 has 2/,
    );
    await assert.rejects(runnerFor(arrayModel(() => [1])), /needs the shape of its input/);
    await assert.rejects(
      runnerFor(
        arrayModel(() => [1]),
        { inputShape: [1], engine: "tfjs" },
      ),
      { name: "OptionError" },
    );
  });
});
