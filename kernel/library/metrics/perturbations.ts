import { type Rows, readArray } from "../explain/call/inputs.ts";
import { OptionError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { createRandom } from "../math/random.ts";
import type { Inputs } from "../signature/Inputs.ts";

/** Perturbation `sample` of input `input`, as long as the input. */
export interface Perturbations {
  readonly samples: number;
  of(input: number, sample: number): Float32Array;
}

/** @throws ShapeError where they are not `[n, samples, ...]`. */
export async function readPerturbations(perturbations: Inputs, rows: Rows): Promise<Perturbations> {
  const { values, shape } = await readArray(perturbations);
  const [n, samples, ...rest] = shape;
  if (n !== rows.count || rest.join() !== rows.shape.slice(1).join() || samples < 1) {
    throw new ShapeError(
      say`perturbations of shape [${shape.join(", ")}] for inputs of shape [${rows.shape.join(", ")}]: give [${rows.count}, samples, ${rows.shape.slice(1).join(", ")}]`,
    );
  }
  const at = (input: number, sample: number) => (input * samples + sample) * rows.size;
  return {
    samples,
    of: (input, sample) => values.subarray(at(input, sample), at(input, sample) + rows.size),
  };
}

/**
 * Drawn perturbations: every input has the same draws, so that its figure does not hang on its neighbors, each in its
 * own scale.
 *
 * @param draw one number.
 */
export function drawPerturbations(
  rows: Rows,
  samples: number,
  seed: number,
  draw: (random: ReturnType<typeof createRandom>) => number,
  scaleOf: (input: number) => number,
): Perturbations {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new OptionError(say`nPerturbSamples is ${samples}: give a whole number, at least 1`);
  }
  const random = createRandom(seed);
  const draws = new Float32Array(samples * rows.size);
  for (let i = 0; i < draws.length; i++) draws[i] = draw(random);
  const scales = Float64Array.from({ length: rows.count }, (_, input) => scaleOf(input));
  return {
    samples,
    of(input, sample) {
      const row = draws.slice(sample * rows.size, (sample + 1) * rows.size);
      const scale = scales[input];
      for (let i = 0; i < row.length; i++) row[i] *= scale;
      return row;
    },
  };
}

/** Largest less smallest number of an input. */
export function rangeOf({ values, size }: Rows, input: number): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = input * size; i < (input + 1) * size; i++) {
    least = Math.min(least, values[i]);
    most = Math.max(most, values[i]);
  }
  return most - least;
}
