import { OptionError } from "../errors.ts";
import type { Random } from "../random.ts";
import type { Absent } from "./absent.ts";
import type { Finding } from "./call.ts";
import { type Call, pairCount } from "./call.ts";
import { streamCoalitions } from "./perturb.ts";
import { Samples } from "./sampling.ts";
import { type Segments, spread } from "./segments.ts";

/** Orders of `count` segments: drawn, and with `antithetic` each followed by itself backwards. */
export function drawOrders(
  name: string,
  draws: number,
  { count }: Segments,
  random: Random,
  antithetic = false,
): Int32Array[] {
  if (!Number.isInteger(draws) || draws < 1) throw new OptionError(`${name} is ${draws}: give at least 1`);
  return Array.from({ length: draws }, () => random.permutation(count)).flatMap((order) =>
    antithetic ? [order, order.toReversed()] : [order],
  );
}

/**
 * Lets the segments come in one after the other, in each of `orders`: what each adds to the answer when it comes is one
 * sample of its Shapley value. The samples of an order sum to F(x) − F(baseline), so their mean does too.
 *
 * Cost: a pass for each segment of each order of each input, and one for the baseline.
 *
 * @param perSample orders whose mean is one sample: 2 where they come in pairs.
 */
export async function shapleyFromOrders(
  call: Call,
  segments: Segments,
  from: Absent,
  orders: readonly Int32Array[],
  perSample: number,
): Promise<Finding> {
  const { count } = segments;
  const pairs = pairCount(call);
  const found = Array.from({ length: pairs }, () => new Samples(count));
  const added = Array.from({ length: pairs }, () => new Float64Array(count));
  const empty = new Float64Array(pairs);
  const before = new Float64Array(pairs);
  const delta = new Float64Array(pairs);

  // Sample 0 is the empty coalition; after it come `count` for each order, of one segment, of two, ….
  const write = (sample: number, present: Uint8Array) => {
    const size = sample === 0 ? 0 : ((sample - 1) % count) + 1;
    const order = orders[Math.max(0, Math.floor((sample - 1) / count))];
    present.fill(0);
    for (let i = 0; i < size; i++) present[order[i]] = 1;
  };
  await streamCoalitions(call, segments, from, { count: 1 + orders.length * count, write }, (pair, sample, answer) => {
    if (sample === 0) {
      empty[pair] = answer;
      return;
    }
    const place = (sample - 1) % count;
    const order = Math.floor((sample - 1) / count);
    const own = added[pair];
    own[orders[order][place]] += answer - (place === 0 ? empty[pair] : before[pair]);
    before[pair] = answer;
    if (place < count - 1 || (order + 1) % perSample !== 0) return;
    found[pair].add((segment) => own[segment] / perSample);
    own.fill(0);
    delta[pair] = found[pair].mean.reduce((sum, value) => sum + value, 0) - (answer - empty[pair]);
  });
  const coefficients = Float32Array.from(found.flatMap(({ mean }) => [...mean]));
  // A single sample does not tell how far another would differ.
  const errors = found.flatMap(({ standardError }) =>
    Array.from(standardError, (error) => (Number.isNaN(error) ? Number.POSITIVE_INFINITY : error)),
  );
  return {
    values: spread(coefficients, segments),
    coefficients,
    standardError: spread(errors, segments),
    convergenceDelta: Float32Array.from(delta),
    expectedValue: Float32Array.from(empty),
    featureMask: segments.of,
    ...from.said,
  };
}
