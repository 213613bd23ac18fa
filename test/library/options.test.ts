import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import * as explain from "../../kernel/library/explain/index.ts";
import * as glassbook from "../../kernel/library/index.ts";
import { ready } from "../tensorflow.ts";

type Call = (...parameters: unknown[]) => unknown;
const all = { ...glassbook, ...explain } as unknown as Readonly<Record<string, Call>>;

/** Each function with a slip of the pen in one of its options, and the option that was meant. */
const slips: Readonly<Record<string, readonly [wrong: string, right: string]>> = {
  accumulatedLocalEffects: ["minBinPoint", "minBinPoints"],
  activationReport: ["layer", "layers"],
  agreement: ["indx", "index"],
  anchor: ["precison", "precision"],
  arrayModel: ["classNams", "classNames"],
  barPlot: ["titel", "title"],
  beeswarmPlot: ["featureName", "featureNames"],
  calibration: ["bin", "bins"],
  confusionMatrix: ["titel", "title"],
  cosineDecay: ["warmupStep", "warmupSteps"],
  counterfactual: ["probabilty", "probability"],
  decodePicture: ["grund", "ground"],
  decisionBoundary: ["resolutoin", "resolution"],
  decisionPlot: ["titel", "title"],
  deletion: ["featuresPerStep", "featuresInStep"],
  dependencePlot: ["colourBy", "colorBy"],
  describeModel: ["class_names", "classNames"],
  dropColumnImportance: ["scorin", "scoring"],
  effectiveComplexity: ["treshold", "threshold"],
  errorBySlice: ["label", "labels"],
  evaluate: ["engin", "engine"],
  evaluateMethods: ["nRun", "nRuns"],
  explain: ["method", "methods"],
  exponentialDecay: ["decayStep", "decaySteps"],
  faithfulnessCorrelation: ["subset_size", "subsetSize"],
  featureMaps: ["filter", "filters"],
  felzenszwalb: ["min_size", "minSize"],
  forcePlot: ["titel", "title"],
  gradientFlowProgress: ["everyStep", "everySteps"],
  heatmap: ["clipp", "clip"],
  imageFolder: ["grund", "ground"],
  imageGrid: ["column", "columns"],
  imageNetModel: ["signl", "signal"],
  importancePlot: ["titel", "title"],
  infidelity: ["normalise", "normalize"],
  insertion: ["baseline", "baselines"],
  layerMap: ["perplexty", "perplexity"],
  linearRegression: ["alpa", "alpha"],
  loadModel: ["className", "classNames"],
  loadOnnx: ["input_shape", "inputShape"],
  logisticRegression: ["signl", "signal"],
  makeClassification: ["n_samples", "nSamples"],
  mnistCnn: ["sead", "seed"],
  mnistGapCnn: ["sead", "seed"],
  morris: ["numLevel", "numLevels"],
  partialDependence: ["percentile", "percentiles"],
  patchTransformer: ["numHead", "numHeads"],
  permutationImportance: ["nRepeat", "nRepeats"],
  piecewiseConstantDecay: ["boundary", "boundaries"],
  pixelFlipping: ["featuresInSteps", "featuresInStep"],
  plot: ["confg", "config"],
  precisionRecallCurve: ["class", "classes"],
  predict: ["top_k", "topK"],
  progress: ["charts", "chart"],
  quickshift: ["kernel_size", "kernelSize"],
  randomizedAgreement: ["randomization", "randomizations"],
  readImage: ["grund", "ground"],
  remoteModel: ["header", "headers"],
  residualPlot: ["titel", "title"],
  rocCurve: ["titel", "title"],
  scatterPlot: ["xtitel", "xTitle"],
  segmentMap: ["number", "numbers"],
  slic: ["n_segments", "nSegments"],
  sobol: ["secondOrdr", "secondOrder"],
  surrogateTree: ["max_depth", "maxDepth"],
  table: ["captoin", "caption"],
  tensorBoard: ["updateFrequency", "updateFreq"],
  train: ["epoch", "epochs"],
  waterfallPlot: ["titel", "title"],
};

/** Which parameter the options are, where it is not the first that may be left out. */
const placeOf: Readonly<Record<string, number>> = {
  cosineDecay: 0,
  exponentialDecay: 0,
  piecewiseConstantDecay: 0,
  plot: 2,
  remoteModel: 0,
  tensorBoard: 1,
};

/** Functions whose options are options of a method too. */
const handedOn = ["consistency", "parameterRandomization", "sanityCheck", "sensitivityMax"];
/** Functions whose options the method itself checks. */
const elsewhere = ["compareBaselines", "runnerFor", "sobolIndices"];

const untyped = (options: object) => options as never;
const refuses = (made: () => unknown, message: string | RegExp) =>
  assert.rejects(async () => made(), { name: "OptionError", message });

