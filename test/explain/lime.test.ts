import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { gridSegments, Lime, type LimeImageExplanation } from "../../kernel/library/explain/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { images, modelA } from "./modelA.ts";

const image = { values: images.values.slice(7 * 784, 8 * 784), shape: [1, 28, 28, 1] };
const segments = gridSegments([28, 28], 4);

describe("Lime.explainInstance", () => {
  let model: tf.LayersModel;
  let lime: Lime;
  let found: LimeImageExplanation;
  before(async () => {
    await ready();
    model = modelA();
    lime = new Lime(model, { seed: 42, engine: "tfjs" });
    found = await assertNoLeak(() =>
      lime.explainInstance(image, { topLabels: 3, hideColor: 0, nSamples: 400, segments }),
    );
  });
  after(() => model.dispose());

  it("explains the most probable labels, most probable first, and says how well each linear model fits", () => {
    const { probabilities } = found.explanations.get(7) ?? assert.fail("7 is among the labels");
    const byProbability = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
    assert.deepEqual(found.topLabels, byProbability.slice(0, 3));
    assert.deepEqual([...found.fit.keys()], found.topLabels);
    for (const fit of found.fit.values()) assert.ok(fit > 0 && fit <= 1);
    assert.equal(found.explanations.get(7)?.target, 7);
  });

  it("hides and masks as lime's get_image_and_mask", () => {
    const best = found
      .localExp(7)
      .filter(([, weight]) => weight > 0)
      .slice(0, 5)
      .map(([segment]) => segment);
    const { image: shown, mask, shape } = found.getImageAndMask(7, { hideRest: true });
    assert.deepEqual(shape, [28, 28, 1]);
    for (let i = 0; i < 784; i++) {
      const chosen = best.includes(segments.values[i]);
      assert.equal(mask[i], chosen ? 1 : 0);
      assert.equal(shown[i], chosen ? image.values[i] : 0);
    }
    assert.deepEqual(found.getImageAndMask(7, {}).image, image.values);
    const both = found.getImageAndMask(7, { positiveOnly: false, numFeatures: 49 });
    for (const [segment, weight] of found.localExp(7))
      assert.equal(both.mask[segments.values.indexOf(segment)], Math.sign(weight));
    const against = found.getImageAndMask(7, { negativeOnly: true, numFeatures: 1 });
    const [worst] = found.localExp(7).find(([, weight]) => weight < 0) ?? assert.fail("something speaks against");
    assert.equal(
      against.mask.reduce((sum, value) => sum + value, 0),
      16,
    );
    assert.equal(against.mask[segments.values.indexOf(worst)], 1);
    const strong = found.getImageAndMask(7, { minWeight: 1e9 });
    assert.ok(strong.mask.every((value) => value === 0));
    assert.throws(() => found.getImageAndMask(99), {
      name: "OptionError",
      message: /label 99 was not explained: the labels are 7, /,
    });
  });

  it("explains the labels asked for, with as many segments as asked for", async () => {
    const few = await lime.explainInstance(image, {
      labels: [3, 7],
      hideColor: 0,
      nSamples: 400,
      segments,
      numFeatures: 4,
    });
    assert.deepEqual(few.topLabels, [3, 7]);
    for (const { coefficients } of few.explanations.values()) {
      assert.equal(coefficients?.filter((weight) => weight !== 0).length, 4);
    }
    const all = found
      .localExp(7)
      .slice(0, 3)
      .map(([segment]) => segment);
    const chosen = few
      .localExp(7)
      .slice(0, 4)
      .map(([segment]) => segment);
    for (const segment of all) assert.ok(chosen.includes(segment), "the strongest segments are among the chosen");
    await assert.rejects(lime.explainInstance(image, { labels: [12], segments }), { name: "TargetError" });
  });

  it("fills absent segments with their mean where no color is given: a flat image cannot be changed", async () => {
    const flat = { values: new Float32Array(784).fill(0.5), shape: [28, 28, 1] };
    const same = await lime.explainInstance(flat, { topLabels: 1, nSamples: 50, segments });
    const [explanation] = same.explanations.values();
    assert.ok(explanation.values.every((value) => Math.abs(value) < 1e-6));
    const black = await lime.explainInstance(flat, { topLabels: 1, nSamples: 50, hideColor: 0, segments });
    assert.ok([...black.explanations.values()][0].values.some((value) => Math.abs(value) > 1e-3));
  });

  it("finds segments by quickshift where none are given", async () => {
    const own = await lime.explainInstance(image, { topLabels: 1, hideColor: 0, nSamples: 20 });
    const [{ featureMask }] = own.explanations.values();
    assert.ok(featureMask && new Set(featureMask).size < 10);
  });

  it("takes one image only", async () => {
    const two = { values: images.values.slice(0, 2 * 784), shape: [2, 28, 28, 1] };
    await assert.rejects(lime.explainInstance(two, { segments }), { name: "ShapeError", message: /one image, not 2/ });
  });

  it("describes a model that answers NaN as such", async () => {
    const broken = (x: tf.Tensor) => tf.fill([x.shape[0], 2], Number.NaN);
    await assert.rejects(new Lime(broken).attribute(image), { name: "TargetError", message: /gives NaN for input 0/ });
    const map = await new Lime(broken).attribute(image, { target: 1, featureMask: segments, nSamples: 20 });
    assert.match(map.describe(), /model's output is NaN.*784 of 784 values are NaN/);
  });

  it("gives zeros for a model that never changes its mind", async () => {
    const constant = (x: tf.Tensor) => tf.fill([x.shape[0], 2], 0.5);
    const map = await new Lime(constant).attribute(image, { featureMask: segments, nSamples: 20 });
    assert.ok(map.values.every((value) => value === 0));
    assert.match(map.describe(), /Every value is 0/);
  });
});
