import { DataError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { Call } from "../call/call.ts";
import { type Rows, readArray } from "../call/inputs.ts";

/** A set of baselines that all inputs are compared with: `[m, ...]`, rows of the inputs' shape. */
export interface Backgrounds {
  readonly values: Float32Array;
  readonly count: number;
}

/** @throws ShapeError where the rows have another shape than the inputs'. */
export async function readBackgrounds(baselines: number | Inputs, rows: Rows): Promise<Backgrounds> {
  if (typeof baselines === "number") {
    if (!Number.isFinite(baselines)) throw new DataError(say`the baseline is ${baselines}: give a finite number`);
    return { values: new Float32Array(rows.size).fill(baselines), count: 1 };
  }
  const { values, shape } = await readArray(baselines);
  const expected = rows.shape.slice(1);
  if (shape.slice(1).join() !== expected.join() || shape[0] < 1) {
    throw new ShapeError(
      say`baselines of shape [${shape.join(", ")}] for inputs of shape [${rows.shape.join(", ")}]: give a sample of them, [m, ${expected.join(", ")}]`,
    );
  }
  if (values.some((value) => !Number.isFinite(value))) throw new DataError(say`the baselines hold NaN or infinity`);
  return { values, count: shape[0] };
}

/** The output of every target at each background, `[pairs, m]`. */
export async function answersAt(call: Call, { values, count }: Backgrounds): Promise<Float64Array> {
  const { rows, targets, runner } = call;
  const answers = new Float64Array(targets.classes.length * count);
  await call.predict(
    count,
    (row, buffer, offset) => buffer.set(values.subarray(row * rows.size, (row + 1) * rows.size), offset),
    (start, number, { outputs }) => {
      for (let row = 0; row < number; row++) {
        for (const [pair, target] of targets.classes.entries()) {
          answers[pair * count + start + row] = outputs[row * runner.outputSize + target];
        }
      }
    },
  );
  return answers;
}

/** Σ values − (f(x) − the mean answer that was compared with), for each pair. */
export function deltaFrom(call: Call, values: Float32Array, before: (pair: number) => number): Float32Array {
  const { rows, targets, outputs, runner } = call;
  return Float32Array.from(targets.classes, (target, pair) => {
    const sum = values.subarray(pair * rows.size, (pair + 1) * rows.size).reduce((total, value) => total + value, 0);
    return sum - (outputs[(pair % rows.count) * runner.outputSize + target] - before(pair));
  });
}
