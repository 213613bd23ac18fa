import type { Call } from "../call/call.ts";
import type { Rules } from "../call/rules.ts";

/** How long a method samples that is asked to find its number of samples itself. */
export interface SamplingOptions {
  /** With `nSamples: "auto"`: the bound of every standard error, in units of the output (default 0.01). */
  tolerance?: number;
  /** With `nSamples: "auto"`: the most forward passes for each input (default 20,000). */
  maxSamples?: number;
}

export const samplingRules = {
  tolerance: { kind: "number", above: 0, default: 0.01 },
  maxSamples: { kind: "number", least: 1, default: 20_000 },
} as const satisfies Rules;

/** What `"auto"` came to. */
export interface Spent {
  readonly samples: number;
  /** Whether the bound was met. */
  readonly isSure: boolean;
}

/**
 * Samples until every standard error is under the bound, or the limit is reached.
 *
 * @param call whose progress it tells: how much of the samples that the bound needs is there, as far as is known.
 * @param first how many samples to begin with.
 * @param bring brings the samples to a number in all, and tells the largest standard error that they leave.
 */
export async function untilSure(
  call: Pick<Call, "stage">,
  { tolerance, maxSamples }: Required<SamplingOptions>,
  first: number,
  bring: (samples: number) => Promise<number>,
): Promise<Spent> {
  let done = 0;
  call.stage(0, 0);
  for (let samples = Math.min(first, maxSamples); ; ) {
    const error = await bring(samples);
    // An answer of NaN has no error that more samples could lower.
    if (error <= tolerance || Number.isNaN(error) || samples >= maxSamples) {
      call.stage(1, 1);
      return { samples, isSure: error <= tolerance };
    }
    done = Math.max(done, (tolerance / error) ** 2, samples / maxSamples);
    call.stage(done, done);
    // Errors go down with the root of the number; beyond four times as many the guess is not worth much.
    const needed = samples * Math.min(4, Math.max(1.25, 1.1 * (error / tolerance) ** 2));
    samples = Math.min(maxSamples, Math.ceil(needed));
  }
}

/** The larger of two errors; NaN is larger than any number. */
export const larger = (a: number, b: number): number => (a > b || Number.isNaN(a) ? a : b);

/** What an explanation says of `"auto"`: the bound, and whether it was met. */
export const autoNote = ({ tolerance, maxSamples }: Required<SamplingOptions>, spent: Spent | undefined) =>
  spent === undefined ? {} : { auto: { tolerance, maxSamples, met: spent.isSure } };
