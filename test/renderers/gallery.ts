import * as tf from "@tensorflow/tfjs";
import type { CodeCell, Notebook, Output, OutputData } from "../../kernel/export/nbformat.ts";
import {
  barPlot,
  beeswarmPlot,
  confusionMatrix,
  decisionPlot,
  dependencePlot,
  displayKey,
  featureMaps,
  forcePlot,
  heatmap,
  html,
  imageGrid,
  importancePlot,
  markdown,
  plot,
  progress,
  scatterPlot,
  toBundle,
  waterfallPlot,
} from "../../kernel/library/display/index.ts";
import { counterfactual } from "../../kernel/library/explain/index.ts";
import {
  accumulatedLocalEffects,
  anchor,
  decisionBoundary,
  partialDependence,
  permutationImportance,
  sobol,
  surrogateTree,
} from "../../kernel/library/global/index.ts";
import { cellKey } from "../../kernel/library/ground/cell.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { mnistCnn } from "../../kernel/library/models/index.ts";
import { explain, threeMaps } from "../display/fixture.ts";
import { columns, linearExplanation } from "../display/tableExplanation.ts";
import { regression, thousand } from "../global/regression.ts";
import { goldens } from "../goldens.ts";

const golden = goldens("modelA");
const prose = String.raw`# Why is it a 0?

A network of two layers says **0**. The gradient $S_c(x) = |\partial f_c / \partial x|$ says where it looks:

$$\mathrm{IG}_i(x) = (x_i - x'_i)\int_0^1 \frac{\partial f(x' + \alpha (x-x'))}{\partial x_i}\,d\alpha$$

- \`inline\` code, [a link](https://example.org), <kbd>Shift</kbd>+<kbd>Enter</kbd>

> Where the methods differ, trust the one whose check below its picture holds.

| method | passes |
|---|---:|
| Integrated Gradients | 50 |
`.replaceAll("\\`", "`");

