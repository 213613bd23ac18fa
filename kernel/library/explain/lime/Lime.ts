import type * as tf from "@tensorflow/tfjs";
import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import { type Design, ridge, type SampledFit } from "../../math/ridge.ts";
import { inputAxes } from "../../signature/axes.ts";
import type { Baseline, Inputs } from "../../signature/Inputs.ts";
import { placesOf } from "../../signature/places.ts";
import type { InputSpec } from "../../signature/Signature.ts";
import { type About, anything, bySegments } from "../call/about.ts";
import { type Call, pairCount } from "../call/call.ts";
import { checkOptions } from "../call/checkOptions.ts";
import { type Rows, readArray, readBaselines, shortBaseline } from "../call/inputs.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions, SeededOptions } from "../call/options.ts";
import {
  anyWhole,
  baselineRule,
  choice,
  maskRule,
  plain,
  probabilityRules,
  type Rules,
  seedRule,
  targetRules,
  whole,
} from "../call/rules.ts";
import { fillOptions, joinOptions, optionsOf } from "../call/settle.ts";
import { absentAs } from "../perturbation/absent.ts";
import { askCoalitions } from "../perturbation/perturb.ts";
import { checkFits } from "../segments/checkFits.ts";
import { seenSpec } from "../segments/defaultParts.ts";
import { quickshift } from "../segments/quickshift.ts";
import { rowByRow } from "../segments/rowByRow.ts";
import { type FeatureMask, type MaskOfAll, readSegments, type Segments, spread } from "../segments/segments.ts";
import { withParts } from "../segments/withParts.ts";
import { LimeImageExplanation } from "./LimeImageExplanation.ts";
import { type DistanceMode, inputWeights, maskWeights } from "./limeKernel.ts";
import { selectFeatures } from "./selectFeatures.ts";

/** Samples of your own: 1 where a segment is there, `[samples, segments]`. */
export interface Samples {
  readonly values: ArrayLike<number>;
  readonly shape: readonly [number, number] | readonly number[];
}

export interface LimeOptions extends AttributeOptions, SeededOptions {
  /** Segments that come and go together (default: about 50 superpixels of a photograph or cubes of a volume, else each number). */
  featureMask?: MaskOfAll;
  /** What stands where a segment is absent: a number (default 0), one row, or one row for each input. */
  baselines?: Baseline;
  /** Perturbed inputs for each input (default 1000). */
  nSamples?: number;
  /** Distance between the input and a perturbed one (default `"cosine"`). */
  distanceMode?: DistanceMode;
  /** w in the weight exp(−d²/2w²) of a perturbed input (default 1, as Captum). */
  kernelWidth?: number;
  /** Strength of the ridge penalty (default 1). */
  alpha?: number;
  /** Coalitions to use instead of drawn ones. */
  samples?: Samples;
}

export interface ExplainInstanceOptions extends SeededOptions {
  /** How many of the most probable classes to explain (default 5). */
  topLabels?: number;
  /** Classes to explain, instead of the most probable ones. */
  labels?: readonly number[];
  /** The value of absent segments; left out, each is filled with its own mean, channel by channel. */
  hideColor?: number;
  /** Perturbed images (default 1000); the first is the image itself. */
  nSamples?: number;
  /** Which pixels belong together (default: `quickshift` with lime's settings). */
  segments?: FeatureMask | tf.Tensor;
  /** How many segments the linear model may use (default: all). */
  numFeatures?: number;
  /** w in the weight √exp(−d²/w²) (default 0.25). */
  kernelWidth?: number;
  /** Coalitions to use instead of drawn ones. */
  samples?: Samples;
}

const rules = {
  ...probabilityRules,
  ...targetRules,
  ...seedRule,
  ...baselineRule,
  ...maskRule,
  nSamples: whole(1000, 2),
  distanceMode: choice(["cosine", "euclidean"], "cosine"),
  kernelWidth: { kind: "number", above: 0, default: 1 },
  alpha: { kind: "number", least: 0, default: 1 },
  samples: plain("array"),
} as const satisfies Rules;

/** Options of both ways of asking: the constructor's defaults hold for both. */
const sharedRules = { ...probabilityRules, ...seedRule, nSamples: whole(1000, 2) } as const satisfies Rules;

const instanceRules = {
  ...sharedRules,
  topLabels: whole(5),
  labels: plain("list"),
  hideColor: plain("number"),
  segments: plain("array"),
  numFeatures: anyWhole(),
  kernelWidth: { kind: "number", above: 0, default: 0.25 },
  samples: plain("array"),
} as const satisfies Rules;

