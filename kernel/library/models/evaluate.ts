import type { Model } from "../engine/model.ts";
import type { EngineChoice, EngineName } from "../engine/runner.ts";
import { runnerFor } from "../engine/runnerFor.ts";
import { currentCell } from "../ground/cell.ts";
import { DataError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { breather } from "./breather.ts";
import { asProbabilities } from "./probabilities.ts";
import { checkLabels, examplesOf, type TrainingData } from "./trainingData.ts";

export interface EvaluateOptions {
  signal?: AbortSignal | undefined;
  /** Default `"auto"`: the compiled engine where the model compiles, else the session's tfjs. */
  engine?: EngineChoice;
}

/** What a model makes of labeled examples. Row `i` belongs to example `i` of the data. */
export interface Evaluation {
  /** Cross-entropy, mean over the examples. */
  readonly loss: number;
  /** Fraction answered rightly, 0 to 1. */
  readonly accuracy: number;
  /** How many classes the model tells apart. */
  readonly classes: number;
  /** The right class of each example. */
  readonly labels: Int32Array;
  /** The likeliest class of each example. */
  readonly predictions: Int32Array;
  /** `[n, classes]` row-major; each row sums to 1. */
  readonly probabilities: Float32Array;
  readonly engine: EngineName;
  /** Why the compiled engine was not used. */
  readonly reason?: string;
  readonly seconds: number;
}

/** Examples read and predicted at a time: some tens of megabytes of digits. */
const rowsAtATime = 5000;

/**
 * Measures a classifier on labeled examples, in batches. Changes nothing and leaves no tensor.
 *
 * @param model anything that gives `[n, classes]`. Outputs that are no probabilities (a row does not sum to 1, or is
 * negative somewhere) are taken as logits.
 * @param data a dataset, or tensors `{ images: [n, ...] float32, labels: [n] }`.
 * @throws ShapeError where examples and model do not fit; DataError for an empty set or labels without an output.
 * Cost: one forward pass per example.
 * @example
 * const { accuracy, labels, predictions } = await evaluate(model, digits.test);
 * display(confusionMatrix(labels, predictions));
 */
export async function evaluate(model: Model, data: TrainingData, options: EvaluateOptions = {}): Promise<Evaluation> {
  const began = performance.now();
  const cell = currentCell();
  const examples = await examplesOf(data, "test");
  if (examples.size === 0) throw new DataError(say`The test set is empty: expected at least one example.`);
  const runner = await runnerFor(model, { engine: options.engine, inputShape: examples.shape });
  const expected = runner.inputShape;
  if (expected.length !== examples.shape.length || expected.some((n, i) => n !== examples.shape[i])) {
    throw new ShapeError(
      say`The test examples are [${examples.shape.join(", ")}]: the model expects [${expected.join(", ")}].`,
    );
  }
  const classes = runner.outputSize;
  if (classes < 2)
    throw new ShapeError(say`The model gives ${classes} number for an example: expected one for each class.`);
  checkLabels(examples, classes, "test");

  const breathe = breather();
  const labels = new Int32Array(examples.size);
  const outputs = new Float32Array(examples.size * classes);
  for (let begin = 0; begin < examples.size; begin += rowsAtATime) {
    for (const signal of [cell.signal, options.signal]) signal?.throwIfAborted();
    const count = Math.min(rowsAtATime, examples.size - begin);
    const batch = examples.batch(Uint32Array.from({ length: count }, (_, i) => begin + i));
    const asked = { output: "probability", signal: options.signal ?? cell.signal } as const;
    outputs.set((await runner.predict({ values: batch.inputs, count }, asked)).outputs, begin * classes);
    labels.set(batch.labels, begin);
    cell.progress((begin + count) / examples.size, `Evaluated ${begin + count} of ${examples.size} examples`);
    await breathe();
  }
  const probabilities = runner.hasLogit ? outputs : asProbabilities(outputs, classes);
  const predictions = likeliest(probabilities, classes);
  let [loss, hits] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    loss -= Math.log(Math.max(probabilities[i * classes + label] as number, 1.2e-38));
    if (predictions[i] === label) hits++;
  }
  return {
    loss: loss / labels.length,
    accuracy: hits / labels.length,
    classes,
    labels,
    predictions,
    probabilities,
    engine: runner.engine,
    ...(runner.reason ? { reason: runner.reason } : {}),
    seconds: (performance.now() - began) / 1000,
  };
}

/** The column of each row's largest value; the first of equal ones. */
function likeliest(rows: Float32Array, columns: number): Int32Array {
  return Int32Array.from({ length: rows.length / columns }, (_, row) => {
    let best = 0;
    for (let column = 1; column < columns; column++) {
      if ((rows[row * columns + column] as number) > (rows[row * columns + best] as number)) best = column;
    }
    return best;
  });
}
