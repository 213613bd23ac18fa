import type { OnnxModel } from "../../kernel/library/engine/OnnxModel.ts";
import { channelsLast } from "../../kernel/library/explanation/channelsLast.ts";
import { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { deletion, insertion } from "../../kernel/library/metrics/index.ts";
import type { Photograph } from "./objects.ts";

export const side = 224;
const pixels = side * side;

/** How well an order of pixels tells what the network goes by: areas under the probability of the object's class. */
export interface Score {
  /** Strongest pixels blurred first: less is better. */
  readonly deletion: number;
  /** Strongest pixels shown first in the blurred picture: more is better. */
  readonly insertion: number;
  /** Whether the strongest pixel lies in the object's box (Zhang et al. 2016, "Top-down Neural Attention", section 4.2). */
  readonly points: boolean;
}

export const inputsOf = ({ values }: Photograph) => ({ values, shape: [1, 3, side, side] });

/** A map that is one value for each pixel, in the form of an explanation: what is compared with methods. */
export function placeMap(like: Explanation, method: string, values: Float32Array): Explanation {
  const { about, coefficients: _, featureMask: __, standardError: ___, ...fields } = like.fields;
  return new Explanation({
    ...fields,
    method,
    about: { label: method, family: "cam", role: "localization", signed: true, ...about, extent: "place" },
    values,
    shape: [1, side, side, 1],
  });
}

/** One value for each pixel, channels added up; of segments, each pixel its segment's. */
export function pixelMap({ fields }: Explanation): Float64Array {
  const { values, shape } = channelsLast(fields);
  const channels = shape.at(-1) ?? 1;
  const map = new Float64Array(pixels);
  for (const [i, value] of values.entries()) map[Math.floor(i / channels)] += value;
  return map;
}

export async function scoreOf(model: OnnxModel, explanation: Explanation, { box }: Photograph): Promise<Score> {
  const options = { baselines: "blurred", output: "probability" } as const;
  const map = pixelMap(explanation);
  const strongest = map.reduce((best, value, i) => (value > map[best] ? i : best), 0);
  const [row, column] = [Math.floor(strongest / side), strongest % side];
  return {
    deletion: (await deletion(model, explanation, options)).mean,
    insertion: (await insertion(model, explanation, options)).mean,
    points: row >= box[0] && row < box[2] && column >= box[1] && column < box[3],
  };
}

/** The same regions in other orders: from the middle of the picture outwards, and at random. */
export function otherOrders(
  shap: Explanation,
  seeds: readonly number[],
): { center: Explanation; random: Explanation[] } {
  const of = (shap.featureMask ?? new Int32Array()).subarray(0, pixels);
  const count = of.reduce((most, segment) => Math.max(most, segment), 0) + 1;
  const ofRegions = (name: string, strength: Float64Array) =>
    placeMap(
      shap,
      name,
      Float32Array.from(of, (segment) => strength[segment]),
    );
  const blob = new Float64Array(count);
  const sizes = new Float64Array(count);
  for (const [i, segment] of of.entries()) {
    const [y, x] = [Math.floor(i / side) - side / 2 + 0.5, (i % side) - side / 2 + 0.5];
    blob[segment] += Math.exp(-(x * x + y * y) / (2 * (side / 4) ** 2));
    sizes[segment]++;
  }
  const center = ofRegions(
    "Center",
    blob.map((sum, segment) => sum / sizes[segment]),
  );
  const random = seeds.map((seed) => {
    const order = createRandom(seed).permutation(count);
    return ofRegions("Random", Float64Array.from(order));
  });
  return { center, random };
}

/** The mean of differences, and the 95 % interval of it by the bootstrap over photographs. */
export function interval(differences: readonly number[], seed = 0): { mean: number; low: number; high: number } {
  const random = createRandom(seed);
  const { length } = differences;
  const mean = (draw: () => number) => Array.from({ length }, draw).reduce((sum, value) => sum + value, 0) / length;
  const means = Array.from({ length: 2000 }, () => mean(() => differences[random.integer(length)])).sort(
    (a, b) => a - b,
  );
  let i = 0;
  return { mean: mean(() => differences[i++]), low: means[50], high: means[1949] };
}
