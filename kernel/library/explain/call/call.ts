import type { Model } from "../../engine/model.ts";
import { declaredInputs } from "../../engine/ports.ts";
import type { BackwardRules, CamQuestion, Gradients, Output, Prediction, Runner } from "../../engine/runner.ts";
import { runnerFor } from "../../engine/runnerFor.ts";
import type { Explanation, ExplanationFields } from "../../explanation/Explanation.ts";
import { currentCell } from "../../ground/cell.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { About } from "./about.ts";
import { boxedOf } from "./boxed.ts";
import { Chunks, type Fill, type FillRows } from "./chunks.ts";
import { classNumbers } from "./classNumbers.ts";
import { explanationOf } from "./explanationOf.ts";
import { withHeld } from "./held.ts";
import { asModelTakes, checkInputShape, type Rows } from "./inputs.ts";
import { checkPorts, givenShape, readModelInputs } from "./modelInputs.ts";
import type { AttributeOptions } from "./options.ts";
import type { Explainer } from "./origin.ts";
import { slowly } from "./progress.ts";
import { type Focus, regionalOf } from "./regional.ts";
import { eachIts, givenTargets, type OutputTargets, outputAsked, predicted, type Targets } from "./targets.ts";
import { checkHasGradient } from "./tokens.ts";

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
  /** Whether examples differ in what is held still beside them: rows that are made of no example cannot be asked then. */
  readonly holdsEach: boolean;
  /** Tells that a method that asks more than once has come to `start`; what it asks next brings it to `end`. */
  stage(start: number, end: number): void;
  explanation(finding: Finding): Explanation;
  /** Rows that went through the model so far, forward and backward counted once each. */
  passes(): number;
}

/** A method as a call knows it: what its values are, and how it would be asked again. */
export interface Asker extends Explainer {
  readonly about: About;
}

/** How a method asks its inputs. */
export interface Asking {
  /** It calls `ownGradients` before anything else: where the targets are given, that is the inputs' only prediction. */
  readonly asksInputs?: boolean;
}

/**
 * Begins a call of a method, or of what is no method and has a name alone: reads and checks inputs and options, predicts the inputs once (not at all
 * where the targets are given and the method asks the inputs itself).
 *
 * @param options with the method's own default for `output`.
 */
export async function beginCall(
  asker: Asker | string,
  model: Model,
  inputs: Inputs,
  options: AttributeOptions & { output: Output },
  { asksInputs = false }: Asking = {},
): Promise<Call> {
  const started = performance.now();
  const method = typeof asker === "string" ? asker : asker.about.name;
  const { output, internalBatchSize } = options;
  if (internalBatchSize !== undefined && !(Number.isInteger(internalBatchSize) && internalBatchSize > 0)) {
    throw new OptionError(say`internalBatchSize is ${internalBatchSize}: give a whole number of rows, at least 1`);
  }
  const signal = options.signal ?? currentCell().signal;
  const report = options.onProgress ?? slowly((fraction) => currentCell().progress(fraction, method));
  const { outputName, region, ...asked } = outputAsked(options);
  const declared = declaredInputs(model);
  const { rows: read, held } = await readModelInputs(inputs, declared, options.fixed);
  const whole = await runnerFor(model, { engine: options.engine, inputShape: givenShape(read, held), outputName });
  const rows = asModelTakes(read, whole.signature.inputs);
  const plain = held ? withHeld(whole, held) : whole;
  checkInputShape(rows.shape, plain.inputShape);
  checkPorts(held?.ports ?? rows.ports, whole.ports);

  let passes = 0;
  let predictionMs = 0;
  let answers: Float32Array | undefined;
  const named = {
    target: classNumbers(asked.target, plain.outputSpec),
    targets: classNumbers(asked.targets, plain.outputSpec),
  };
  const chosen = region && { ...region, class: classNumbers(region.class, plain.outputSpec) };
  const ofRegion = chosen ?? (isAnything(asked) && plain.outputSpec.kind === "pixels" ? {} : undefined);
  const { detect } = plain;
  const isFocused = ofRegion !== undefined || detect !== undefined;
  const given = isFocused ? undefined : givenTargets(named, rows.count, plain.outputShape ?? [plain.outputSize]);
  let focus: Focus | undefined;
  if (!given || !asksInputs) {
    passes += rows.count;
    const began = performance.now();
    const own = {
      values: rows.values,
      count: rows.count,
      examples: Int32Array.from({ length: rows.count }, (_, i) => i),
    };
    if (detect) focus = await boxedOf(plain, detect, own, named, signal);
    else answers = (await plain.predict(own, { output, signal })).outputs;
    if (ofRegion && answers) focus = regionalOf(plain, answers, output, ofRegion);
    predictionMs = (performance.now() - began) / rows.count;
  }
  if (focus) answers = focus.outputs;
  const runner = focus?.runner ?? plain;
  const targets = focus?.targets ?? given ?? eachIts(predicted(answers ?? new Float32Array(), runner.outputSize));
  const outputs = () => {
    if (answers) return answers;
    throw new Error(`${method} has not asked its inputs yet`);
  };
  const chunks = new Chunks({ values: rows.values, size: rows.size, internalBatchSize, predictionMs, signal, report });

  const gradients = (
    count: number,
    fill: Fill | undefined,
    targetOf: (row: number) => number,
    take: (start: number, rows: number, gradients: Gradients) => void,
    asked: readonly string[] | GradientQuestion = {},
  ) => {
    const { references, rules, ...named }: GradientQuestion = isNames(asked) ? { layers: asked } : asked;
    if (!named.onlyLayers) checkHasGradient(rows, declared);
    return chunks.run(count, fill, async (start, values, examples) => {
      const size = values.length / rows.size;
      passes += (references ? 3 : 2) * size;
      const targets = Int32Array.from({ length: size }, (_, row) => targetOf(start + row));
      const deepLift = references && { kind: "deepLift" as const, references: new Float32Array(values.length) };
      for (let row = 0; row < size; row++) references?.(start + row, deepLift?.references ?? values, row * rows.size);
      const options = { output, signal, targets, ...named, rules: deepLift ?? rules };
      take(start, size, await runner.gradients({ values, count: size, examples }, options));
    });
  };

  return {
    runner,
    rows,
    targets,
    output,
    holdsEach: (held?.count ?? 1) > 1,
    get outputs() {
      return outputs();
    },
    predict: (count, fill, take, layers) =>
      chunks.run(count, fill, async (start, values, examples) => {
        const size = values.length / rows.size;
        passes += size;
        take(start, size, await runner.predict({ values, count: size, examples }, { output, signal, layers }));
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
      chunks.stage = { start, end };
      if (start > 0) report(start);
    },
    explanation: (finding) =>
      explanationOf(
        { asker, options, runner, rows, targets, output, outputName, outputs: outputs(), focus, started, passes },
        finding,
      ),
    passes: () => passes,
  };
}

/** Whether nothing in particular is asked. */
const isAnything = ({ target, targets }: OutputTargets) => target === undefined && targets === undefined;

const isNames = (asked: readonly string[] | GradientQuestion): asked is readonly string[] => Array.isArray(asked);

/** How many explanations there are in a call: inputs times targets. */
export const pairCount = (call: Call): number => call.targets.classes.length;

/** Writes the input that pair `pair` is about: what a method that asks each input once fills its rows with. */
export function ownInput({ rows }: Pick<Call, "rows">): Fill {
  return (pair, buffer, offset) => {
    const row = pair % rows.count;
    buffer.set(rows.values.subarray(row * rows.size, (row + 1) * rows.size), offset);
    return row;
  };
}
