import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { flowFigure, flowText } from "../../kernel/library/display/gradientFlowProgress.ts";
import { gradientFlowProgress } from "../../kernel/library/display/index.ts";
import { gradientFlow } from "../../kernel/library/explain/index.ts";
import { type Cell, cellKey } from "../../kernel/library/ground/cell.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { train } from "../../kernel/library/models/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const depth = 8;
/** Eight layers of one activation; a sigmoid's slope is a quarter at most, so that each takes most of the gradient away. */
const deep = (activation: "sigmoid" | "relu") =>
  tf.sequential({
    layers: Array.from({ length: depth }, (_, i) =>
      tf.layers.dense({
        ...(i === 0 ? { inputShape: [6] } : {}),
        name: `${activation}${i}`,
        units: i === depth - 1 ? 3 : 8,
        activation: i === depth - 1 ? "softmax" : activation,
        kernelInitializer: tf.initializers.heUniform({ seed: i }),
      }),
    ),
  });

describe("gradientFlowProgress", () => {
  before(ready);

  it("tells 2 and 5 on its scale where the powers of ten alone would be one or two ticks", () => {
    const figureOf = (norms: readonly number[]) =>
      flowFigure([
        { at: 0, layers: norms.map((norm, i) => ({ layer: `dense${i}`, name: "kernel", norm, relative: norm })) },
      ]);
    const tickOf = (norms: readonly number[]) => (figureOf(norms).layout.yaxis as { dtick: unknown }).dtick;
    assert.equal(tickOf([0.3, 1.2]), "D2");
    assert.equal(tickOf([1e-4, 1.2]), 1);
    assert.equal(tickOf([0, Number.NaN]), "D2");
  });

  const random = createRandom(1);
  const values = Float32Array.from({ length: 32 * 6 }, () => random.normal());
  const inputs = { values, shape: [32, 6] };
  const labels = Int32Array.from({ length: 32 }, (_, i) => (values[i * 6] > 0 ? 1 : 0));

  for (const engine of ["onnx", "tfjs"] as const) {
    it(`hears the weights of the step that it asks after, on ${engine}`, async () => {
      const model = deep("relu");
      const data = { images: tf.tensor2d(values, [32, 6]), labels: tf.tensor1d(labels, "int32") };
      const flow = gradientFlowProgress(model, inputs, labels, { everySteps: 2, chart: false });
      await train(model, data, { epochs: 2, batchSize: 8, learningRate: 0.05, engine, callbacks: flow });
      assert.deepEqual(
        flow.history.map(({ at }) => at),
        [0, 0.5, 1, 1.5, 2],
      );
      const norms = flow.history.map(({ layers }) => layers[0]?.norm);
      assert.equal(new Set(norms).size, 5, `${norms}`);
      const now = await assertNoLeak(() => gradientFlow(model, inputs, labels));
      assert.deepEqual(flow.history.at(-1)?.layers, now);
      model.dispose();
      tf.dispose(data);
    });
  }

  it("tells vanishing gradients from those that arrive", async () => {
    const [vanishing, arriving] = [deep("sigmoid"), deep("relu")];
    const textOf = async (model: tf.LayersModel) =>
      flowText({ at: 1, layers: await gradientFlow(model, inputs, labels) });
    assert.match(await textOf(vanishing), /at sigmoid0, .* at sigmoid7: they vanish on the way to the first layer\.$/);
    assert.match(
      await textOf(arriving),
      /^Norms of the gradients after 1 epoch: [0-9.]+ at relu0, [0-9.]+ at relu7\.$/,
    );
    const flow = (norms: number[]) => ({
      at: 0.5,
      layers: norms.map((norm, i) => ({ layer: `l${i}`, name: "kernel", norm, relative: 1 })),
    });
    assert.match(flowText(flow([5000, 1])), /they explode on the way to the first layer/);
    assert.match(flowText(flow([0, 1])), /no gradient reaches the first layer/);
    assert.match(flowText(flow([Number.NaN, 1])), /l0 is not a finite number after 0\.5 epochs: it exploded/);
    vanishing.dispose();
    arriving.dispose();
  });

  it("draws in one view that changes, a line for each kernel over powers of ten", async () => {
    const model = deep("sigmoid");
    const shown: { bundle: Record<string, unknown>; update: boolean | undefined }[] = [];
    const data = { images: tf.tensor2d(values, [32, 6]), labels: tf.tensor1d(labels, "int32") };
    const callbacks = gradientFlowProgress(model, inputs, labels);
    const holder = globalThis as { [cellKey]?: () => Cell };
    const before = holder[cellKey];
    holder[cellKey] = () => ({
      signal: new AbortController().signal,
      display: (bundle, options) => shown.push({ bundle, update: options?.update }),
      progress: () => {},
    });
    try {
      await train(model, data, { epochs: 2, batchSize: 16, callbacks });
    } finally {
      if (before) holder[cellKey] = before;
      else delete holder[cellKey];
    }
    assert.deepEqual(
      shown.map(({ update }) => update),
      [false, true, true],
    );
    const figure = shown.at(-1)?.bundle["application/vnd.plotly.v1+json"] as {
      data: { name: string; x: number[]; y: (number | null)[] }[];
      layout: { yaxis: { type: string } };
    };
    assert.equal(figure.layout.yaxis.type, "log");
    assert.deepEqual(
      figure.data.map(({ name }) => name),
      model.layers.map(({ name }) => name),
    );
    assert.deepEqual(figure.data[0]?.x, [0, 1, 2]);
    assert.ok((figure.data[0]?.y[2] ?? 1) < (figure.data.at(-1)?.y[2] ?? 0) / 1000);
    assert.match(String(shown.at(-1)?.bundle["text/plain"]), /vanish/);
    model.dispose();
    tf.dispose(data);
  });

  it("refuses steps that are none", () => {
    assert.throws(() => gradientFlowProgress(deep("relu"), inputs, labels, { everySteps: 0 }), {
      name: "OptionError",
      message: "everySteps is 0: give a whole number of steps, at least 1",
    });
  });
});
