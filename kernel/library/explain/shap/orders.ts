import type { Random } from "../../math/random.ts";
import { joinedErrors, Samples } from "../../math/sampling.ts";
import type { Finding } from "../call/call.ts";
import { type Call, pairCount } from "../call/call.ts";
import type { Absent } from "../perturbation/absent.ts";
import { streamCoalitions } from "../perturbation/perturb.ts";
import { type Segments, spread } from "../segments/segments.ts";
import { larger, type SamplingOptions, type Spent, untilSure } from "./untilSure.ts";

/** How orders are drawn. */
export interface Orders {
  /** How many there are to be. */
  readonly draws: number | "auto";
  readonly random: Random;
  /** Whether each order is also taken backwards; the two make one sample. */
  readonly isAntithetic: boolean;
}

/**
 * Lets the segments come in one after the other, in random orders: what each adds to the answer when it comes is one
 * sample of its Shapley value. The samples of an order sum to F(x) − F(baseline), so their mean does too.
 *
 * Cost: a pass for each segment of each order of each input, and one for the baseline.
 *
 * @returns also how many draws were made.
 */
export async function shapleyFromOrders(
  call: Call,
  segments: Segments,
  from: Absent,
  { draws, random, isAntithetic }: Orders,
  sampling: Required<SamplingOptions>,
): Promise<{ finding: Finding; spent: Spent | undefined; drawn: number }> {
  const { count } = segments;
  const pairs = pairCount(call);
  const perSample = isAntithetic ? 2 : 1;
  const found = Array.from({ length: pairs }, () => new Samples(count));
  const added = Array.from({ length: pairs }, () => new Float64Array(count));
  const empty = new Float64Array(pairs).fill(Number.NaN);
  const before = new Float64Array(pairs);
  const delta = new Float64Array(pairs);
  let drawn = 0;

  const bring = async (wanted: number) => {
    const orders = Array.from({ length: wanted - drawn }, () => random.permutation(count)).flatMap((order) =>
      isAntithetic ? [order, order.toReversed()] : [order],
    );
    // The first time, sample 0 is the empty coalition; then come `count` for each order, of one segment, of two, ….
    const lead = drawn === 0 ? 1 : 0;
    drawn = wanted;
    const write = (sample: number, present: Uint8Array) => {
      const size = sample < lead ? 0 : ((sample - lead) % count) + 1;
      const order = orders[Math.max(0, Math.floor((sample - lead) / count))];
      present.fill(0);
      for (let i = 0; i < size; i++) present[order[i]] = 1;
    };
    await streamCoalitions(
      call,
      segments,
      from,
      { count: lead + orders.length * count, write },
      (pair, sample, answer) => {
        if (sample < lead) {
          empty[pair] = answer;
          return;
        }
        const place = (sample - lead) % count;
        const order = Math.floor((sample - lead) / count);
        const own = added[pair];
        own[orders[order][place]] += answer - (place === 0 ? empty[pair] : before[pair]);
        before[pair] = answer;
        if (place < count - 1 || (order + 1) % perSample !== 0) return;
        found[pair].add((segment) => own[segment] / perSample);
        own.fill(0);
        delta[pair] = found[pair].mean.reduce((sum, value) => sum + value, 0) - (answer - empty[pair]);
      },
    );
  };
  const spent = draws === "auto" ? await untilTold() : await bring(draws);

  async function untilTold(): Promise<Spent> {
    const most = Math.max(2, Math.floor(sampling.maxSamples / count / perSample));
    const told = await untilSure(call, { ...sampling, maxSamples: most }, 4, async (wanted) => {
      await bring(wanted);
      return found.reduce((most, { standardError }) => standardError.reduce(larger, most), 0);
    });
    return told;
  }

  const coefficients = Float32Array.from(found.flatMap(({ mean }) => [...mean]));
  const errors = joinedErrors(found);
  const finding = {
    values: spread(coefficients, segments),
    coefficients,
    ...(errors && { standardError: spread(errors, segments) }),
    convergenceDelta: Float32Array.from(delta),
    expectedValue: Float32Array.from(empty),
    featureMask: segments.of,
    ...from.said,
  };
  return { finding, spent: spent ?? undefined, drawn };
}
