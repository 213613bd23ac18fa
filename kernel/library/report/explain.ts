import { lastFeatureMap } from "../engine/lastFeatureMap.ts";
import type { Model } from "../engine/model.ts";
import { declaredInputs } from "../engine/ports.ts";
import { runnerFor } from "../engine/runnerFor.ts";
import { meanBaseline } from "../explain/call/baselines.ts";
import { checkOptions } from "../explain/call/checkOptions.ts";
import { asInputs, asModelTakes, checkInputShape, type Rows, readInputs } from "../explain/call/inputs.ts";
import { optionRulesOf, takenBy } from "../explain/call/Method.ts";
import { givenShape, readModelInputs } from "../explain/call/modelInputs.ts";
import { type SeededOptions, seededNames, type TargetOptions } from "../explain/call/options.ts";
import { withOrigin } from "../explain/call/origin.ts";
import { outputAsked, predicted } from "../explain/call/targets.ts";
import { type AbsentOptions, absentNames } from "../explain/perturbation/absent.ts";
import { boxes } from "../explain/segments/boxes.ts";
import { aboutSo, defaultParts, isPhotograph, squares } from "../explain/segments/defaultParts.ts";
import { type FeatureMask, isOfEachRow, readSegments } from "../explain/segments/segments.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import { currentCell } from "../ground/cell.ts";
import { GradientNotFoundError, OptionError, UnsupportedLayerError } from "../ground/errors.ts";
import { language } from "../ground/language.ts";
import { say } from "../ground/say.ts";
import { randomizedMaps } from "../metrics/randomizedMaps.ts";
import { channelAxis, inputAxes } from "../signature/axes.ts";
import type { Inputs } from "../signature/Inputs.ts";
import type { InputSpec } from "../signature/Signature.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import type { Locale } from "../text/words.ts";
import { type Case, chosenFor } from "./choice.ts";
import { isMethodName, type MethodName, makeMethod, methodsByName, unknownMethod } from "./methods.ts";
import { moreOf } from "./more.ts";
import { Report } from "./Report.ts";
import { sharedModel } from "./sharedRunner.ts";

export interface ExplainOptions extends SeededOptions, Pick<TargetOptions, "target">, AbsentOptions {
  /** By name, in this order; `"auto"` (default) chooses those that suit the model and the inputs. */
  methods?: "auto" | readonly MethodName[];
  /** Which layer a layer method looks at, by the method's name (default: the model's last feature map). */
  layers?: Partial<Readonly<Record<MethodName, string>>>;
  /** Options of single methods, by name: `{ NeuronGradient: { neuron: 3 } }`. They go before all others. */
  options?: Partial<Readonly<Record<MethodName, object>>>;
  /**
   * Parts that are hidden together (default: of small pictures and drawings a grid of 7 × 7, of photographs about 50 SLIC
   * segments of each, of volumes about 60 cubes).
   */
  featureMask?: FeatureMask;
  /** Samples of the methods that draw some (default 1000; of photographs 400). */
  nSamples?: number | "auto";
  /**
   * Chance is measured with the same methods on this many drawings of random weights, at least 10, in place of shifted maps:
   * what digits and tables need (default: none). Cost: the methods', once for each.
   */
  randomizations?: number;
  /** Told each map as soon as it is there, and how many of how many are done; what it throws ends the call. */
  onExplanation?: (explanation: Explanation, progress: { readonly done: number; readonly of: number }) => void;
  /** Names of the classes, by index. */
  labels?: readonly string[];
  /** Of the words (default: the notebook's language). */
  locale?: Locale;
}

const explainNames = {
  ...seededNames,
  target: true,
  ...absentNames,
  methods: true,
  layers: true,
  options: true,
  featureMask: true,
  nSamples: true,
  randomizations: true,
  onExplanation: true,
  labels: true,
  locale: true,
} as const satisfies Names<ExplainOptions>;

/** What a photograph is explained with by default: enough coalitions for about 50 superpixels, and a blurred background. */
const ofPhotograph = { nSamples: 400, baselines: "blurred" } as const;

/**
 * Explains an answer by several methods at once, and says whether they agree: first of all, if they do not.
 *
 * Methods that follow gradients are left out where the model has none (`report.skipped` says why). Rows that two
 * methods ask about go through the model once, also between methods of the logit and of the probability. Options are
 * handed to every method, which takes those that it knows. A photograph (a picture of 32 × 32 or more that is no drawing) is
 * explained by Grad-CAM at its last feature map and by the Shapley values of about 50 superpixels, each photograph with its
 * own; `report.more` tells what else could be asked. Cost: `report.modelPasses`, about 400 passes for each photograph, 1,100
 * to 2,200 for other pictures by default, less what is shared.
 *
 * @param inputs one or more of them.
 * @returns a `Report`: shows itself as heat maps (a table for rows), `describe()` says it in words.
 * @throws ShapeError, DataError, TargetError, OptionError; GradientNotFoundError for a method that was named.
 * @example
 * const report = await explain(model, image);
 * display(report);
 * console.log(report.describe());
 */
