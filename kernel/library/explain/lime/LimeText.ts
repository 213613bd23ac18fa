import { type Answers, readAnswers } from "../../engine/answers.ts";
import { Explanation } from "../../explanation/Explanation.ts";
import { currentCell } from "../../ground/cell.ts";
import { DataError, OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom, type Random } from "../../math/random.ts";
import { type About, meaningOf } from "../call/about.ts";
import { checkOptions } from "../call/checkOptions.ts";
import { anyWhole, choice, flag, plain, type Rules, seedRule, whole } from "../call/rules.ts";
import { joinOptions, optionsOf } from "../call/settle.ts";
import { predicted } from "../call/targets.ts";
import { IndexedString, type IndexOptions } from "./IndexedString.ts";
import { LimeTextExplanation } from "./LimeTextExplanation.ts";
import { type FeatureSelection, localModel } from "./localModel.ts";

/** A model of texts: the probabilities of each, `[n, classes]`. */
export type TextModel = (texts: readonly string[]) => Answers | Promise<Answers>;

export interface LimeTextSettings extends IndexOptions {
  /** Names of the classes by index. */
  classNames?: readonly string[];
  /** w in the weight √exp(−d²/w²), d being 100 × the cosine distance (default 25). */
  kernelWidth?: number;
  /** How the words that the linear model may use are chosen (default `"auto"`). */
  featureSelection?: FeatureSelection;
  /** Default 0. */
  seed?: number;
}

export interface ExplainTextOptions {
  /** How many of the most probable classes to explain (default: all). */
  topLabels?: number;
  /** Classes to explain, instead of the most probable ones. */
  labels?: readonly number[];
  /** How many words the linear model may use (default 10). */
  numFeatures?: number;
  /** Texts asked about, the text itself among them (default 5000); those that are the same are asked about once. */
  nSamples?: number;
  /** Which words are there in each sample, `[n, words]` of 0 and 1, instead of drawn ones; the first row is all 1. */
  samples?: ArrayLike<number>;
  /** Texts handed to the model at a time (default 256). */
  internalBatchSize?: number;
  signal?: AbortSignal;
  /** Told how far it is, from 0 to 1, after each batch. */
  onProgress?: (fraction: number) => void;
}

const rules = {
  topLabels: anyWhole(),
  labels: plain("list"),
  numFeatures: whole(10),
  nSamples: whole(5000, 2),
  samples: plain("list"),
  internalBatchSize: whole(256),
  signal: plain("any"),
  onProgress: plain("function"),
} as const satisfies Rules;

/** Of the constructor alone. */
const settingRules = {
  ...seedRule,
  classNames: plain("list"),
  kernelWidth: { kind: "number", above: 0, default: 25 },
  featureSelection: choice(["auto", "none", "forward_selection", "highest_weights", "lasso_path"], "auto"),
  splitExpression: plain("any"),
  bow: flag(true),
  maskString: plain("text"),
  charLevel: flag(false),
} as const satisfies Rules;

const about: About = {
  name: "LimeText",
  label: "LIME",
  family: "lime",
  role: "contribution",
  signed: true,
  extent: "part",
  removal: "baseline",
  explains: ["text"],
  needs: {},
  options: { ...settingRules, ...rules },
};

/**
 * LIME for texts, as lime's `LimeTextExplainer`: takes words away at random and fits a linear model to the answers, texts
 * with more of their words counting more. A weight says how much the word's being there adds to the probability.
 *
 * Words are what lies between all but letters, digits and `_`. Languages without spaces need a `splitExpression`:
 * `(text) => Array.from(new Intl.Segmenter("zh", { granularity: "word" }).segment(text), ({ segment }) => segment)`.
 *
 * Cost: at most `nSamples` texts through the model. Ribeiro, Singh, Guestrin 2016, "Why Should I Trust You?"
 *
 * @example
 * const classify = (texts) => texts.map((text) => (text.includes("good") ? [0.1, 0.9] : [0.8, 0.2]));
 * const why = await new LimeText(classify, { classNames: ["bad", "good"] }).explainInstance("a good film");
 * why.asList(1); // [["good", 0.7], …]
 */
export class LimeText {
  static readonly about = about;

  readonly #model: TextModel;
  readonly #settings: LimeTextSettings & ExplainTextOptions;

  constructor(model: TextModel, settings: LimeTextSettings & ExplainTextOptions = {}) {
    if (typeof model !== "function") {
      throw new OptionError(
        say`LimeText takes a model first, a function of texts: new LimeText(model, { classNames }) with (texts) => probabilities of each`,
      );
    }
    checkOptions("LimeText", { ...settingRules, ...rules }, settings);
    this.#model = model;
    this.#settings = settings;
  }

