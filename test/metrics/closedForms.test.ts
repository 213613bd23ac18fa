import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import {
  Explanation,
  type ExplanationFields,
  FeatureAblation,
  gridSegments,
  InputXGradient,
  KernelShap,
  LayerActivation,
  Saliency,
} from "../../kernel/library/explain/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { jackknife, mean, sampledPearson, standardDeviation } from "../../kernel/library/math/statistics.ts";
import {
  complexity,
  consistency,
  deletion,
  effectiveComplexity,
  evaluateMethods,
  faithfulnessCorrelation,
  infidelity,
  insertion,
  pixelFlipping,
  sensitivityMax,
  sparseness,
} from "../../kernel/library/metrics/index.ts";
import { firstImages, modelA } from "../explain/modelA.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const features = 20;
const random = createRandom(7);
const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
const weights = draw(features);
const inputs = { values: draw(3 * features), shape: [3, features] };

/** One number, w · x + 1: what a map of it must be is known. */
function linear(): tf.LayersModel {
  const model = tf.sequential({ layers: [tf.layers.dense({ name: "only", units: 1, inputShape: [features] })] });
  tf.tidy(() => model.setWeights([tf.tensor(weights, [features, 1]), tf.tensor([1])]));
  return model;
}

function map(values: Float32Array, fields: Partial<ExplanationFields> = {}): Explanation {
  return new Explanation({
    method: "Given",
    values,
    shape: inputs.shape,
    target: 0,
    output: "logit",
    inputs: inputs.values,
    inputShape: inputs.shape,
    probabilities: new Float32Array(3),
    options: {},
    engine: "onnx",
    elapsedMs: 0,
    modelPasses: 0,
    ...fields,
  });
}

const close = (value: number, expected: number, within = 1e-5) =>
  assert.ok(Math.abs(value - expected) <= within, `${value}, not ${expected}`);

