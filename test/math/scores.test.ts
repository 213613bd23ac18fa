import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { atMost } from "../../kernel/library/math/binomial.ts";
import { bestOrder } from "../../kernel/library/math/scores/bestOrder.ts";
import { classScores, macroF1 } from "../../kernel/library/math/scores/classScores.ts";
import { numberScore } from "../../kernel/library/math/scores/numberScores.ts";
import {
  areaUnderRoc,
  averagePrecision,
  precisionRecallPoints,
  rocPoints,
} from "../../kernel/library/math/scores/rankCurves.ts";
import { root } from "../goldens.ts";

interface Golden {
  binary: Record<"labels" | "scores" | "fpr" | "tpr" | "precision" | "recall", number[]> &
    Record<"auc" | "averagePrecision" | "f1", number>;
  classes: Record<"labels" | "predictions" | "precision" | "recall" | "f1" | "support", number[]> & { macroF1: number };
  numbers: Record<"targets" | "answers", number[]> & Record<"r2" | "mae" | "rmse", number>;
}

const golden = JSON.parse(readFileSync(join(root, "test/golden/scores/values.json"), "utf8")) as Golden;

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, within = 1e-6): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [a = Number.NaN, b = Number.NaN] = [actual[i], expected[i]];
    assert.ok(Math.abs(a - b) <= within, `${a}, not ${b}, at ${i}`);
  }
}

describe("scores", () => {
  it("of one unit are scikit-learn's, ties among the scores too", () => {
    const { labels, scores, fpr, tpr, precision, recall, auc, averagePrecision: ap, f1 } = golden.binary;
    const roc = rocPoints(labels, scores);
    close(roc.falsePositiveRate, fpr);
    close(roc.truePositiveRate, tpr);
    assert.equal(roc.thresholds[0], Number.POSITIVE_INFINITY);
    close([areaUnderRoc(labels, scores), averagePrecision(labels, scores)], [auc, ap], 1e-12);
    // scikit-learn ends where everything is found; the rest adds nothing but lower precision.
    const points = precisionRecallPoints(labels, scores);
    close(points.precision.slice(0, precision.length), precision);
    close(points.recall.slice(0, recall.length), recall);
    const answers = scores.map((score) => (score > 0.5 ? 1 : 0));
    close([classScores(labels, answers, 2)[1]?.f1 ?? 0], [f1], 1e-12);
  });

  it("of classes are scikit-learn's, with a class that is never answered and one that never occurs", () => {
    const { labels, predictions, precision, recall, f1, support, macroF1: mean } = golden.classes;
    const scores = classScores(labels, predictions, 6);
    for (const [key, expected] of Object.entries({ precision, recall, f1, support })) {
      close(
        scores.map((score) => score[key as "precision"]),
        expected,
      );
    }
    close([macroF1(scores)], [mean], 1e-12);
  });

  it("of numbers are scikit-learn's; of targets that are all the same there is no R²", () => {
    const { targets, answers, r2, mae, rmse } = golden.numbers;
    const score = numberScore(targets, answers);
    close([score.r2, score.mae, score.rmse], [r2, mae, rmse], 1e-9);
    assert.ok(Number.isNaN(numberScore([2, 2], [1, 2]).r2));
    close([numberScore([1, 2, 3], [2, 3, 4]).bias], [1], 1e-12);
  });

  it("are closed forms: AUC of all ties is a half, of one class not defined; always the mean has R² 0", () => {
    assert.equal(areaUnderRoc([0, 1, 1, 0], [3, 3, 3, 3]), 0.5);
    assert.ok(Number.isNaN(areaUnderRoc([1, 1], [1, 2])));
    assert.ok(Math.abs(numberScore([1, 2, 6], [3, 3, 3]).r2) < 1e-12);
  });
});

describe("the best order of classes", () => {
  it("finds a cycle, and of two the swap", () => {
    assert.deepEqual(
      bestOrder([
        [0, 9, 1],
        [1, 0, 9],
        [9, 1, 0],
      ]),
      { order: [2, 0, 1], accuracy: 27 / 30 },
    );
    assert.deepEqual(
      bestOrder([
        [1, 9],
        [10, 0],
      ]),
      { order: [1, 0], accuracy: 19 / 20 },
    );
    assert.deepEqual(
      bestOrder([
        [8, 2],
        [1, 9],
      ]).order,
      [0, 1],
    );
  });
});

describe("a binomial tail", () => {
  it("is the sum of its terms", () => {
    assert.ok(Math.abs(atMost(0, 8, 0.5) - 1 / 256) < 1e-12);
    assert.ok(Math.abs(atMost(2, 5, 0.3) - 0.83692) < 1e-9);
    assert.ok(Math.abs(atMost(5, 5, 0.3) - 1) < 1e-12);
    assert.ok(atMost(4000, 10_000, 0.5) < 1e-80);
  });
});
