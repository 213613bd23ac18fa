import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { tabular } from "../../kernel/library/datasets/index.ts";
import { precisionRecallCurve, residualPlot, rocCurve } from "../../kernel/library/display/index.ts";
import { setLanguage } from "../../kernel/library/ground/language.ts";
import { type Displayable, displayKey, mime } from "../../kernel/library/ground/mimeBundle.ts";
import { evaluate } from "../../kernel/library/models/index.ts";
import type { Figure } from "../../kernel/payloads/figure.ts";
import { ready } from "../tensorflow.ts";

/** One linear unit over `x`, then an activation. */
function unit(activation: "sigmoid" | "linear"): tf.Sequential {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, activation, inputShape: [1] })] });
  model.setWeights([tf.tensor2d([[1]]), tf.tensor1d([0])]);
  return model;
}

const values = Float64Array.of(-3, -2, -1, 0.5, 1, 2);

async function shown(figure: Displayable) {
  const bundle = await figure[displayKey]();
  return { figure: bundle[mime.plotly] as Figure, text: String(bundle[mime.text]) };
}

const titleOf = (layout: Figure["layout"], axis: "xaxis" | "yaxis") =>
  (layout[axis] as { title: { text: string } }).title.text;

describe("charts of an evaluation", () => {
  before(ready);
  afterEach(() => setLanguage("en"));

  const twoClasses = async () =>
    evaluate(
      unit("sigmoid"),
      tabular.fromArrays({ values, columns: ["x"], target: [0, 0, 1, 0, 1, 1], classNames: ["no", "yes"] }),
    );

  it("the ROC curve passes through its points, and says its area", async () => {
    const { figure, text } = await shown(rocCurve(await twoClasses()));
    const [chance, line] = figure.data;
    assert.deepEqual(
      [chance?.x, line?.x],
      [
        [0, 1],
        [0, 0, 0, 0.3333, 0.3333, 0.6667, 1],
      ],
    );
    assert.deepEqual(line?.y, [0, 0.3333, 0.6667, 0.6667, 1, 1, 1]);
    assert.match(text, /^ROC curve: yes \(AUC 0\.889\)/);
    assert.deepEqual(
      [titleOf(figure.layout, "xaxis"), titleOf(figure.layout, "yaxis")],
      ["false positive rate", "true positive rate"],
    );
  });

  it("precision and recall of the classes that are asked for", async () => {
    const result = await twoClasses();
    const { figure, text } = await shown(precisionRecallCurve(result, { classes: ["yes", 0] }));
    assert.equal(figure.data.length, 2);
    assert.deepEqual(figure.data[0]?.x, [0.3333, 0.6667, 0.6667, 1, 1, 1]);
    assert.deepEqual(figure.data[0]?.y, [1, 1, 0.6667, 0.75, 0.6, 0.5]);
    assert.match(text, /yes \(average precision 0\.917\), no \(average precision/);
    assert.throws(() => rocCurve(result, { classes: ["maybe"] }), /no class maybe: there are no, yes/);
  });

  it("residuals are answer less target, in Chinese where the user is", async () => {
    const table = tabular.fromArrays({ values, columns: ["x"], target: [-3, -2, -2, 0.5, 1, 3], targetName: "price" });
    const result = await evaluate(unit("linear"), table);
    assert.throws(() => rocCurve(result), /kind "numbers" has no classes/);
    setLanguage("zh-CN");
    const { figure, text } = await shown(residualPlot(result));
    const points = figure.data[0]?.y as { bdata: string };
    const bytes = Buffer.from(points.bdata, "base64");
    const read = Array.from({ length: 6 }, (_, i) => bytes.readFloatLE(4 * i));
    assert.deepEqual(read, [0, 0, 1, 0, 0, -1]);
    assert.deepEqual(
      [titleOf(figure.layout, "xaxis"), titleOf(figure.layout, "yaxis")],
      ["price 的预测值", "残差（预测值 − 真实值）"],
    );
    assert.match(text, /^price 的残差：6 个样本，R² 0\.\d+，平均绝对误差 0\.333。/);
    assert.throws(() => residualPlot(result, { target: "size" }), /size.*price/);
  });
});
