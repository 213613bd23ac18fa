import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { numericColumns, tabular } from "../../kernel/library/datasets/index.ts";
import { LimeTabular, LimeText } from "../../kernel/library/explain/index.ts";
import { IndexedString } from "../../kernel/library/explain/lime/IndexedString.ts";
import type { FeatureSelection } from "../../kernel/library/explain/lime/localModel.ts";
import type { Discretizer } from "../../kernel/library/explain/lime/neighborhood.ts";
import { golden } from "../datasets/golden.ts";
import { root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

interface Found {
  readonly samples: number[];
  readonly exp: [number, number][];
  readonly intercept: number;
  readonly score: number;
}
interface FoundRow extends Found {
  readonly discretizer: Discretizer;
  readonly selection: FeatureSelection;
  readonly numFeatures: number;
  readonly list: [string, number][];
  readonly prediction: number;
}
interface FoundText extends Found {
  readonly text: string;
  readonly bow: boolean;
  readonly chars: boolean;
  readonly selection: FeatureSelection;
  readonly numFeatures: number;
  readonly words: string[];
  readonly starts: number[][];
  readonly texts: string[];
}

describe("lime itself (test/golden/lime)", () => {
  const values = Array.from({ length: 200 }, (_, row) => [
    ...golden("X").values.slice(row * 10, row * 10 + 10),
    row % 3,
  ]);
  const coef = [...golden("logreg/coef").values];
  const found: { tabular: FoundRow[]; text: FoundText[] } = JSON.parse(
    readFileSync(join(root, "test/golden/lime/found.json"), "utf8"),
  );
  before(ready);

  const nearWeights = (ours: readonly [number, number][], theirs: readonly [number, number][]) => {
    assert.deepEqual(ours.map(([k]) => k).sort(), theirs.map(([k]) => k).sort(), "the same columns are used");
    const largest = Math.max(...theirs.map(([, weight]) => Math.abs(weight)));
    for (const [k, weight] of theirs) {
      const own = ours.find(([other]) => other === k)?.[1] ?? Number.NaN;
      assert.ok(Math.abs(own - weight) <= 2e-5 * largest, `${k}: ${own} instead of ${weight}`);
    }
  };

  it("gives the same weights to the same rows, with every discretizer and selection", async () => {
    const trainingData = tabular.fromArrays({
      values: Float64Array.from(values.flat()),
      columns: [...numericColumns(10), { name: "colour", kind: "categorical", categories: ["blue", "green", "red"] }],
    });
    const model = (rows: tf.Tensor) => {
      const numbers = tf.slice(rows, [0, 0], [-1, 10]).matMul(tf.tensor2d(coef, [10, 1]));
      const red = tf.slice(rows, [0, 10], [-1, 1]).equal(2).toFloat().mul(0.7);
      const p = numbers.add(red).sigmoid();
      return tf.concat([tf.sub(1, p), p], 1);
    };
    for (const {
      discretizer,
      selection,
      numFeatures,
      samples,
      exp,
      list,
      intercept,
      score,
      prediction,
    } of found.tabular) {
      const lime = new LimeTabular(model, { trainingData, discretizer, featureSelection: selection });
      const why = await lime.explainInstance(trainingData.slice(3, 4), { labels: [1], numFeatures, samples });
      const used = why.localExp(1).filter(([, weight]) => weight !== 0);
      nearWeights(used, exp);
      assert.ok(Math.abs((why.intercept.get(1) ?? 0) - intercept) < 1e-5);
      assert.ok(Math.abs((why.fit.get(1) ?? 0) - score) < 1e-4, `${why.fit.get(1)} instead of ${score}`);
      assert.ok(Math.abs((why.localPrediction.get(1) ?? 0) - prediction) < 1e-5);
      const said = why.asList(1).map(([text]) => text.replace("colour = ", "colour="));
      assert.deepEqual(said.sort(), list.map(([text]) => text).sort());
    }
  });

  it("draws rows of the same kind: bins, categories and numbers come as often, and lie alike", async () => {
    // In a neighborhood of 120 the shares of bins and their means are near those of ours.
    const trainingData = tabular.fromArrays({
      values: Float64Array.from(values.flat()),
      columns: [...numericColumns(10), { name: "colour", kind: "categorical", categories: ["blue", "green", "red"] }],
    });
    for (const { discretizer, samples } of [found.tabular[0], found.tabular[4]]) {
      let asked: Float32Array = new Float32Array();
      const spy = (rows: tf.Tensor) => {
        const read = rows.dataSync() as Float32Array;
        if (read.length > asked.length) asked = read.slice();
        return rows.slice([0, 0], [-1, 1]);
      };
      const lime = new LimeTabular(spy, { trainingData, discretizer, seed: 3 });
      await lime.attribute(trainingData.slice(3, 4), { target: 0, nSamples: 100, internalBatchSize: 100 });
      const ours = asked.length / 11;
      assert.ok(ours >= 99);
      for (let column = 0; column < 11; column++) {
        const of = (rows: ArrayLike<number>) => Array.from(rows).filter((_, at) => at % 11 === column);
        const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
        const spread = (list: number[]) => Math.sqrt(mean(list.map((value) => (value - mean(list)) ** 2)));
        const [a, b] = [of(samples), of(asked)];
        const error = spread(a) * Math.sqrt(1 / a.length + 1 / b.length);
        assert.ok(Math.abs(mean(a) - mean(b)) < 4 * error, `${discretizer}, ${column}: ${mean(a)} and ${mean(b)}`);
        assert.ok(spread(b) > 0.7 * spread(a) && spread(b) < 1.4 * spread(a), `${discretizer}, ${column}: spread`);
      }
    }
  });

  it("finds the same words in a text, leaves the same texts, and gives the same weights", async () => {
    const model = (batch: readonly string[]) =>
      batch.map((text) => {
        const p =
          0.1 + 0.5 * Number(text.includes("good")) - 0.08 * (text.split("not").length - 1) + 0.002 * [...text].length;
        return [1 - p, p];
      });
    for (const theirs of found.text) {
      const { text, bow, chars, selection, numFeatures } = theirs;
      const indexed = new IndexedString(text, { bow, charLevel: chars });
      assert.deepEqual(indexed.words, theirs.words);
      assert.deepEqual(indexed.starts, theirs.starts);
      const width = theirs.words.length;
      for (const [row, left] of theirs.texts.entries()) {
        assert.equal(indexed.keeping(theirs.samples.slice(row * width, (row + 1) * width)), left);
      }
      const lime = new LimeText(model, { bow, charLevel: chars, featureSelection: selection });
      const why = await lime.explainInstance(text, { labels: [1], numFeatures, samples: theirs.samples });
      nearWeights(
        why.localExp(1).filter(([, weight]) => weight !== 0),
        theirs.exp.filter(([, weight]) => weight !== 0),
      );
      assert.ok(Math.abs((why.intercept.get(1) ?? 0) - theirs.intercept) < 1e-5);
      assert.ok(Math.abs((why.fit.get(1) ?? 0) - theirs.score) < 1e-4);
    }
  });
});