describe("measures of a linear model", () => {
  let model: tf.LayersModel;
  before(async () => {
    await ready();
    model = linear();
  });
  after(() => model.dispose());
  const slopes = () => new Saliency(model).attribute(inputs, { abs: false, target: 0 });
  const shares = () => new InputXGradient(model).attribute(inputs, { target: 0 });

  it("infidelity is 0 for the weights, whatever the noise; normalized, for any multiple of them", async () => {
    const exact = await infidelity(model, await slopes(), { stdevs: 3 });
    for (const score of exact.scores) close(score, 0, 1e-8);
    const tripled = map((await slopes()).values.map((value) => 3 * value));
    assert.ok((await infidelity(model, tripled, { stdevs: 3 })).mean > 100);
    close((await infidelity(model, tripled, { stdevs: 3, normalize: true })).mean, 0, 1e-8);
    close((await infidelity(model, tripled, { normalize: "share" })).mean, 0, 1e-8);
  });

  it("infidelity of a random map is all that there is to know, and its error tells how far samples go", async () => {
    const wrong = map(draw(3 * features));
    // Normal noise of deviation σ: E (I · (map − w))² = σ² ‖map − w‖².
    const found = await infidelity(model, wrong, { stdevs: 2, nPerturbSamples: 2000, seed: 5 });
    for (const [input, score] of found.scores.entries()) {
      const own = wrong.values.subarray(input * features, (input + 1) * features);
      const expected = 4 * own.reduce((sum, value, i) => sum + (value - weights[i]) ** 2, 0);
      const error = found.standardError?.[input] ?? 0;
      assert.ok(Math.abs(score - expected) < 4 * error, `${score} ± ${error}, not ${expected}`);
      assert.ok(error < 0.05 * expected);
    }
    assert.ok((await infidelity(model, wrong, { normalize: "share", nPerturbSamples: 500 })).mean > 0.8);
  });

  it("faithfulness correlation is 1 for input × weight, 0 for chance within its error, −1 for the opposite", async () => {
    const right = await shares();
    for (const score of (await faithfulnessCorrelation(model, right)).scores) close(score, 1, 1e-4);
    const opposite = map(right.values.map((value) => -value));
    for (const score of (await faithfulnessCorrelation(model, opposite)).scores) close(score, -1, 1e-4);
    const chance = Array.from({ length: 30 }, () => map(draw(3 * features)));
    const scores: number[] = [];
    for (const one of chance) scores.push(...(await faithfulnessCorrelation(model, one, { seed: 2 })).scores);
    assert.ok(Math.abs(mean(scores)) < 4 * (standardDeviation(scores) / Math.sqrt(scores.length)));
  });

  it("no order deletes faster or inserts higher than that of input × weight", async () => {
    const settings = { output: "logit", featuresInStep: 1 } as const;
    const right = await shares();
    const best = await deletion(model, right, settings);
    const highest = await insertion(model, right, settings);
    for (let tried = 0; tried < 20; tried++) {
      const other = map(draw(3 * features));
      const [slower, lower] = [await deletion(model, other, settings), await insertion(model, other, settings)];
      for (let input = 0; input < 3; input++) {
        assert.ok(slower.scores[input] >= best.scores[input]);
        assert.ok(lower.scores[input] <= highest.scores[input]);
      }
    }
    // The curve itself, by hand: what is left of Σ w x + 1 when the largest terms go first.
    for (let input = 0; input < 3; input++) {
      const terms = right.values.slice(input * features, (input + 1) * features).sort();
      let left = 1 + terms.reduce((sum, term) => sum + term, 0);
      for (const [step, value] of best.curves[input].entries()) {
        close(value, left, 1e-4);
        left -= terms[features - 1 - step] ?? 0;
      }
    }
  });

  it("max-sensitivity is 0 for the weights, and the perturbation's own share for input × weight", async () => {
    close((await sensitivityMax(new Saliency(model), inputs)).mean, 0);
    const moved = { values: inputs.values.map((value) => 0.25 * value), shape: [3, 1, features] };
    const found = await sensitivityMax(new InputXGradient(model), inputs, { perturbations: moved });
    for (const score of found.scores) close(score, 0.25);
    assert.ok(Number.isNaN(found.standardError?.[0]), "one sample has no error");
  });

  it("takes maps of segments by what each position got for itself", async () => {
    // Segments of 2, 2, 4, 4 and 8 places: whole ones fill a set of 8 in four ways.
    const sizes = [2, 2, 4, 4, 8];
    const of = Int32Array.from(sizes.flatMap((size, segment) => new Array<number>(size).fill(segment)));
    const places = (...segments: number[]) => [...of.keys()].filter((i) => segments.includes(of[i]));
    const sets = [places(4), places(2, 3), places(0, 1, 2), places(0, 1, 3)];
    const subsets = { values: sets.flatMap((set) => [...set, ...set, ...set]), shape: [4, 3, 8] };
    const featureMask = { values: of, shape: [features] };
    const ablated = await new FeatureAblation(model).attribute(inputs, { featureMask, target: 0 });
    for (const score of (await faithfulnessCorrelation(model, ablated, { subsets })).scores) close(score, 1);
  });
});