/**
 * LIME: hides segments at random and fits a linear model to the answers, near samples counting more. A value says how
 * much the presence of its segment adds to the answer.
 *
 * Ribeiro, Singh, Guestrin 2016, "Why Should I Trust You?", equation 1.
 *
 * @example
 * const lime = new Lime(model, { seed: 42 });
 * const map = await lime.attribute(image, { target: 7, featureMask: gridSegments([28, 28], 4), nSamples: 1000 });
 * const all = await lime.explainInstance(image, { topLabels: 5, hideColor: 0, nSamples: 1000 });
 * all.getImageAndMask(all.topLabels[0], { positiveOnly: true, hideRest: true });
 */
export class Lime extends Method<LimeOptions> {
  static readonly about: About = {
    name: "Lime",
    label: "LIME",
    family: "lime",
    role: "contribution",
    signed: true,
    extent: bySegments,
    removal: "baseline",
    explains: anything,
    needs: {},
    options: rules,
  };

  /**
   * As Captum's `Lime`, with a ridge regression (Captum's own default is a lasso). Segments are there or not with equal
   * chance; the distance is measured on the inputs.
   *
   * Values have the shape of the inputs: each position has its segment's coefficient, which `coefficients` holds once.
   * In units of the output, of the probability by default. `fit` is the weighted R² for each target of each input,
   * `standardError` how far other samples would move each value.
   * Cost: `nSamples` forward passes per input, whatever the number of targets, and one prediction.
   *
   * @throws ShapeError, DataError, TargetError, OptionError.
   */
  async attribute(inputs: Inputs, options: LimeOptions = {}): Promise<Explanation> {
    const settings = await withParts(this.model, inputs, this.settle(options, rules));
    const eachAlone = await rowByRow(this, inputs, settings);
    if (eachAlone) return eachAlone;
    const { featureMask, baselines, nSamples, distanceMode, kernelWidth, alpha } = settings;
    const call = await this.begin(inputs, settings);
    const segments = await readSegments(featureMask, call.rows);
    checkFits("Lime", segments.count, nSamples);
    const from = await readBaselines(baselines, call.rows);
    const samples = settings.samples
      ? given(settings.samples, segments)
      : draw(nSamples, segments, settings.seed, false);
    const answers = await askCoalitions(call, segments, absentAs(from, call.rows), samples);

    const fits: SampledFit[] = new Array(pairCount(call));
    const { count, size, values: x } = call.rows;
    for (let row = 0; row < count; row++) {
      const [image, hidden] = [x, from].map((array) => array.subarray(row * size, (row + 1) * size));
      const regress = prepare(
        samples,
        inputWeights(image, hidden, segments, samples, distanceMode, kernelWidth),
        alpha,
      );
      for (let pair = row; pair < fits.length; pair += count) fits[pair] = regress(answersOf(answers, pair, samples));
    }
    const coefficients = Float32Array.from(fits.flatMap((fit) => [...fit.coefficients]));
    return call.explanation({
      values: spread(coefficients, segments),
      coefficients,
      featureMask: segments.of,
      fit: Float32Array.from(fits, (fit) => fit.r2),
      ...(settings.samples
        ? {}
        : {
            standardError: spread(
              fits.flatMap((fit) => [...fit.standardError]),
              segments,
            ),
          }),
      baseline: shortBaseline(from),
      seed: settings.seed,
      options: { nSamples: samples.count, distanceMode, kernelWidth, alpha },
    });
  }

