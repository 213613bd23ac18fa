import { activated } from "../../engine/finalActivation.ts";
import type { Runner } from "../../engine/runner.ts";
import type { Targets } from "../../engine/trainer.ts";
import { currentCell } from "../../ground/cell.ts";
import { breather } from "../breather.ts";
import type { Objective } from "../training/objective.ts";
import type { Rows } from "../training/rows.ts";

/** All answers to the data, and what they should have been. */
export interface Predicted {
  /** `[n, width]`: probabilities, or numbers. */
  readonly answers: Float32Array;
  /** The same before a sigmoid, where there is one. */
  readonly logits: Float32Array | undefined;
  /** Numbers of one example. */
  readonly width: number;
  readonly targets: Targets;
}

/** Examples read and predicted at a time, at most; fewer where they are large: 16 million numbers, 64 MB. */
const rowsAtATime = 5000;
const numbersAtATime = 16e6;

/** Asks the model about all examples, in batches. */
export async function predictAll(
  runner: Runner,
  rows: Rows,
  output: number,
  { loss, fromLogits, classes }: Objective,
  { signal, report = true }: { signal?: AbortSignal | undefined; report?: boolean | undefined },
): Promise<Predicted> {
  const cell = currentCell();
  // Within a training that one hears the cell's interrupt, and ends with what it has.
  const stop = report ? either(cell.signal, signal) : signal;
  const breathe = breather();
  const ofUnits = loss === "binaryCrossentropy";
  const asked = ofUnits && (runner.hasLogit || fromLogits) ? "logit" : "probability";
  const width = runner.outputSize;
  const answers = new Float32Array(rows.size * width);
  const targets: Targets[] = [];
  const numbers = rows.inputShapes.reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0);
  const step = Math.min(rowsAtATime, Math.max(1, Math.floor(numbersAtATime / numbers)));
  for (let begin = 0; begin < rows.size; begin += step) {
    stop?.throwIfAborted();
    const count = Math.min(step, rows.size - begin);
    const batch = rows.draw(Uint32Array.from({ length: count }, (_, i) => begin + i));
    const options = { output: asked, signal: stop } as const;
    answers.set((await runner.predict({ values: batch.inputs, count }, options)).outputs, begin * width);
    targets.push(batch.targets[output] as Targets);
    if (report) cell.progress((begin + count) / rows.size, `Evaluated ${begin + count} of ${rows.size} examples`);
    await breathe();
  }
  const known = { targets: joined(targets) };
  if (ofUnits) {
    // One unit is presented as two outputs, the second of which it is.
    const units = classes === 2 && width === 2 && runner.outputSpec.kind === "binary" ? secondOf(answers) : answers;
    const own = units.length / rows.size;
    if (asked === "probability") return { answers: units, logits: undefined, width: own, ...known };
    return { answers: activated(units, "sigmoid", own), logits: units, width: own, ...known };
  }
  const isSoftmaxed = classes === 0 || runner.hasLogit || !fromLogits || runner.outputSpec.kind === "values";
  return {
    answers: isSoftmaxed ? answers : activated(answers, "softmax", classes),
    logits: undefined,
    width,
    ...known,
  };
}

const either = (one: AbortSignal, other: AbortSignal | undefined) => (other ? AbortSignal.any([one, other]) : one);

const secondOf = (rows: Float32Array): Float32Array =>
  Float32Array.from({ length: rows.length / 2 }, (_, i) => rows[2 * i + 1]);

function joined(parts: readonly Targets[]): Targets {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all = first instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