/** A notebook with everything that the displays can draw, and with what goes wrong. */
export async function gallery(): Promise<Notebook> {
  const notebook: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ cell_type: "markdown", id: "prose", metadata: {}, source: prose }],
  };
  const cell = async (source: string, values: unknown[], more: Output[] = []) => {
    const outputs: Output[] = [...more];
    for (const value of values) {
      const data = JSON.parse(JSON.stringify(await toBundle(value))) as OutputData;
      outputs.push({ output_type: "display_data", data, metadata: {} });
    }
    const count = notebook.cells.length;
    const run: CodeCell = { cell_type: "code", id: `c${count}`, metadata: {}, source, execution_count: count, outputs };
    notebook.cells.push(run);
  };

  await cell(
    'import { heatmap } from "glassbook/display"; // three methods, one digit\nconst ig = await new IntegratedGradients(model).attribute(image, { target: 0, nSteps: 50 });\ndisplay(heatmap([ig, lime, shap], { image }));',
    [heatmap(threeMaps())],
  );
  await cell("heatmap(odd)", [heatmap(odd(), { title: "Strength, 0, NaN & <b>labels</b>" })]);
  await cell('heatmap([ig, lime, shap], { locale: "zh-CN" })', [heatmap(threeMaps(), { locale: "zh-CN" })]);
  await cell("heatmap(photo)", [heatmap(photo())]);
  const training = await trained();
  await cell("await train(model, digits.train, { callbacks: progress() });", [training.chart], training.printed);
  await cell("confusionMatrix(test.classes, answers)", confusions());
  await cell("imageGrid(worst)", [
    imageGrid(
      { shape: [8, 28, 28, 1], values: golden("input").values },
      { title: "The worst mistakes", labels: Array.from({ length: 8 }, (_, i) => `${i}, not ${9 - i}\nP = 0.9${i}`) },
    ),
  ]);
  const activation = golden("activation/relu1").values.subarray(0, 26 * 26 * 32);
  const filters = [3, 1, 4, 15, 9, 2, 6, 5, 8, 7];
  await cell("featureMaps(activation)", [
    featureMaps(
      { shape: [26, 26, 32], values: activation },
      { filters, titles: filters.map((filter, i) => `filter ${filter} · ${(1 / (i + 1)).toFixed(2)}`) },
    ),
  ]);
  await cell("bar(importance)", [
    barPlot([0.3, 0.1, -0.2, 0.05, 0.9], {
      labels: ["conv", "pool", "dense", "a long label that goes on and on", "<i>x</i>"],
      title: "What carries the answer",
      unit: "|w · ∂y/∂w|",
    }),
  ]);
  await cell("rows", [
    [
      { method: "LIME", fit: 0.38123456, passes: 1000 },
      { method: "<script>alert(1)</script>", fit: -1e-7, passes: 123456 },
    ],
    markdown("The model reads **98.2%**: $x^2$"),
    html("<p>unclosed <b>bold <table><tr><td>x</table><style>* { color: red }</style><script>alert(1)</script>"),
  ]);
  const model = mnistCnn();
  const tensor = tf.tensor2d([1.5, 2, 3, 4e-8], [2, 2]);
  await cell("model; tensor; plot", [
    model,
    tensor,
    plot([{ y: Float32Array.from({ length: 90 }, (_, i) => Math.sin(i / 10)), name: "sine" }], { height: 260 }),
  ]);
  model.dispose();
  tensor.dispose();
  const [row, many] = [linearExplanation(1), linearExplanation(300)];
  await cell("waterfall(row); force(row)", [
    waterfallPlot(row, { title: "Why was this loan granted?" }),
    waterfallPlot(explain(0, { ...threeMaps()[2], answers: Float32Array.of(0.99) }), { top: 6 }),
    forcePlot(row, { title: "What pushes" }),
    forcePlot(linearExplanation(1, { answers: Float32Array.of(0.1) })),
  ]);
  await cell("beeswarm(many); importance(many)", [
    beeswarmPlot(many, { title: "300 loans" }),
    importancePlot(many),
    decisionPlot(many, { indices: Array.from({ length: 40 }, (_, i) => i) }),
    decisionPlot(row),
    dependencePlot(many, "age"),
    dependencePlot(many, "city", { colorBy: "age" }),
    scatterPlot([1, 2, 3], [1.2, 1.8, 3.3], {
      identity: true,
      standardError: [0.1, 0.3, 0.2],
      xTitle: "exact",
      yTitle: "sampled",
    }),
  ]);
  const rows = { values: many.inputs, shape: many.inputShape, columns };
  const asked = (inputs: tf.Tensor) =>
    tf.tidy(() => {
      const [age, income, city] = tf.unstack(inputs, 1);
      return age && income && city
        ? tf.sigmoid(age.sub(45).mul(city.sub(1)).mul(0.05).sub(income.sub(50).mul(0.03)))
        : inputs;
    });
  await cell("partialDependence; accumulatedLocalEffects", [
    await partialDependence(asked, rows, "age"),
    await partialDependence(asked, rows, "city"),
    await partialDependence(asked, rows, ["age", "city"]),
    await partialDependence(asked, rows, ["age", 1]),
    await accumulatedLocalEffects(asked, rows, 1),
  ]);
  await cell("surrogateTree; anchor; decisionBoundary; counterfactual", [
    await surrogateTree(regression, thousand, { maxDepth: 3 }),
    await anchor(regression, thousand.slice(4, 5), thousand),
    await decisionBoundary(regression, thousand, ["f6", "f8"], { row: 3 }),
    await decisionBoundary(asked, rows, ["age", "city"]),
    await decisionBoundary(regression, thousand, "pca"),
    await counterfactual(regression, thousand.slice(0, 1), { data: thousand, total: 3 }),
    await permutationImportance(regression, thousand),
    await sobol(
      asked,
      [
        [20, 70],
        [20, 80],
        [0, 2],
        [-1, 1],
      ],
      { names: columns.map(({ name }) => name), nSamples: 200 },
    ),
  ]);
  await cell("broken", [], broken);
  return notebook;
}

