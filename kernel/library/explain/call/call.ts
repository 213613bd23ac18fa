import type { Model } from "../../engine/model.ts";
import type { BackwardRules, CamQuestion, Gradients, Output, Prediction, Runner } from "../../engine/runner.ts";
import { runnerFor } from "../../engine/runnerFor.ts";
import { Explanation, type ExplanationFields } from "../../explanation/Explanation.ts";
import { currentCell } from "../../ground/cell.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { namesOf, tellsClasses } from "../../signature/classes.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { checkInputShape, type Rows, readInputs } from "./inputs.ts";
import type { AttributeOptions } from "./options.ts";
import { withOrigin } from "./origin.ts";
import { eachIts, givenTargets, predicted, type Targets } from "./targets.ts";

/** Numbers of input that are handed to the engine at a time (16 MB), and the most rows. */
const chunkFloats = 1 << 22;
const chunkRows = 1024;
/** More rows than that where they are short: 1 MB of them. */
const chunkOfShort = 1 << 18;
/** Milliseconds that a chunk should take at most, and a prediction of a row that makes the first chunk small. */
const longestMs = 1000;
const heavyMs = 250;
/** Milliseconds that a chunk of more than `chunkRows` may take. */
const quickMs = 250;
/** How long an abort or a message may have to wait, in ms. A breath takes about one. */
const betweenBreaths = 30;

/** The last buffer, for the next call: a new one costs as much as filling it. */
let spare: Float32Array | undefined;

/** Writes input row `row` into `buffer` from `offset` on. */
export type Fill = (row: number, buffer: Float32Array, offset: number) => void;

/** Writes the input rows from `start` to before `end` into `buffer`: for rows that are made together faster than alone. */
export interface FillRows {
  rows(start: number, end: number, buffer: Float32Array): void;
}

/** What a method adds to the fields that every call has. */
export type Finding = Partial<ExplanationFields> & Pick<ExplanationFields, "values">;

/** What is asked about gradients besides the input's. */
export interface GradientQuestion {
  readonly layers?: readonly string[] | undefined;
  /** Only the layers' gradients are wanted; the input's may be left out. */
  readonly onlyLayers?: boolean | undefined;
  /** The layer whose neurons `targetOf` names, in place of the model's outputs. */
  readonly neuronsOf?: string | undefined;
  readonly rules?: Exclude<BackwardRules, { kind: "deepLift" }> | undefined;
  /** A class activation map that is wanted of a layer. */
  readonly cam?: CamQuestion | undefined;
  /** Writes the reference of each row: DeepLIFT's rules. */
  readonly references?: Fill | undefined;
}

/** One `attribute` call: its inputs and targets, and the model, counted, reported and interruptible. */
export interface Call {
  readonly runner: Runner;
  readonly rows: Rows;
  readonly targets: Targets;
  readonly output: Output;
  /** Outputs of `output` for each input, `[n, classes]`; where the method asks the inputs itself, only after that. */
  readonly outputs: Float32Array;
  /** Predicts `count` rows made by `fill`, a chunk at a time. */
  predict(
    count: number,
    fill: Fill | FillRows,
    take: (start: number, rows: number, prediction: Prediction) => void,
    layers?: readonly string[],
  ): Promise<void>;
  /** The gradients of `count` rows made by `fill`, a chunk at a time. */
  gradients(
    count: number,
    fill: Fill,
    targetOf: (row: number) => number,
    take: (start: number, rows: number, gradients: Gradients) => void,
    asked?: readonly string[] | GradientQuestion,
  ): Promise<void>;
  /** The gradients of every pair at its own input, whose answers are the call's if it has none yet. */
  ownGradients(
    take: (start: number, rows: number, gradients: Gradients) => void,
    asked?: GradientQuestion,
    targetOf?: (pair: number) => number,
  ): Promise<void>;
  /** Tells that a method that asks more than once has come to `start`; what it asks next brings it to `end`. */
  stage(start: number, end: number): void;
  explanation(finding: Finding): Explanation;
  /** Rows that went through the model so far, forward and backward counted once each. */
  passes(): number;
}

/** How a method asks its inputs. */
export interface Asking {
  /** It calls `ownGradients` before anything else: where the targets are given, that is the inputs' only prediction. */
  readonly asksInputs?: boolean;
}

