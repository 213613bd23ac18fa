import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { displayKey, mime } from "../../kernel/library/display/index.ts";
import { calibration, errorBySlice } from "../../kernel/library/global/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { wilson } from "../../kernel/library/math/wilson.ts";
import { root } from "../goldens.ts";

const golden = JSON.parse(readFileSync(join(root, "test/golden/calibration/values.json"), "utf8")) as Record<
  "probabilities" | "labels" | "share" | "confidence",
  number[]
> & { wilson: [hits: number, count: number, low: number, high: number][] };

const close = (value: number, expected: number, within = 1e-6) =>
  assert.ok(Math.abs(value - expected) <= within, `${value}, not ${expected}`);

/** Two classes: the probability of the second, and which it was. */
const binary = (probabilities: readonly number[], labels: readonly number[]) => ({
  probabilities: Float32Array.from(probabilities.flatMap((p) => [1 - p, p])),
  labels: Int32Array.from(labels),
  predictions: Int32Array.from(probabilities, (p) => (p > 0.5 ? 1 : 0)),
  classes: 2,
});

/** As many answers as asked for, each right as often as it says, or as `truth` makes of it. */
function drawn(count: number, seed: number, truth = (p: number) => p) {
  const random = createRandom(seed);
  const p = Array.from({ length: count }, () => 0.5 + 0.5 * random.uniform());
  return binary(
    p,
    p.map((each) => (random.uniform() < truth(each) ? 1 : 0)),
  );
}

describe("calibration", () => {
  it("has scikit-learn's reliability curve, bin by bin", () => {
    const found = calibration(binary(golden.probabilities, golden.labels), { target: 1 });
    assert.equal(found.bins.length, golden.share.length);
    for (const [i, { share, confidence }] of found.bins.entries()) {
      close(share, golden.share[i]);
      close(confidence, golden.confidence[i]);
    }
    const ece = found.bins.reduce((sum, bin) => sum + (bin.count / 600) * Math.abs(bin.share - bin.confidence), 0);
    close(found.ece, ece, 1e-12);
    assert.ok(found.overconfidence > 0.05, "p^1.5 is less than p");
  });

  it("finds honest probabilities honest, and boasting ones too sure", () => {
    const honest = calibration(drawn(20_000, 1));
    assert.ok(honest.ece < 0.02 && Math.abs(honest.overconfidence) < 0.01);
    const boasting = calibration(drawn(20_000, 2, (p) => p - 0.2));
    close(boasting.overconfidence, 0.2, 0.015);
    close(boasting.ece, 0.2, 0.015);
    assert.match(boasting.describe(), /overconfident by (19|20|21)\.\d percentage points\. In 5 of 5 bins/);
    assert.match(boasting.describe({ locale: "zh-CN" }), /过度自信，平均高/);
  });

  it("tells an error that agrees with the spread over repetitions", () => {
    const runs = Array.from({ length: 200 }, (_, seed) => calibration(drawn(500, seed, (p) => p - 0.2)));
    const mean = runs.reduce((sum, { ece }) => sum + ece, 0) / 200;
    const spread = Math.sqrt(runs.reduce((sum, { ece }) => sum + (ece - mean) ** 2, 0) / 199);
    const told = runs.reduce((sum, { standardError }) => sum + standardError, 0) / 200;
    assert.ok(Math.abs(told - spread) < 0.2 * spread, `${told} told, ${spread} found`);
  });

  it("shows a reliability diagram, and says what it cannot use", async () => {
    const bundle = await calibration(drawn(300, 1))[displayKey]();
    const figure = bundle[mime.plotly] as { data: { type: string }[] };
    assert.deepEqual(
      figure.data.map(({ type }) => type),
      ["scatter", "scatter", "bar"],
    );
    assert.match(String(bundle[mime.text]), /Over 300 examples/);
    assert.throws(() => calibration(drawn(300, 1), { bins: 0 }), /bins is 0/);
    assert.throws(() => calibration(drawn(300, 1), { target: 2 }), /target is 2: the model has classes 0 to 1/);
    assert.throws(() => calibration(drawn(1, 1)), /calibration got 1 examples/);
  });
});

describe("errorBySlice", () => {
  it("has SciPy's Wilson intervals", () => {
    for (const [hits, count, low, high] of golden.wilson) {
      const found = wilson(hits, count);
      close(found.low, low, 1e-9);
      close(found.high, high, 1e-9);
    }
    assert.deepEqual(wilson(0, 0), { low: 0, high: 1 });
  });

  const labels = Int32Array.from({ length: 300 }, (_, i) => i % 3);
  // Class 2 is read as 0 half of the time, and once as 1; the others are right.
  const predictions = labels.map((label, i) => (label === 2 && i % 2 === 0 ? (i === 2 ? 1 : 0) : label));
  const names = Array.from(labels, (label) => `class ${label}`);

  it("counts the errors of each slice, worst first, and names the most frequent mistake", () => {
    const { slices, rate } = errorBySlice({ labels, predictions }, names);
    close(rate, 50 / 300, 1e-12);
    assert.deepEqual(
      slices.map(({ slice, count, errors, differs }) => [slice, count, errors, differs]),
      [
        ["class 2", 100, 50, true],
        ["class 0", 100, 0, true],
        ["class 1", 100, 0, true],
      ],
    );
    assert.deepEqual(slices[0].confusion, { label: 2, prediction: 0, count: 49 });
    assert.equal(slices[1].confusion, undefined);
  });

  it("calls slices by chance alone no different, about 95 times of 100", () => {
    const random = createRandom(5);
    const own = Int32Array.from({ length: 40_000 }, () => 0);
    const wrong = own.map(() => (random.uniform() < 0.1 ? 1 : 0));
    const slices = Array.from(own, (_, i) => i % 200);
    const found = errorBySlice({ labels: own, predictions: wrong }, slices);
    const apart = found.slices.filter(({ differs }) => differs).length;
    assert.ok(apart >= 2 && apart <= 22, `${apart} of 200`);
    assert.match(found.describe(), /Of 200 slices, about 10 would differ by chance alone/);
  });

  it("shows a table and a chart, and refuses slices that do not fit", async () => {
    const found = errorBySlice({ labels, predictions }, names, { labels: ["cat", "dog", "owl"] });
    const bundle = await found[displayKey]();
    assert.match(String(bundle[mime.html]), /owl → cat \(49\)/);
    const chart = (await found.chart()[displayKey]())[mime.plotly] as { data: { x: number[] }[] };
    assert.deepEqual(chart.data[0].x, [0.5, 0, 0]);
    assert.throws(() => errorBySlice({ labels, predictions }, ["a"]), /1 slices for 300 examples/);
  });
});