  /**
   * As lime's `LimeImageExplainer.explain_instance`: one image, an explanation for each of its most probable classes
   * from the same samples; distance 1 − √(share of segments that are there), ridge with α = 1.
   *
   * @param image `[1, …]` or without the batch axis, as the model takes it.
   * Cost: `nSamples` + 1 forward passes.
   */
  async explainInstance(image: Inputs, options: ExplainInstanceOptions = {}): Promise<LimeImageExplanation> {
    checkOptions("Lime.explainInstance", instanceRules, options);
    const settings = fillOptions<ExplainInstanceOptions, typeof instanceRules>(
      joinOptions(optionsOf(sharedRules, this.defaults), options),
      instanceRules,
    );
    const { topLabels, labels, hideColor, nSamples, numFeatures, kernelWidth } = settings;
    const one = await oneImage(image);
    const call = await this.begin(one, { ...settings, targets: labels ?? "all" });
    const mask = settings.segments ?? (await quickshift(one, { seed: settings.seed, ...seenAs(call.rows) }));
    const segments = await readSegments(mask, call.rows);
    const from = hideColor === undefined ? segmentMeans(call, segments) : await readBaselines(hideColor, call.rows);
    const samples = options.samples ? given(options.samples, segments) : draw(nSamples, segments, settings.seed, true);
    const answers = await askCoalitions(call, segments, absentAs(from, call.rows), samples);

    const weights = maskWeights(samples, kernelWidth);
    const classes = [...call.targets.classes];
    const ranked = classes.map((_, pair) => pair);
    if (!labels) ranked.sort((a, b) => call.outputs[classes[b]] - call.outputs[classes[a]]);
    const regress = selectFeatures(samples, weights, numFeatures);
    const explanations = ranked.slice(0, labels ? classes.length : topLabels).map((pair) => {
      const { coefficients: exact, intercept, r2, standardError } = regress(answersOf(answers, pair, samples));
      const coefficients = Float32Array.from(exact);
      const explanation = call.explanation({
        values: spread(coefficients, segments),
        shape: call.rows.shape,
        target: classes[pair],
        coefficients,
        featureMask: segments.of,
        fit: Float32Array.of(r2),
        ...(standardError && !options.samples ? { standardError: spread(standardError, segments) } : {}),
        baseline: shortBaseline(from),
        seed: settings.seed,
        options: { nSamples: samples.count, kernelWidth, intercept, ...(hideColor === undefined ? {} : { hideColor }) },
      });
      return { explanation, intercept };
    });
    return new LimeImageExplanation(call.rows, segments, explanations);
  }
}

const answersOf = (answers: Float64Array, pair: number, { count }: Design) =>
  answers.subarray(pair * count, (pair + 1) * count);

function prepare(samples: Design, weights: Float64Array, alpha: number): (y: ArrayLike<number>) => SampledFit {
  const fit = ridge(samples, weights, alpha);
  if (fit) return fit;
  throw new OptionError(
    say`${samples.count} samples cannot determine ${samples.columns} segments: raise nSamples, or give alpha above 0`,
  );
}

/** Each segment there with chance ½. lime's first sample is the image itself. */
function draw(nSamples: number, { count: columns }: Segments, seed: number, firstWhole: boolean): Design {
  const random = createRandom(seed);
  const values = new Uint8Array(nSamples * columns);
  let coins = 0;
  for (let i = 0; i < values.length; i++) {
    // One draw has 32 coins.
    coins = i % 32 === 0 ? random.integer(0x100000000) : coins >>> 1;
    values[i] = coins & 1;
  }
  if (firstWhole) values.fill(1, 0, columns);
  return { values, count: nSamples, columns };
}

function given(samples: Samples, { count: columns }: Segments): Design {
  const [count] = samples.shape;
  if (samples.shape.length !== 2 || samples.shape[1] !== columns || samples.values.length !== count * columns) {
    throw new ShapeError(
      say`samples of shape [${samples.shape.join(", ")}]: expected [n, ${columns}], one column for each segment`,
    );
  }
  return { values: Uint8Array.from(samples.values), count, columns };
}

async function oneImage(image: Inputs): Promise<Inputs> {
  const { values, shape } = await readArray(image);
  if (shape.length === 4 && shape[0] !== 1) {
    throw new ShapeError(say`explainInstance takes one image, not ${shape[0]}: use attribute for a batch`);
  }
  return { values, shape: shape.length === 4 ? shape : [1, ...shape] };
}

/** Colors from 0 to 1 with the channels last are as they are seen; of other pictures the model says it. */
function seenAs({ spec, values }: Rows): { spec?: InputSpec } {
  if (spec?.kind !== "image") return {};
  const isPlain = spec.layout === "channelsLast" && values.every((value) => value >= 0 && value <= 1);
  return isPlain ? {} : { spec: seenSpec(spec, values) };
}

/** The image with each segment filled with its mean, channel by channel. */
function segmentMeans({ rows }: Call, { of, count }: Segments): Float32Array {
  const row = rows.shape.slice(1);
  const { channels, channelOf } = placesOf(row, inputAxes(rows.spec, row));
  const sums = new Float64Array(count * channels);
  const sizes = new Float64Array(count * channels);
  for (let i = 0; i < rows.size; i++) {
    const place = of[i] * channels + channelOf(i);
    sums[place] += rows.values[i];
    sizes[place]++;
  }
  return Float32Array.from(rows.values, (_, i) => {
    const place = of[i] * channels + channelOf(i);
    return sums[place] / sizes[place];
  });
}