/**
 * Begins a call of the method named `method`: reads and checks inputs and options, predicts the inputs once (not at all
 * where the targets are given and the method asks the inputs itself).
 *
 * @param options with the method's own default for `output`.
 */
export async function beginCall(
  method: string,
  model: Model,
  inputs: Inputs,
  options: AttributeOptions & { output: Output },
  { asksInputs = false }: Asking = {},
): Promise<Call> {
  const started = performance.now();
  const { output, internalBatchSize } = options;
  if (internalBatchSize !== undefined && !(Number.isInteger(internalBatchSize) && internalBatchSize > 0)) {
    throw new OptionError(say`internalBatchSize is ${internalBatchSize}: give a whole number of rows, at least 1`);
  }
  const signal = options.signal ?? currentCell().signal;
  const report = options.onProgress ?? slowly((fraction) => currentCell().progress(fraction, method));
  const rows = await readInputs(inputs);
  const runner = await runnerFor(model, { engine: options.engine, inputShape: rows.shape.slice(1) });
  checkInputShape(rows.shape, runner.inputShape);

  let passes = 0;
  let predictionMs = 0;
  let answers: Float32Array | undefined;
  const given = givenTargets(options, rows.count, runner.outputSize);
  if (!given || !asksInputs) {
    passes += rows.count;
    const asked = performance.now();
    answers = (await runner.predict({ values: rows.values, count: rows.count }, { output, signal })).outputs;
    predictionMs = (performance.now() - asked) / rows.count;
  }
  const targets = given ?? eachIts(predicted(answers ?? new Float32Array(), runner.outputSize));
  const outputs = () => {
    if (answers) return answers;
    throw new Error(`${method} has not asked its inputs yet`);
  };

  let stage = { start: 0, end: 1 };
  let breathed = performance.now();
  const usual = internalBatchSize ?? Math.max(1, Math.min(chunkRows, Math.floor(chunkFloats / rows.size)));
  const most = internalBatchSize ?? Math.max(usual, Math.floor(chunkOfShort / rows.size));
  // A slow prediction tells that progress would be told too rarely; a backward pass takes twice as long.
  let perChunk = internalBatchSize ?? (predictionMs < heavyMs ? usual : bearable(1, 3 * predictionMs, usual));
  /** Without `fill` the rows are the inputs, one after the other. */
  async function chunks(
    count: number,
    fill: Fill | FillRows | undefined,
    run: (start: number, batch: Float32Array) => Promise<void>,
  ) {
    const needed = Math.min(most, count) * rows.size;
    const own = fill && (spare && spare.length >= needed ? spare : new Float32Array(needed));
    if (own === spare) spare = undefined;
    const buffer = own ?? rows.values;
    for (let start = 0, end = 0; start < count; start = end) {
      signal.throwIfAborted();
      const began = performance.now();
      end = Math.min(start + perChunk, count);
      if (typeof fill === "function") {
        for (let row = start; row < end; row++) fill(row, buffer, (row - start) * rows.size);
      } else fill?.rows(start, end, buffer);
      const from = fill ? 0 : start * rows.size;
      await run(start, buffer.subarray(from, from + (end - start) * rows.size));
      if (internalBatchSize === undefined) {
        const took = performance.now() - began;
        const quick = Math.min(most, Math.floor((quickMs * (end - start)) / took));
        perChunk = Math.max(bearable(end - start, took, usual), quick);
      }
      report(stage.start + ((stage.end - stage.start) * end) / count);
      // Who wants small batches wants to be able to stop between them.
      const isDue = performance.now() >= breathed + betweenBreaths;
      if (!isDue && (internalBatchSize === undefined || end === count)) continue;
      await breath();
      breathed = performance.now();
    }
    spare = own ?? spare;
  }

  const gradients = (
    count: number,
    fill: Fill | undefined,
    targetOf: (row: number) => number,
    take: (start: number, rows: number, gradients: Gradients) => void,
    asked: readonly string[] | GradientQuestion = {},
  ) =>
    chunks(count, fill, async (start, values) => {
      const size = values.length / rows.size;
      const { references, rules, ...named }: GradientQuestion = isNames(asked) ? { layers: asked } : asked;
      passes += (references ? 3 : 2) * size;
      const targets = Int32Array.from({ length: size }, (_, row) => targetOf(start + row));
      const deepLift = references && { kind: "deepLift" as const, references: new Float32Array(values.length) };
      for (let row = 0; row < size; row++) references?.(start + row, deepLift?.references ?? values, row * rows.size);
      const options = { output, signal, targets, ...named, rules: deepLift ?? rules };
      take(start, size, await runner.gradients({ values, count: size }, options));
    });

  const { outputSpec } = runner;
  const isNumber = runner.outputSize === 1 && !tellsClasses(outputSpec) && !rows.classNames;
  const own = namesOf(outputSpec) ?? (tellsClasses(outputSpec) ? rows.classNames : undefined);
  const classNames = own?.length === runner.outputSize ? own : undefined;
  return {
    runner,
    rows,
    targets,
    output,
    get outputs() {
      return outputs();
    },
    predict: (count, fill, take, layers) =>
      chunks(count, fill, async (start, values) => {
        const size = values.length / rows.size;
        passes += size;
        take(start, size, await runner.predict({ values, count: size }, { output, signal, layers }));
      }),
    gradients,
    async ownGradients(take, asked, targetOf = (pair) => targets.classes[pair]) {
      const heard = new Float32Array(rows.count * runner.outputSize);
      const listen = (start: number, size: number, pass: Gradients) => {
        // The first pairs are the inputs, one after the other.
        const room = heard.subarray(start * runner.outputSize);
        room.set(pass.outputs.subarray(0, room.length));
        take(start, size, pass);
      };
      const pairs = targets.classes.length;
      const fill = pairs === rows.count ? undefined : ownInput({ rows });
      await gradients(pairs, fill, targetOf, listen, asked);
      answers ??= heard;
    },
    stage(start, end) {
      stage = { start, end };
      if (start > 0) report(start);
    },
    explanation(finding) {
      const probabilities = output === "logit" ? runner.probabilitiesOf(outputs()) : outputs();
      const explanation = new Explanation({
        method,
        shape: [...targets.leading, ...rows.shape],
        target: targets.target,
        // Without a softmax at its end a model gives what it gives.
        output: runner.hasLogit ? output : tellsClasses(runner.outputSpec) ? "probability" : "logit",
        inputs: rows.values,
        inputShape: rows.shape,
        probabilities,
        answers: Float32Array.from(
          targets.classes,
          (target, pair) => outputs()[(pair % rows.count) * runner.outputSize + target],
        ),
        options: {},
        engine: runner.engine,
        elapsedMs: performance.now() - started,
        modelPasses: passes,
        inputSpec: runner.signature.inputs[0],
        outputSpec: runner.outputSpec,
        columns: rows.columns,
        classNames,
        targetName: isNumber ? (own?.[0] ?? rows.targetName) : undefined,
        ...finding,
      });
      return withOrigin(explanation, model, options);
    },
    passes: () => passes,
  };
}

/** Rows that take about a second, as these did: progress is told after each chunk. */
export const bearable = (rows: number, ms: number, most: number): number =>
  Math.max(1, Math.min(most, Math.floor((longestMs * rows) / ms)));

/** Lets timers and messages through, so that an abort can arrive between two chunks. */
const breath = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Keeps quiet in the first second, then tells ten times a second. */
export function slowly(tell: (fraction: number) => void): (fraction: number) => void {
  let next = performance.now() + 1000;
  let told = false;
  return (fraction) => {
    const now = performance.now();
    if (now < next && !(told && fraction === 1)) return;
    next = now + 100;
    told = true;
    tell(fraction);
  };
}

const isNames = (asked: readonly string[] | GradientQuestion): asked is readonly string[] => Array.isArray(asked);

/** How many explanations there are in a call: inputs times targets. */
export const pairCount = (call: Call): number => call.targets.classes.length;

/** Writes the input that pair `pair` is about: what a method that asks each input once fills its rows with. */
export function ownInput({ rows }: Pick<Call, "rows">): Fill {
  return (pair, buffer, offset) => {
    const row = pair % rows.count;
    buffer.set(rows.values.subarray(row * rows.size, (row + 1) * rows.size), offset);
  };
}