describe("the options of a function", () => {
  for (const [name, [wrong, right]] of Object.entries(slips)) {
    it(`${name}() refuses ${wrong}, and knows ${right}`, async () => {
      const call = all[name];
      assert.ok(call, name);
      const before = Array.from({ length: placeOf[name] ?? call.length });
      await refuses(() => call(...before, { [wrong]: 1 }), `${name}() has no option ${wrong}: did you mean ${right}?`);
      await refuses(
        () => call(...before, 3),
        `the options of ${name}() are 3: give an object, such as { name: value }`,
      );
    });
  }

  it("are checked by every function that takes some", () => {
    const taking = Object.entries(all).filter(
      ([, made]) =>
        typeof made === "function" && /^(async )?function \w+\([^{]*\boptions = \{\}\) \{/.test(String(made)),
    );
    assert.ok(taking.length > 50, `${taking.length} functions`);
    const known = [...Object.keys(slips), ...handedOn, ...elsewhere];
    assert.deepEqual(
      taking.map(([name]) => name).filter((name) => !known.includes(name)),
      [],
    );
  });

  it("are refused by data sets and by methods with a call of their own", async () => {
    const { ActivationMaximization, GlobalSensitivity, LocalSensitivity, mnist, ParameterImportance, tabular } = {
      ...glassbook,
      ...explain,
    };
    const model = () => 0;
    const said = (owner: string, wrong: string, right: string) =>
      `${owner} has no option ${wrong}: did you mean ${right}?`;
    await refuses(() => tabular.load("x.csv", untyped({ targt: "y" })), said("tabular.load()", "targt", "target"));
    await refuses(() => tabular.parse("a,b", untyped({ targt: "y" })), said("tabular.parse()", "targt", "target"));
    await refuses(() => mnist.load(untyped({ validaton: 3 })), said("mnist.load()", "validaton", "validation"));
    await refuses(
      () => new ActivationMaximization(model as never).maximize(untyped({ chanel: 1 })),
      said("ActivationMaximization.maximize", "chanel", "channel"),
    );
    await refuses(
      () => new ParameterImportance(model as never).attribute([] as never, untyped({ mesure: 1 })),
      said("ParameterImportance.attribute", "mesure", "measure"),
    );
    for (const Sensitivity of [GlobalSensitivity, LocalSensitivity]) {
      const { name } = Sensitivity;
      await refuses(() => new Sensitivity(model as never, untyped({ sigmas: 1 })), said(name, "sigmas", "sigma"));
      await refuses(
        () => new Sensitivity(model as never).attribute([] as never, untyped({ sigmas: 1 })),
        said(name, "sigmas", "sigma"),
      );
    }
  });
});

describe("the options of a function that hands some on to a method", () => {
  const { consistency, FeatureAblation, KernelShap, parameterRandomization, sanityCheck, sensitivityMax } = {
    ...glassbook,
    ...explain,
  };
  const rows = { values: Float32Array.of(1, 2, 3), shape: [1, 3] };
  let model: tf.Sequential;
  before(async () => {
    await ready();
    const initializer = (seed: number) => tf.initializers.glorotUniform({ seed });
    model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 4, inputShape: [3], activation: "relu", kernelInitializer: initializer(1) }),
        tf.layers.dense({ units: 2, activation: "softmax", kernelInitializer: initializer(2) }),
      ],
    });
  });
  after(() => model.dispose());

  it("are its own and the method's", async () => {
    const shap = new KernelShap(model);
    const own = { nSamples: 7, baselines: 0 };
    assert.equal((await consistency(shap, rows, { ...own, nRuns: 2 })).scores.length, 1);
    assert.equal((await sensitivityMax(shap, rows, { ...own, nPerturbSamples: 2 })).scores.length, 1);
    assert.equal(
      (await parameterRandomization(KernelShap, model, rows, untyped({ ...own, nDraws: 1 }))).steps.length,
      2,
    );
    const check = await sanityCheck(KernelShap, model, untyped({ ...own, inputs: rows, nDraws: 1 }));
    assert.ok(check.verdict);
  });

  it("are refused where neither has them", async () => {
    const wrong = untyped({ nSample: 7 });
    const message = (name: string) => `${name}() has no option nSample: did you mean nSamples?`;
    await refuses(() => consistency(new KernelShap(model), rows, wrong), message("consistency"));
    await refuses(() => sensitivityMax(new KernelShap(model), rows, wrong), message("sensitivityMax"));
    await refuses(() => parameterRandomization(KernelShap, model, rows, wrong), message("parameterRandomization"));
    await refuses(() => sanityCheck(KernelShap, model, wrong), message("sanityCheck"));
    await refuses(
      () => consistency(new FeatureAblation(model), rows, untyped({ nSteps: 7 })),
      /^consistency\(\) has no option nSteps/,
    );
  });

  it("are all taken for a maker of maps that is no method of ours", async () => {
    const attribute = (given: typeof rows) => new FeatureAblation(model).attribute(given);
    const mine = { attribute: attribute as never };
    assert.equal((await consistency(mine, rows, untyped({ depth: 3, nRuns: 2 }))).scores.length, 1);
  });
});
