import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import type { Column } from "../../signature/columns.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type Rows, readInputs } from "./inputs.ts";

/** A baseline as the methods take it: rows of the inputs' shape. */
export interface BaselineRows {
  readonly values: Float32Array;
  readonly shape: readonly number[];
  /** Of rows of a table: what their numbers are. */
  readonly columns?: readonly Column[] | undefined;
}

/** Black, or whatever 0 stands for in the model's inputs: one row. Right where 0 means "nothing there". */
export async function zeroBaseline(inputs: Inputs): Promise<BaselineRows> {
  const { size, shape } = await readInputs(inputs);
  return { values: new Float32Array(size), shape: [1, ...shape.slice(1)] };
}

/**
 * The mean of some inputs, one row: "a typical one". It is itself no likely input.
 *
 * @example
 * const baselines = await meanBaseline(test.images.slice(0, 100));
 */
export async function meanBaseline(inputs: Inputs): Promise<BaselineRows> {
  const { values, size, count, shape } = await readInputs(inputs);
  const sums = new Float64Array(size);
  for (const [i, value] of values.entries()) sums[i % size] += value / count;
  return { values: Float32Array.from(sums), shape: [1, ...shape.slice(1)] };
}

/**
 * Each input itself, blurred: what is compared is the detail. Gaussian over height and width, repeated edges.
 *
 * @param options.sigma of the blur in pixels (default 3).
 * @example
 * const map = await new IntegratedGradients(model).attribute(image, { baselines: await blurBaseline(image) });
 */
export async function blurBaseline(inputs: Inputs, { sigma = 3 }: { sigma?: number } = {}): Promise<BaselineRows> {
  if (!(sigma > 0)) throw new OptionError(say`sigma is ${sigma}: give a number of pixels above 0`);
  const rows = await readInputs(inputs);
  const [, height = 1, width = 1] = rows.shape;
  const channels = rows.size / (height * width);
  const reach = Math.ceil(4 * sigma);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = kernel.reduce((sum, value) => sum + value, 0);
  const blurred = (from: Float32Array, length: number, step: number) =>
    Float32Array.from(from, (_, i) => {
      const place = Math.floor(i / step) % length;
      return kernel.reduce((sum, weight, k) => {
        const other = Math.min(Math.max(place + k - reach, 0), length - 1);
        return sum + (weight / total) * from[i + (other - place) * step];
      }, 0);
    });
  const acrossRows = blurred(rows.values, height, width * channels);
  return { values: blurred(acrossRows, width, channels), shape: rows.shape };
}

/**
 * Noise, one row for each input: no color is left out by chance. Average over several seeds (`baselines` of
 * `IntegratedGradients` takes a list).
 *
 * @param options `min` and `max` (default: the inputs' own), `seed` (default 0).
 */
export async function uniformBaseline(
  inputs: Inputs,
  { seed = 0, min, max }: { seed?: number; min?: number; max?: number } = {},
): Promise<BaselineRows> {
  const { values, shape } = await readInputs(inputs);
  const [low, high] = [min ?? extreme(values, Math.min), max ?? extreme(values, Math.max)];
  if (!(low <= high)) throw new OptionError(say`min is ${low} and max is ${high}: give a min below max`);
  const random = createRandom(seed);
  return { values: values.map(() => low + (high - low) * random.uniform()), shape };
}

/**
 * Some of the given inputs, each at most once: the sample that `DeepLiftShap`, `GradientShap` and `ExpectedGradients`
 * compare with.
 *
 * @param options `count` (default 20), `seed` (default 0).
 * @throws OptionError where there are fewer than `count`.
 */
export async function sampleBaselines(
  inputs: Inputs,
  { count = 20, seed = 0 }: { count?: number; seed?: number } = {},
): Promise<BaselineRows> {
  const rows = await readInputs(inputs);
  if (!Number.isInteger(count) || count < 1 || count > rows.count) {
    throw new OptionError(say`count is ${count}: give a whole number from 1 to ${rows.count}, the number of inputs`);
  }
  const chosen = createRandom(seed).permutation(rows.count).subarray(0, count);
  const values = new Float32Array(count * rows.size);
  for (const [i, row] of chosen.entries()) values.set(rowOf(rows, row), i * rows.size);
  return { values, shape: [count, ...rows.shape.slice(1)], columns: rows.columns };
}

const extreme = (values: Float32Array, pick: (a: number, b: number) => number) => values.reduce((a, b) => pick(a, b));
const rowOf = ({ values, size }: Rows, row: number) => values.subarray(row * size, (row + 1) * size);