  /** @throws DataError for a text without words, or a model that answers NaN; ShapeError for other answers. */
  async explainInstance(text: string, given: ExplainTextOptions = {}): Promise<LimeTextExplanation> {
    checkOptions("LimeText", rules, given);
    const started = performance.now();
    const { kernelWidth = 25, featureSelection = "auto", seed = 0, classNames } = this.#settings;
    const options: ExplainTextOptions = joinOptions(optionsOf(rules, this.#settings), given);
    const { nSamples = 5000, numFeatures = 10, labels, topLabels } = options;
    const indexed = new IndexedString(text, this.#settings);
    const { words } = indexed;
    if (words.length === 0) throw new DataError(say`the text ${JSON.stringify(text)} has no words to remove`);
    const samples = options.samples
      ? checked(options.samples, words.length)
      : draw(words.length, nSamples, createRandom(seed));
    const count = samples.length / words.length;
    const { outputs, classes, passes } = await this.#ask(indexed, samples, options);

    const weights = Float64Array.from({ length: count }, (_, row) => {
      const own = samples.subarray(row * words.length, (row + 1) * words.length);
      const distance = 100 * (1 - Math.sqrt(own.reduce((sum, there) => sum + there, 0) / words.length));
      return Math.sqrt(Math.exp(-(distance ** 2) / kernelWidth ** 2));
    });
    const regress = localModel(
      { values: samples, count, columns: words.length },
      weights,
      numFeatures,
      featureSelection,
    );
    const own = outputs.slice(0, classes);
    predicted(own, classes);
    const wrong = labels?.find((label) => !Number.isInteger(label) || label < 0 || label >= classes);
    if (wrong !== undefined)
      throw new OptionError(say`label ${wrong} is out of range: the model has ${classes} classes`);
    const ranked = labels ?? [...own.keys()].sort((a, b) => own[b] - own[a]).slice(0, topLabels);
    const found = ranked.map((label) => {
      const fit = regress(Float64Array.from({ length: count }, (_, row) => outputs[row * classes + label]));
      const explanation = new Explanation({
        method: about.name,
        about: meaningOf(about, {}),
        values: Float32Array.from(fit.coefficients),
        shape: [1, words.length],
        target: label,
        output: "probability",
        inputs: new Float32Array(words.length).fill(1),
        inputShape: [1, words.length],
        probabilities: own,
        columns: words.map((name) => ({ name, kind: "integer" as const })),
        cells: words,
        inputSpec: { kind: "tokens", name: "text", dtype: "string", shape: [words.length], length: words.length },
        outputSpec: { kind: "classes", name: "classes", shape: [classes], count: classes, from: "softmax" },
        ...(classNames?.length === classes && { classNames }),
        fit: Float32Array.of(fit.r2),
        seed,
        options: { nSamples: count, numFeatures, featureSelection, kernelWidth, intercept: fit.intercept },
        engine: "function",
        elapsedMs: performance.now() - started,
        modelPasses: passes,
      });
      return { explanation, intercept: fit.intercept, localPrediction: fit.prediction };
    });
    return new LimeTextExplanation(indexed, found);
  }

  /** The answers to all samples; each different text is asked about once. */
  async #ask(indexed: IndexedString, samples: Uint8Array, options: ExplainTextOptions) {
    const { internalBatchSize = 256 } = options;
    const signals = [currentCell().signal, options.signal];
    const width = indexed.words.length;
    const place = new Map<string, number>();
    const which = Int32Array.from({ length: samples.length / width }, (_, row) => {
      const text = indexed.keeping(samples.subarray(row * width, (row + 1) * width));
      const known = place.get(text) ?? place.size;
      place.set(text, known);
      return known;
    });
    const texts = [...place.keys()];
    let classes = 0;
    let answers = new Float32Array();
    for (let start = 0; start < texts.length; start += internalBatchSize) {
      for (const signal of signals) signal?.throwIfAborted();
      const batch = texts.slice(start, start + internalBatchSize);
      const given = await readAnswers(await this.#model(batch), batch.length);
      if (start === 0) {
        classes = given.classes;
        answers = new Float32Array(texts.length * classes);
      }
      answers.set(given.values, start * classes);
      const done = Math.min(1, (start + internalBatchSize) / texts.length);
      options.onProgress?.(done);
      currentCell().progress(done, "LimeText");
    }
    const outputs = new Float32Array(which.length * classes);
    for (const [row, text] of which.entries()) {
      outputs.set(answers.subarray(text * classes, (text + 1) * classes), row * classes);
    }
    return { outputs, classes, passes: texts.length };
  }
}

/** As lime: a number of words from 1 to all is taken away, each as likely, then as many words; the first row is whole. */
function draw(words: number, count: number, random: Random): Uint8Array {
  const samples = new Uint8Array(count * words).fill(1);
  for (let row = 1; row < count; row++) {
    const away = random.permutation(words).subarray(0, 1 + random.integer(words));
    for (const word of away) samples[row * words + word] = 0;
  }
  return samples;
}

function checked(samples: ArrayLike<number>, words: number): Uint8Array {
  const given = Uint8Array.from(samples, (there) => (there ? 1 : 0));
  if (given.length % words === 0 && given.length >= 2 * words && given.subarray(0, words).every(Boolean)) return given;
  throw new OptionError(
    say`samples has ${given.length} entries: give rows of ${words}, one for each word, the first all 1`,
  );
}