describe("measures of a map alone", () => {
  const of = (values: number[]) =>
    map(Float32Array.from(values), {
      inputs: Float32Array.from(values),
      shape: [1, values.length],
      inputShape: [1, values.length],
    });

  it("tell one place from all alike", () => {
    const [one, all] = [of([0, 0, -3, 0]), of([2, -2, 2, 2])];
    close(sparseness(one).mean, 0.75);
    close(sparseness(all).mean, 0);
    close(complexity(one).mean, 0);
    close(complexity(all).mean, Math.log(4));
    assert.equal(effectiveComplexity(one).mean, 1);
    assert.equal(effectiveComplexity(all).mean, 4);
    assert.equal(effectiveComplexity(of([100, 2, 0.5, 0]), { eps: 0.01 }).mean, 2);
    assert.equal(effectiveComplexity(of([100, 2, 0.5, 0]), { threshold: 0.1 }).mean, 3);
    assert.ok(Number.isNaN(sparseness(of([0, 0])).mean) && Number.isNaN(complexity(of([0, 0])).mean));
    assert.match(sparseness(of([0, 0])).describe(), /not defined for 1 of the maps/);
  });

  it("do not hang on scale, sign or order", () => {
    const numbers = fc.array(fc.float({ min: Math.fround(0.01), max: 100, noNaN: true }), {
      minLength: 3,
      maxLength: 40,
    });
    fc.assert(
      fc.property(numbers, fc.float({ min: Math.fround(0.5), max: 8, noNaN: true }), (values, factor) => {
        const changed = values.map((value) => -factor * value).reverse();
        for (const measure of [sparseness, complexity]) {
          const [a, b] = [measure(of(values)).mean, measure(of(changed)).mean];
          close(a, b, 1e-4);
          assert.ok(a >= -1e-9);
        }
      }),
    );
  });

  it("sum the channels of a pixel", () => {
    const shape = [1, 2, 2, 3];
    const values = Float32Array.of(1, 1, -2, 0, 0, 0, 3, 0, 0, 0, 0, 1);
    const found = map(values, { inputs: values, shape, inputShape: shape });
    assert.equal(effectiveComplexity(found).mean, 2);
    close(sparseness(found).mean, sparseness(of([0, 0, 3, 1])).mean);
  });
});

describe("consistency", () => {
  let model: tf.LayersModel;
  before(async () => {
    await ready();
    model = modelA();
  });
  after(() => model.dispose());
  const featureMask = gridSegments([28, 28], 7);

  it("grows with the samples, and is 1 where nothing is left to chance", async () => {
    const image = firstImages(2);
    const run = (nSamples: number) => consistency(new KernelShap(model), image, { featureMask, nSamples, nRuns: 4 });
    const [few, many] = [await run(40), await run(2000)];
    assert.ok(many.mean > few.mean, `${many.mean} with 2000 samples, ${few.mean} with 40`);
    assert.ok(few.standardError?.every((error) => error > 0 && error < 1));
    const still = await consistency(new Saliency(model), image, { nRuns: 3 });
    assert.deepEqual([...still.scores, ...still.overlap], [1, 1, 1, 1]);
  });

  it("sees a map move with its input, and compares places by k", async () => {
    const near = await consistency(new Saliency(model), firstImages(1), {
      over: "inputs",
      nRuns: 3,
      perturbRadius: 0.05,
    });
    assert.ok(near.mean < 0.95 && near.mean > 0.1, `${near.mean}`);
    assert.ok(near.overlap[0] < 1);
    const whole = await consistency(new Saliency(model), firstImages(1), { over: "inputs", nRuns: 3, k: 784 });
    assert.equal(whole.overlap[0], 1);
    await assert.rejects(consistency(new Saliency(model), firstImages(1), { nRuns: 1 }), /nRuns is 1/);
    await assert.rejects(consistency(new Saliency(model), firstImages(1), { k: 0 }), /k is 0/);
  });
});

