import * as tf from "@tensorflow/tfjs";
import type { FixedOptions } from "../call/options.ts";

/**
 * What is held still beside each input, once for each of its `samples` copies.
 *
 * @param first which input the copies begin with, and how many there are in this group and in all.
 */
export async function repeatHeld(
  fixed: NonNullable<FixedOptions["fixed"]>,
  { first, number, samples, count }: { first: number; number: number; samples: number; count: number },
): Promise<NonNullable<FixedOptions["fixed"]>> {
  const repeated = Object.entries(fixed).map(async ([name, array]) => {
    if (count === 1 || array.shape.length < 2 || array.shape[0] !== count) return [name, array] as const;
    const all = Float32Array.from(array instanceof tf.Tensor ? await array.data() : array.values);
    const size = all.length / count;
    const values = new Float32Array(number * samples * size);
    for (let row = 0; row < number * samples; row++) {
      const own = (first + Math.floor(row / samples)) * size;
      values.set(all.subarray(own, own + size), row * size);
    }
    return [name, { values, shape: [number * samples, ...array.shape.slice(1)] }] as const;
  });
  return Object.fromEntries(await Promise.all(repeated));
}
