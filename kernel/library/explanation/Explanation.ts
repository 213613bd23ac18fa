import * as tf from "@tensorflow/tfjs";
import type { EngineName, Output } from "../engine/runner.ts";
import { ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { sizeOf } from "../math/sizeOf.ts";
import type { Upsample } from "../math/upsample.ts";
import type { Axis } from "../signature/axes.ts";
import type { Column, Named } from "../signature/columns.ts";
import type { InputSpec, OutputSpec } from "../signature/Signature.ts";
import { oneChannel, type RankedChannel, topChannelsOf } from "./channels.ts";
import { channelsLast } from "./channelsLast.ts";
import { type DescribeOptions, describe } from "./describe/describe.ts";
import { describeSeveral } from "./describe/describeSeveral.ts";
import { explanationKey } from "./isExplanation.ts";
import { type ExplanationJson, fieldsFromJson, fieldsToJson } from "./json/json.ts";
import { type Meaning, unknownMeaning } from "./Meaning.ts";
import { npzOf } from "./npz.ts";
import type { Region } from "./Region.ts";
import { askOf, type InputMap, type InputPart, isOfSeveral, ofInput, type Within } from "./severalInputs.ts";
import { type Ranked, topOf } from "./top.ts";
import { type Aggregation, aggregated, differenceOf, type Norm, normalized, resized } from "./transform.ts";

/** Everything an explanation holds, as plain data. */
export interface ExplanationFields extends Named {
  /** Class name of the method, as Captum, SHAP or LIME call it: `"IntegratedGradients"`. */
  method: string;
  /** The attributions, row-major in `shape`. Not rounded, not normalized. */
  values: Float32Array;
  /** The input's shape with its batch dimension, e.g. `[1, 28, 28, 1]`; with `targets` one leading axis more. */
  shape: readonly number[];
  /** The class that is explained: one for every input, or one each. */
  target: number | readonly number[];
  /** What was explained: the logit before the softmax, or the probability after it. */
  output: Output;
  /** The inputs that were explained, `[n, ...]` row-major: what a heat map is laid over. */
  inputs: Float32Array;
  /** Their shape, with the batch dimension. */
  inputShape: readonly number[];
  /** The model's answer to each input, `[n, classes]` row-major, after the softmax where there is one. */
  probabilities: Float32Array;
  /** What the model answered, of the explained target and in units of `output`, one per map: F(x). */
  answers?: Float32Array;
  /** The baseline, where the method has one: a number for a constant one. */
  baseline?: number | Float32Array;
  /** The options the method ran with, defaults filled in. JSON. */
  options: Readonly<Record<string, unknown>>;
  seed?: number;
  /** Which engine ran the model. */
  engine: EngineName;
  /** Wall-clock milliseconds. */
  elapsedMs: number;
  /** Rows that went through the model, forward and backward counted once each. */
  modelPasses: number;
  /** Σ values − (F(x) − F(baseline)), one per input: 0 for a complete method. */
  convergenceDelta?: Float32Array;
  /** Weighted R² of LIME's linear model, one per input, at most 1. */
  fit?: Float32Array;
  /** Standard error of each value of a sampled method, row-major in `shape`. */
  standardError?: Float32Array;
  /**
   * What Shapley values start from, one per input: the answer where everything is absent, or its mean over a background;
   * with the values it sums to the answer. SHAP's `expected_value`.
   */
  expectedValue?: Float32Array;
  /** How each number of each input is told where it is not `age = 42`: LIME's `37 < age ≤ 48`. `[n, columns]`. */
  cells?: readonly string[];
  /**
   * Segment of each position, for methods that explain segments: int32, the input's shape without the batch, or with it
   * where each input has segments of its own.
   */
  featureMask?: Int32Array;
  /** One value per segment, `[n, segments]`; NaN behind those of an input that has fewer segments than another. */
  coefficients?: Float32Array;
  /** Of XRAI: the rank of the region that each place belongs to, 1 for the first; one for each value. */
  regions?: Int32Array;
  /** What the values are: said by the method, its options taken into account. What is left out is `unknownMeaning`'s. */
  about?: Partial<Meaning> | undefined;
  /** Of the values of a layer: what each of their axes is, without the batch. */
  layerAxes?: readonly Axis[] | undefined;
  /** What the model takes here. */
  inputSpec?: InputSpec | undefined;
  /** What the model answers: the output that was explained. */
  outputSpec?: OutputSpec | undefined;
  /** The output that was asked for by name, of a model of several. */
  outputName?: string | undefined;
  /**
   * Of a model of several inputs: what a row of `values` and `inputs` is made of, `shape` and `inputShape` being
   * `[..., n, total]`.
   */
  inputParts?: readonly InputPart[] | undefined;
  /** Of one input out of several: what it is of. */
  within?: Within | undefined;
  /**
   * Of a segmentation or of detected boxes: the places that are explained, one entry for each input. `target` is the class
   * then, and `probabilities` are means over these places, `[n, classes]`; of a single place (`from: "pixel"`) both are as of
   * any output.
   */
  targetRegions?: readonly Region[] | undefined;
}

/** @throws ShapeError where an array does not fill its shape. */
function checkFills(what: string, { length }: Float32Array, shape: readonly number[]): void {
  if (length === sizeOf(shape)) return;
  throw new ShapeError(
    say`the ${what} of an explanation have ${length} numbers, which do not fill the shape [${shape.join(", ")}]`,
  );
}

/** What only one input has: of several it is asked of each. */
const ofOneInput = ["values", "shape", "inputs", "inputShape", "standardError", "featureMask"] as const;

/** Why a model answered as it did: the attributions of one method and the evidence for them. */
export class Explanation implements ExplanationFields {
  // Said outright: the bundler calls a class that names itself _Explanation.
  static get name(): string {
    return "Explanation";
  }

  readonly [explanationKey] = true;
  readonly method: string;
  readonly values: Float32Array;
  readonly shape: readonly number[];
  readonly target: number | readonly number[];
  readonly output: Output;
  readonly inputs: Float32Array;
  readonly inputShape: readonly number[];
  readonly probabilities: Float32Array;
  readonly answers: Float32Array | undefined;
  readonly baseline: number | Float32Array | undefined;
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number | undefined;
  readonly engine: EngineName;
  readonly elapsedMs: number;
  readonly modelPasses: number;
  readonly convergenceDelta: Float32Array | undefined;
  readonly fit: Float32Array | undefined;
  readonly standardError: Float32Array | undefined;
  readonly expectedValue: Float32Array | undefined;
  /** Of a table's rows: what each number is. */
  readonly columns: readonly Column[] | undefined;
  /** Of a table: its classes by index. */
  readonly classNames: readonly string[] | undefined;
  /** Of a table: what the model predicts, where it is a number and no class. */
  readonly targetName: string | undefined;
  readonly cells: readonly string[] | undefined;
  readonly featureMask: Int32Array | undefined;
  readonly coefficients: Float32Array | undefined;
  readonly regions: Int32Array | undefined;
  /** What the values are. */
  readonly about: Meaning;
  /** Of the values of a layer: what each of their axes is, without the batch. */
  readonly layerAxes: readonly Axis[] | undefined;
  readonly inputSpec: InputSpec | undefined;
  readonly outputSpec: OutputSpec | undefined;
  readonly outputName: string | undefined;
  readonly inputParts: readonly InputPart[] | undefined;
  readonly within: Within | undefined;
  readonly targetRegions: readonly Region[] | undefined;
  readonly #fields: ExplanationFields;

  /**
   * @throws ShapeError where an array does not fill the shape that it has.
   */
  constructor(fields: ExplanationFields) {
    checkFills("values", fields.values, fields.shape);
    checkFills("inputs", fields.inputs, fields.inputShape);
    this.#fields = fields;
    this.method = fields.method;
    this.values = fields.values;
    this.shape = fields.shape;
    this.target = fields.target;
    this.output = fields.output;
    this.inputs = fields.inputs;
    this.inputShape = fields.inputShape;
    this.probabilities = fields.probabilities;
    this.answers = fields.answers;
    this.baseline = fields.baseline;
    this.options = fields.options;
    this.seed = fields.seed;
    this.engine = fields.engine;
    this.elapsedMs = fields.elapsedMs;
    this.modelPasses = fields.modelPasses;
    this.convergenceDelta = fields.convergenceDelta;
    this.fit = fields.fit;
    this.standardError = fields.standardError;
    this.expectedValue = fields.expectedValue;
    this.columns = fields.columns;
    this.classNames = fields.classNames;
    this.targetName = fields.targetName;
    this.cells = fields.cells;
    this.featureMask = fields.featureMask;
    this.coefficients = fields.coefficients;
    this.regions = fields.regions;
    this.about = { ...unknownMeaning(fields.method), ...fields.about };
    this.layerAxes = fields.layerAxes;
    this.inputSpec = fields.inputSpec;
    this.outputSpec = fields.outputSpec;
    this.outputName = fields.outputName;
    this.inputParts = fields.inputParts;
    this.within = fields.within;
    this.targetRegions = fields.targetRegions;
    const { inputParts } = fields;
    if (!inputParts) return;
    for (const what of ofOneInput) {
      if (fields[what] === undefined) continue;
      const get = () => {
        throw askOf(what, inputParts);
      };
      Object.defineProperty(this, what, { get, enumerable: true });
    }
  }

  /**
   * Everything it holds, as plain data. Of several inputs `values` and `inputs` have a row for each example in which they
   * lie one after the other, as `inputParts` says.
   */
  get fields(): ExplanationFields {
    return this.#fields;
  }

  /**
   * The attributions by input, in the model's order: one of a model of one input.
   *
   * @example
   * for (const { name, values, shape } of explanation.maps) console.log(name, shape, values);
   */
  get maps(): InputMap[] {
    if (!this.inputParts) {
      const { inputSpec, values, shape } = this;
      return [{ name: inputSpec?.name ?? "input", values, shape, spec: inputSpec }];
    }
    return this.inputParts.map(({ name, spec }) => {
      const { values, shape } = this.of(name);
      return { name, values, shape, spec };
    });
  }

  /**
   * This explanation of one input: to be drawn and described, with the answers and the delta of the whole.
   *
   * @param name as the model calls the input.
   * @throws ShapeError for an input that the model does not have.
   * @example
   * heatmap(explanation.of("picture"));
   */
  of(name: string): Explanation {
    const { inputParts, inputSpec } = this;
    if (isOfSeveral(this.#fields)) return new Explanation(ofInput(this.#fields, name));
    if (name === (inputSpec?.name ?? "input")) return this;
    const only = inputSpec?.name ?? inputParts?.[0]?.name ?? "input";
    throw new ShapeError(say`no input ${name}: only ${only} is explained`);
  }

  /**
   * What the map says, in sentences: what was predicted and how sure; where the evidence for and against lies; how far
   * to trust it and why. Nothing that the numbers do not hold.
   *
   * @example
   * map.describe({ locale: "zh-CN" });
   */
  describe(options?: DescribeOptions): string {
    if (!isOfSeveral(this.#fields)) return describe(this, options);
    return describeSeveral(this.#fields, options);
  }

  /**
   * The `k` places (segments, for a method that explains segments) with the largest |value|, largest first.
   *
   * @param options.index which map of several (default 0; inputs run fastest, targets slowest).
   * @throws RangeError for a map that is not there.
   * @example
   * map.top(5).map(({ row, column, value }) => `${row}, ${column}: ${value}`);
   */
  top(k = 10, { index = 0 }: { index?: number } = {}): Ranked[] {
    return topOf(this.#fields, k, index);
  }

  /**
   * The channels whose values sum to the most, for or against: a convolution's feature maps by importance. Which axis they
   * are is what the model's operators say (`layerAxes`).
   *
   * @throws ShapeError for a map without channels, or of which it is not known where they are.
   */
  topChannels(k = 10, { index = 0 }: { index?: number } = {}): RankedChannel[] {
    return topChannelsOf(this, k, index);
  }

  /**
   * This explanation with only one channel of it, which comes last, `[..., 1]`: to be drawn as a heat map.
   *
   * @throws ShapeError for a map without channels, or of which it is not known where they are.
   */
  featureMap(channel: number): Explanation {
    return new Explanation(oneChannel(this, channel));
  }

  /**
   * The same map with its largest |value| (or Σ|value|, or a percentile of |value|) at 1, each map by itself, signs kept:
   * to compare where methods of other units look. A map of zeros stays as it is; NaN and infinity stay and do not count.
   * Whether it adds up is no longer told.
   *
   * @param options.by `"max"` (default), `"sum"`, or `"percentile"` with `percentile` (default 99: above 0, at most 100).
   * @throws OptionError for another norm or a percentile outside its range.
   * @example
   * heatmap([saliency.normalize(), gradCam.normalize()]);
   */
  normalize({ by = "max", percentile = 99 }: { by?: Norm; percentile?: number } = {}): Explanation {
    return new Explanation(normalized(this, by, percentile));
  }

  /**
   * One number for each place out of its channels, which come last then, `[..., 1]`, whatever the input's layout: a map that
   * every measure takes.
   *
   * @param options.by `"sum"` (default: the sum stays what it was), `"mean"`, `"absolute"` (Σ|value|) or `"max"` (the one
   * with the largest |value|).
   * @throws ShapeError for a map without channels; OptionError for another way.
   * @example
   * photo.aggregate({ by: "absolute" }).top(5);
   */
  aggregate({ by = "sum" }: { by?: Aggregation } = {}): Explanation {
    return new Explanation(aggregated(this, by));
  }

  /**
   * The map at another height and width: a layer's at the input's size, or two of different layers at one. Between pixels
   * as Torch's `interpolate` (corners of pixels aligned); a smaller map takes samples, no means. Its layout stays.
   *
   * @param size `[height, width]` in pixels.
   * @param options.mode `"bilinear"` (default) or `"nearest"`.
   * @throws ShapeError for what is no picture; OptionError for a size below 1.
   * @example
   * layerMap.featureMap(3).resize([28, 28]);
   */
  resize(
    size: readonly [number, number],
    { mode = "bilinear" }: { mode?: Exclude<Upsample, "none"> } = {},
  ): Explanation {
    return new Explanation(resized(this, size, mode));
  }

  /**
   * Where this map gives more than another, and where less: its values less the other's.
   *
   * @param other of the same shape and the same output; `normalize()` both where they have other units.
   * @throws ShapeError for another shape; OptionError where one explains the logit and the other the probability.
   * @example
   * before.difference(after).describe();
   */
  difference(other: Explanation): Explanation {
    return new Explanation(differenceOf(this, other));
  }

  /**
   * The bytes of an `.npz` file for NumPy: `values`, `inputs`, `probabilities`, `target` and whatever evidence there is,
   * each in its shape; `method`, `output` and `options` (JSON) as text. Needs no pickle.
   *
   * @example
   * await writeFile("map.npz", map.toNpz()); // Python: np.load("map.npz")["values"]
   */
  toNpz(): Uint8Array {
    return npzOf(this.#fields);
  }

  /** This explanation with its channels last, the input's and a layer's, as pictures are drawn: itself, where they are. */
  channelsLast(): Explanation {
    const fields = channelsLast(this);
    return fields === this ? this : new Explanation(fields);
  }

  /** The values as a float32 tensor of `shape`. The caller disposes it. */
  toTensor(): tf.Tensor {
    return tf.tensor(this.values, [...this.shape], "float32");
  }

  /** Everything as JSON, exactly: arrays as base64 typed arrays `{ dtype, bdata, shape }`. */
  toJSON(): ExplanationJson {
    return fieldsToJson(this.#fields);
  }

  /**
   * An explanation out of what `toJSON` made, before or after it went through text.
   *
   * @throws DataError where it is something else, or lacks a part.
   * @example
   * Explanation.fromJSON(JSON.parse(JSON.stringify(map)));
   */
  static fromJSON(json: unknown): Explanation {
    return new Explanation(fieldsFromJson(json));
  }
}