export async function explain(model: Model, inputs: Inputs, options: ExplainOptions = {}): Promise<Report> {
  checkNames("explain()", explainNames, options);
  const { methods = "auto", seed = 0, labels, locale = language(), target, engine, internalBatchSize } = options;
  const started = performance.now();
  const { rows: read } = await readModelInputs(inputs, declaredInputs(model));
  const { outputName, region, target: wanted } = outputAsked({ target });
  const runner = await runnerFor(model, { engine, inputShape: givenShape(read, undefined), outputName });
  const rows = asModelTakes(read, runner.signature.inputs);
  checkInputShape(rows.shape, runner.inputShape);
  const shared = sharedModel(runner);
  const [spec] = runner.signature.inputs;
  // Superpixels take a moment, and the first map needs none.
  let parts: FeatureMask | undefined = options.featureMask;
  const partsOnce = async () => {
    parts ??= await partsOf(rows, spec);
    return parts;
  };
  const { kind } = spec ?? { kind: "values" };
  const row = rows.shape.slice(1);
  const isPhoto = kind === "image" && isPhotograph(spec, row, inputAxes(spec, row));
  checkMethodNames(options);
  const names = chosen(
    methods,
    isPhoto
      ? {
          kind: "photograph",
          axes: row.length,
          segments: options.featureMask ? await partCountOf(options.featureMask, rows) : aboutSo,
        }
      : { kind, axes: row.length, segments: await partCountOf(await partsOnce(), rows) },
    rows,
    options,
  );

  const signal = options.signal ?? currentCell().signal;
  const report = options.onProgress ?? ((fraction: number) => currentCell().progress(fraction, "explain"));
  // Of a segmentation or a detector the methods find the region or the box that is explained.
  const isOfPlaces = region !== undefined || (wanted === undefined && runner.outputSpec.kind === "pixels");
  const within =
    isOfPlaces || runner.detect
      ? undefined
      : (wanted ??
        predicted((await shared.runner.predict(rows, { output: "probability", signal })).outputs, runner.outputSize));
  // By name still: the explanations say which output they are of, and are computed again on the model itself.
  const targets = within === undefined ? target : outputName === undefined ? within : { [outputName]: within };
  const given = asInputs(rows.values, rows);
  const common = {
    seed,
    signal,
    target: targets,
    nSamples: options.nSamples ?? (isPhoto ? ofPhotograph.nSamples : 1000),
    ...(internalBatchSize !== undefined && { internalBatchSize }),
    ...(options.output && { output: options.output }),
  };
  const randomizations = options.randomizations ?? 0;
  const explanations: Explanation[] = [];
  const skipped: { method: MethodName; why: string }[] = [];
  for (const [step, name] of names.entries()) {
    const onProgress = (fraction: number) => report((step + fraction) / names.length / (1 + randomizations));
    const featureMask = hidesParts(name) ? await partsOnce() : undefined;
    const own = {
      ...common,
      ...(featureMask && { featureMask }),
      ...(name === "LimeTabular" && { trainingData: options.background }),
      ...(await absentFor(name, isPhoto && hidesParts(name) ? { ...ofPhotograph, ...options } : options, rows)),
      ...("slidingWindowShapes" in (options.options?.[name] ?? {})
        ? {}
        : windows(name, rows, runner.signature.inputs[0])),
      ...few(name, options),
      ...options.options?.[name],
      onProgress,
    };
    try {
      const method = makeMethod(name, shared.model, options.layers?.[name] ?? lastFeatureMap(runner), own);
      checkOptions(name, optionRulesOf(method) ?? {}, options.options?.[name] ?? {});
      const found = await method.attribute(given, takenBy(method, own));
      const kept = takenBy(method, { ...own, onProgress: undefined, signal: undefined });
      const explanation = withOrigin(found, { method: method.on(model), rows, options: kept });
      explanations.push(explanation);
      options.onExplanation?.(explanation, { done: explanations.length + skipped.length, of: names.length });
    } catch (error) {
      const isLacking = error instanceof GradientNotFoundError || error instanceof UnsupportedLayerError;
      if (methods !== "auto" || !isLacking) throw error;
      skipped.push({ method: name, why: error.message });
    }
  }
  const randomized =
    options.randomizations === undefined || explanations.length < 2
      ? undefined
      : await randomizedMaps(explanations, {
          randomizations: options.randomizations,
          seed,
          signal,
          onProgress: (fraction) => report((1 + randomizations * fraction) / (1 + randomizations)),
        });
  return new Report({
    explanations,
    more: isPhoto
      ? moreOf(explanations, {
          parts: await partCountOf(await partsOnce(), rows),
          samples: typeof common.nSamples === "number" ? common.nSamples : ofPhotograph.nSamples,
          photographs: rows.count,
        })
      : [],
    skipped,
    randomized,
    modelPasses: shared.passes(),
    elapsedMs: performance.now() - started,
    ...(labels && { labels }),
    names: namesOf(inputs, rows.count),
    locale,
  });
}

