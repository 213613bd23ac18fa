import { type Call, pairCount } from "../explain/call/call.ts";
import { readBaselines } from "../explain/call/inputs.ts";
import { type CommonOptions, commonNames } from "../explain/call/options.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { Baseline } from "../signature/Inputs.ts";
import type { Places } from "../signature/places.ts";
import type { Names } from "../text/checkNames.ts";
import type { Locale } from "../text/words.ts";
import { placesAsked } from "./maps.ts";

export interface RemovalOptions extends CommonOptions {
  /** Places taken away (or shown) at a step (default: so many that there are 28 steps at most). */
  featuresInStep?: number;
  /** What stands where a place is taken away: a number (default 0), one row, or one row for each input. */
  baselines?: Baseline;
  /** Of the words the curves are shown with (default: the notebook's language). */
  locale?: Locale;
}

export const removalNames = {
  ...commonNames,
  featuresInStep: true,
  baselines: true,
  locale: true,
} as const satisfies Names<RemovalOptions>;

/** Places strongest first, by value with its sign; equal ones in their order. */
export const strongestFirst = (map: Float64Array): Int32Array =>
  Int32Array.from(map.keys()).sort((a, b) => map[b] - map[a] || a - b);

/** The answers on the way from the whole input to the baseline (deletion) or back (insertion). */
export interface RemovalCurves {
  /** Shares of the places that were taken away (or shown), 0 to 1: `[steps + 1]`. */
  readonly fractions: Float64Array;
  /** By set of maps and direction asked for, then by pair: `[steps + 1]`. */
  readonly curves: readonly (readonly Float64Array[])[];
}

export type Direction = "deletion" | "insertion";

/**
 * Takes the places of several sets of maps away, or shows them, in the maps' order. What is the same for all is asked
 * once: the whole input and the empty one.
 *
 * @param asked which set (of maps by place, one for each pair) in which direction.
 */
export async function removalCurves(
  call: Call,
  asked: readonly { readonly maps: readonly Float64Array[]; readonly direction: Direction }[],
  options: RemovalOptions,
): Promise<RemovalCurves> {
  const { rows, targets, outputs: whole } = call;
  const { size, count, values: x } = rows;
  const classes = call.runner.outputSize;
  const pairs = pairCount(call);
  const places = placesAsked(call);
  const perStep = stepOf(options.featuresInStep, places.count);
  const steps = Math.ceil(places.count / perStep);
  const from = await readBaselines(options.baselines ?? 0, rows);

  const between = steps - 1;
  const curves = asked.map(() => Array.from({ length: pairs }, () => new Float64Array(steps + 1)));
  const empty = new Float32Array(count * classes);
  const orders = asked.map(({ maps }) => maps.map(strongestFirst));
  const numbers = numbersOf(places);
  const jobs = asked.length * pairs * between;
  await call.predict(
    jobs + count,
    (index, buffer, offset) => {
      if (index >= jobs) {
        buffer.set(from.subarray((index - jobs) * size, (index - jobs + 1) * size), offset);
        return;
      }
      const { set, pair, step } = jobOf(index, pairs, between);
      const start = (pair % count) * size;
      const [kept, put] = asked[set].direction === "deletion" ? [x, from] : [from, x];
      buffer.set(kept.subarray(start, start + size), offset);
      const order = orders[set][pair];
      for (let k = 0; k < step * perStep; k++) for (const i of numbers[order[k]]) buffer[offset + i] = put[start + i];
    },
    (first, number, { outputs }) => {
      for (let row = 0; row < number; row++) {
        const index = first + row;
        if (index >= jobs) {
          empty.set(outputs.subarray(row * classes, (row + 1) * classes), (index - jobs) * classes);
          continue;
        }
        const { set, pair, step } = jobOf(index, pairs, between);
        curves[set][pair][step] = outputs[row * classes + targets.classes[pair]];
      }
    },
  );
  for (const [set, { direction }] of asked.entries()) {
    for (let pair = 0; pair < pairs; pair++) {
      const at = (pair % count) * classes + targets.classes[pair];
      const ends = [whole[at], empty[at]];
      if (direction === "insertion") ends.reverse();
      [curves[set][pair][0], curves[set][pair][steps]] = ends;
    }
  }
  const fractions = Float64Array.from({ length: steps + 1 }, (_, step) => Math.min(1, (step * perStep) / places.count));
  return { fractions, curves };
}

const jobOf = (index: number, pairs: number, between: number) => ({
  set: Math.floor(index / (pairs * between)),
  pair: Math.floor(index / between) % pairs,
  step: (index % between) + 1,
});

function stepOf(featuresInStep: number | undefined, places: number): number {
  const perStep = featuresInStep ?? Math.ceil(places / 28);
  if (!Number.isInteger(perStep) || perStep < 1 || perStep > places) {
    throw new OptionError(
      say`featuresInStep is ${featuresInStep}: give 1 to ${places}, the number of positions of an input`,
    );
  }
  return perStep;
}

/** The numbers of an input that belong to each place. */
function numbersOf({ count, of }: Places): readonly number[][] {
  const numbers: number[][] = Array.from({ length: count }, () => []);
  for (const [i, place] of of.entries()) numbers[place].push(i);
  return numbers;
}

/** Area under a curve by the trapezoid rule. */
export function areaUnder(curve: Float64Array, at: Float64Array): number {
  let area = 0;
  for (let i = 1; i < curve.length; i++) area += ((curve[i] + curve[i - 1]) / 2) * (at[i] - at[i - 1]);
  return area;
}