function odd() {
  const values = explain(3).values.slice();
  values.set([Number.NaN, Number.POSITIVE_INFINITY], 100);
  return [
    explain(7, { method: "Saliency", options: { abs: true }, values: explain(7).values.map(Math.abs) }),
    explain(7),
    explain(7, { values: new Float32Array(784) }),
    explain(3, { values }),
    explain(5),
  ];
}

function photo() {
  const inputs = Float32Array.from({ length: 40 * 60 * 3 }, (_, i) => (Math.sin(i / 600) + 1) * (0.5 - 0.15 * (i % 3)));
  const values = inputs.map((value, i) => value * Math.sin(i / 900));
  return explain(0, { inputs, values, shape: [1, 40, 60, 3], inputShape: [1, 40, 60, 3], inputSpec: undefined });
}

async function trained() {
  const lines: string[] = [];
  let chart: OutputData = {};
  const host = globalThis as { [cellKey]?: unknown };
  const before = host[cellKey];
  const display = (bundle: OutputData) => {
    chart = bundle;
  };
  host[cellKey] = () => ({ signal: new AbortController().signal, progress: () => {}, display });
  try {
    const callbacks = progress({ log: (line) => lines.push(line) });
    await callbacks.onTrainBegin?.({
      epochs: 5,
      batchSize: 128,
      stepsPerEpoch: 430,
      examples: 55_000,
      engine: "onnx",
      resumed: [],
    });
    for (let epoch = 1; epoch <= 5; epoch++) {
      for (let step = 1; step <= 430; step++) {
        const loss = 0.05 + 0.6 / (epoch + step / 430) ** 2 + 0.02 * Math.sin(step);
        await callbacks.onBatchEnd?.(step, { epoch, step, stepsPerEpoch: 430, loss, accuracy: 0.9 });
      }
      const [loss, valLoss] = [0.05 + 0.3 / epoch, 0.06 + 0.2 / epoch];
      await callbacks.onEpochEnd?.(epoch, {
        epoch,
        loss,
        accuracy: 1 - 0.1 / epoch,
        valLoss,
        valAccuracy: 0.99 - 0.05 / epoch,
        seconds: 4,
      });
    }
  } finally {
    host[cellKey] = before;
  }
  const printed: Output[] = [
    { output_type: "stream", name: "stdout", text: `${lines.join("\n")}\n\u001b[32mdone\u001b[0m\n` },
    { output_type: "stream", name: "stderr", text: "a warning\n" },
  ];
  return { printed, chart: { [displayKey]: () => chart } };
}

function confusions() {
  const random = createRandom(1);
  const expected = Array.from({ length: 10_000 }, () => Math.floor(10 * random.uniform()));
  const answers = expected.map((label) => (random.uniform() < 0.975 ? label : Math.floor(10 * random.uniform() ** 2)));
  return [
    confusionMatrix(expected, answers, { title: "10,000 test digits" }),
    confusionMatrix([0, 1, 1, 0], [0, 1, 0, 0], { labels: ["cat", "dog with a long name"] }),
  ];
}

const chart = (figure: unknown): Output => ({
  output_type: "display_data",
  metadata: {},
  data: { "application/vnd.plotly.v1+json": figure, "text/plain": "a broken chart" },
});
const broken: Output[] = [
  {
    output_type: "error",
    ename: "TypeError",
    evalue: "x is not a function",
    traceback: ["\u001b[31mTypeError\u001b[0m: x is not a function", "    at cell 12, line 3:5"],
  },
  chart({ data: 3 }),
  chart({ data: [{ type: "heatmap", z: { dtype: "f4", bdata: "!!", shape: "2,2" } }], layout: {} }),
];