function chosen(
  methods: "auto" | readonly MethodName[],
  known: Omit<Case, "hasBackground">,
  rows: Rows,
  options: ExplainOptions,
): readonly MethodName[] {
  if (methods === "auto") {
    return chosenFor({ ...known, hasBackground: options.background !== undefined || rows.columns !== undefined });
  }
  const wrong = methods.find((name) => !isMethodName(name));
  if (wrong !== undefined) throw unknownMethod(wrong);
  if (methods.length === 0) {
    throw new OptionError(say`no methods: expected some of ${Object.keys(methodsByName).join(", ")}`);
  }
  return methods;
}

/** @throws OptionError for options or a layer of a method that there is not, or that was not asked for. */
function checkMethodNames({ methods = "auto", options = {}, layers = {} }: ExplainOptions): void {
  for (const name of [...Object.keys(options), ...Object.keys(layers)]) {
    if (!isMethodName(name)) throw unknownMethod(name);
    if (methods === "auto" || methods.includes(name)) continue;
    throw new OptionError(
      say`there is an option for ${name}, but methods are ${methods.join(", ")}: name it there too`,
    );
  }
}

/** What the inputs are called, where they say it. */
function namesOf(inputs: Inputs, count: number): readonly string[] | undefined {
  const { names } = inputs as { readonly names?: unknown };
  return Array.isArray(names) && names.length === count ? names.map(String) : undefined;
}

/** Parts of a picture or a volume; the numbers of a row are parts by themselves. */
async function partsOf(rows: Rows, spec: InputSpec | undefined): Promise<FeatureMask | undefined> {
  if (rows.ports) return undefined;
  const row = rows.shape.slice(1);
  const axes = inputAxes(spec, row);
  return (await defaultParts(rows, spec)) ?? (row.length > 3 ? boxes(row, axes) : squares(row, axes));
}

/** How many parts there are; the most that an example has, where each has its own. */
async function partCountOf(mask: FeatureMask | undefined, rows: Rows): Promise<number> {
  if (!mask || !isOfEachRow(mask, rows.shape)) return (await readSegments(mask, rows)).count;
  const size = mask.values.length / rows.count;
  const counts = Array.from(
    { length: rows.count },
    (_, i) => new Set(mask.values.subarray(i * size, (i + 1) * size)).size,
  );
  return Math.max(...counts);
}

/** Methods that walk from one baseline take the mean of a background. */
async function absentFor(
  name: MethodName,
  { baselines, background }: AbsentOptions,
  { columns }: Rows,
): Promise<AbsentOptions> {
  if (background === undefined) return baselines === undefined ? {} : { baselines };
  const { needs, options } = methodsByName[name].about;
  if (needs.background) return { baselines: background };
  return "background" in options
    ? { background }
    : { baselines: await meanBaseline(await readInputs(background, columns)) };
}

const hidesParts = (name: MethodName) => "featureMask" in methodsByName[name].about.options;

/** Occlusion has no default window: a seventh of the picture, moved by half of itself. */
function windows(name: MethodName, { shape }: Rows, spec: InputSpec | undefined) {
  if (name !== "Occlusion") return {};
  const row = shape.slice(1);
  const channel = channelAxis(inputAxes(spec, row));
  const window = row.map((length, axis) => (axis === channel ? length : Math.max(1, Math.ceil(length / 7))));
  return {
    slidingWindowShapes: window,
    strides: window.map((size, axis) => (axis === channel ? size : Math.ceil(size / 2))),
  };
}

/** Methods whose samples are orders, not coalitions. */
const few = (name: MethodName, { nSamples }: ExplainOptions) =>
  name === "ShapleyValueSampling" && nSamples === undefined ? { nSamples: 25 } : {};