describe("measures, given what they cannot use", () => {
  let model: tf.LayersModel;
  before(async () => {
    await ready();
    model = modelA();
  });
  after(() => model.dispose());
  const image = firstImages(1);

  it("say so, and leave no tensor", async () => {
    await assertNoLeak(async () => {
      const layer = await new LayerActivation(model, "conv1").attribute(image);
      await assert.rejects(
        deletion(model, layer),
        /the map of LayerActivation has shape.*only maps with a value for each/,
      );
      const found = await new Saliency(model).attribute(image);
      const broken = new Explanation({ ...found, values: found.values.map(() => Number.NaN) });
      await assert.rejects(insertion(model, broken), /NaN or infinity/);
      await assert.rejects(deletion(model, found, { featuresInStep: 0 }), /featuresInStep is 0: give 1 to 784/);
      const slip = (name: string) => ({ [name]: 3 }) as object;
      await assert.rejects(infidelity(model, found, slip("nsamples")), /infidelity\(\) has no option nsamples/);
      await assert.rejects(deletion(model, found, slip("features_in_step")), /did you mean featuresInStep\?/);
      await assert.rejects(insertion(model, found, slip("baseline")), /did you mean baselines\?/);
      await assert.rejects(pixelFlipping(model, found, slip("featureInStep")), /did you mean featuresInStep\?/);
      await assert.rejects(faithfulnessCorrelation(model, found, slip("runs")), /did you mean nRuns\?/);
      await assert.rejects(evaluateMethods(model, image, { Saliency }, slip("mesures")), /did you mean measures\?/);
      await assert.rejects(infidelity(model, found, { stdevs: 0 }), /stdevs is 0/);
      await assert.rejects(infidelity(model, found, { nPerturbSamples: 0 }), /nPerturbSamples is 0/);
      await assert.rejects(
        infidelity(model, found, { perturbations: { values: new Float32Array(784), shape: [1, 28, 28, 1] } }),
        /perturbations of shape \[1, 28, 28, 1\].*give \[1, samples, 28, 28, 1\]/,
      );
      await assert.rejects(
        faithfulnessCorrelation(model, found, { subsetSize: 784 }),
        /subsetSize is 784: give 1 to 783/,
      );
      const far = { values: [0, 1, 784], shape: [3, 1, 1] };
      await assert.rejects(faithfulnessCorrelation(model, found, { subsets: far }), /position 784: there are 0 to 783/);
      await assert.rejects(sensitivityMax(new Saliency(model), image, { perturbRadius: -1 }), /perturbRadius is -1/);
      assert.throws(() => effectiveComplexity(found, { eps: 1 }), /eps is 1/);
    });
  });

  it("stop when they are told to", async () => {
    const found = await new Saliency(model).attribute(image);
    const stop = AbortSignal.abort(new Error("enough"));
    for (const measure of [deletion, infidelity, faithfulnessCorrelation]) {
      await assert.rejects(measure(model, found, { signal: stop }), /enough/);
    }
  });
});

describe("what measures cost", () => {
  it("is what docs/metrics.md says, and a prediction of the input", async () => {
    await ready();
    const model = modelA();
    const found = await new Saliency(model).attribute(firstImages(1), { output: "probability" });
    // Both ends of a curve are the input and the empty input.
    assert.equal((await deletion(model, found)).modelPasses, 27 + 2);
    assert.equal((await insertion(model, found)).modelPasses, 27 + 2);
    assert.equal((await infidelity(model, found)).modelPasses, 100 + 1);
    assert.equal((await faithfulnessCorrelation(model, found)).modelPasses, 100 + 1);
    // With the target named, a method asks the same each time.
    const own = (await new Saliency(model).attribute(firstImages(1), { target: 0 })).modelPasses;
    assert.equal((await consistency(new Saliency(model), firstImages(1), { target: 0 })).modelPasses, 5 * own);
    assert.equal((await sensitivityMax(new Saliency(model), firstImages(1), { target: 0 })).modelPasses, 11 * own);
    model.dispose();
  });
});

describe("standard errors", () => {
  it("of a mean are those of the textbook, of a maximum the gap to the second", () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const error = jackknife(values.length, (left) => mean(values.filter((_, i) => i !== left)));
    close(error, standardDeviation(values) / Math.sqrt(values.length), 1e-12);
    const largest = jackknife(values.length, (left) => Math.max(...values.filter((_, i) => i !== left)));
    close(largest, ((9 - 6) * 7) / 8, 1e-12);
  });

  it("of a correlation agree with its spread over repetitions", () => {
    const own = createRandom(3);
    const runs = Array.from({ length: 300 }, () => {
      const x = Float64Array.from({ length: 60 }, () => own.normal());
      return sampledPearson(
        x,
        x.map((value) => value + 2 * own.normal()),
      );
    });
    const spread = standardDeviation(runs.map(({ score }) => score));
    const told = mean(runs.map(({ error }) => error));
    assert.ok(Math.abs(told - spread) < 0.15 * spread, `${told} told, ${spread} found`);
  });
});
