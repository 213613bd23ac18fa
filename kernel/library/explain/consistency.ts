import type { MimeBundle } from "../cell.ts";
import type { Locale } from "../display/heatmap/words.ts";
import { type Displayable, displayKey, mime } from "../display/mimeBundle.ts";
import { number } from "../display/number.ts";
import { OptionError } from "../errors.ts";
import { agreement } from "./agreement/agreement.ts";
import type { Explanation } from "./Explanation.ts";
import type { Inputs, SeededOptions } from "./options.ts";

/** A method that draws random numbers. */
interface SeededMethod<Options> {
  attribute(inputs: Inputs, options?: Options): Promise<Explanation>;
}

export interface ConsistencyOptions {
  /** How many seeds, from 0 on, or which ones (default 5). */
  seeds?: number | readonly number[];
  /** How many of the strongest places are compared (default: a fifth of them, from 1 to 10). */
  k?: number;
}

/** How far the maps of several seeds are one map. */
export interface Consistency extends Displayable {
  readonly seeds: readonly number[];
  /** One for each seed. */
  readonly explanations: readonly Explanation[];
  /** Mean of the maps' values, and their standard deviation (divided by seeds − 1), in the values' shape. */
  readonly mean: Float32Array;
  readonly spread: Float32Array;
  /** The largest and the mean of `spread`, as parts of the largest |mean|. */
  readonly largest: number;
  readonly typical: number;
  /** Spearman's correlation of |values| between two seeds: mean and least over all pairs; null where a map is constant. */
  readonly rank: { readonly mean: number | null; readonly least: number | null };
  /** How many of the `k` strongest places two seeds share: mean and least over all pairs. */
  readonly overlap: { readonly k: number; readonly mean: number; readonly least: number };
  /**
   * Median over the places of the spread divided by the standard error that the method itself tells: near 1 where it is
   * honest; undefined where it tells none.
   */
  readonly honesty: number | undefined;
  /** In sentences. */
  describe(options?: { locale?: Locale }): string;
}

/**
 * The same method with several seeds: what changes with the seed is no property of the model. Cost: the method's, for
 * each seed.
 *
 * @param method one that takes a `seed`: `Lime`, `KernelShap`, `Rise`, `NoiseTunnel`, ….
 * @param options those of the method, and `seeds` and `k`.
 * @returns shows itself as a sentence or two. Of several inputs or targets, `rank` and `overlap` are of the first map.
 * @throws OptionError for fewer than two seeds.
 * @example
 * await consistency(new KernelShap(model), image, { seeds: 10, featureMask: segments, nSamples: 500 });
 */
export async function consistency<Options extends SeededOptions>(
  method: SeededMethod<Options>,
  inputs: Inputs,
  options: Options & ConsistencyOptions,
): Promise<Consistency> {
  const { seeds: asked = 5, k, ...given } = options;
  const seeds = typeof asked === "number" ? Array.from({ length: asked }, (_, seed) => seed) : [...asked];
  if (seeds.length < 2) throw new OptionError(`${seeds.length} seeds to compare: give two at least`);
  const explanations: Explanation[] = [];
  for (const seed of seeds) {
    explanations.push(await method.attribute(inputs, { ...given, seed } as unknown as Options));
  }
  const size = explanations[0].values.length;
  const mean = new Float32Array(size);
  const spread = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const values = explanations.map((map) => map.values[i]);
    mean[i] = values.reduce((sum, value) => sum + value, 0) / seeds.length;
    spread[i] = Math.sqrt(values.reduce((sum, value) => sum + (value - mean[i]) ** 2, 0) / (seeds.length - 1));
  }
  const strongest = mean.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const found = agreement(explanations, k === undefined ? {} : { k });
  const pairs = found.pairs();
  const ranks = pairs.flatMap(({ rank }) => (rank === null ? [] : [rank]));
  const overlaps = pairs.map(({ overlap }) => overlap);
  const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const facts: Facts = {
    method: explanations[0].method,
    seeds,
    largest: spread.reduce((most, value) => Math.max(most, value), 0) / strongest,
    typical: meanOf([...spread]) / strongest,
    rank: ranks.length === 0 ? { mean: null, least: null } : { mean: meanOf(ranks), least: Math.min(...ranks) },
    overlap: { k: found.k, mean: meanOf(overlaps), least: Math.min(...overlaps) },
    honesty: honestyOf(explanations, spread),
  };
  const describe = ({ locale = "en" }: { locale?: Locale } = {}) => (locale === "zh-CN" ? chinese : english)(facts);
  const display = (): MimeBundle => ({ [mime.text]: describe() });
  return { ...facts, explanations, mean, spread, describe, [displayKey]: display };
}

type Facts = Pick<Consistency, "seeds" | "largest" | "typical" | "rank" | "overlap" | "honesty"> & { method: string };

function honestyOf(explanations: readonly Explanation[], spread: Float32Array): number | undefined {
  const told = Float64Array.from(spread, (_, i) => {
    const errors = explanations.map(({ standardError }) => standardError?.[i] ?? Number.NaN);
    return Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
  });
  const ratios = [...told.keys()].flatMap((i) =>
    told[i] > 0 && Number.isFinite(told[i]) ? [spread[i] / told[i]] : [],
  );
  return ratios.length === 0 ? undefined : ratios.sort((a, b) => a - b)[ratios.length >> 1];
}

const short = (value: number) => number(value, 2);
const share = (value: number) => `${Number((100 * value).toPrecision(2))}%`;

function english({ seeds, largest, typical, rank, overlap, honesty }: Facts): string {
  const sentences = [
    `Over ${seeds.length} seeds the values spread by ${share(typical)} of the strongest value in the mean, by ${share(largest)} at most.`,
  ];
  if (rank.mean !== null && rank.least !== null) {
    sentences.push(
      `Two seeds rank the places alike by ${short(rank.mean)} in the mean, ${short(rank.least)} at worst, and share ${short(overlap.mean)} of their ${overlap.k} strongest.`,
    );
  }
  if (rank.least !== null && rank.least < 0.7)
    sentences.push("One seed alone is not to be trusted here: take more samples.");
  if (honesty !== undefined) {
    sentences.push(`The spread is ${short(honesty)} times the standard error that the method tells (median).`);
  }
  return sentences.join(" ");
}

function chinese({ seeds, largest, typical, rank, overlap, honesty }: Facts): string {
  const sentences = [
    `在 ${seeds.length} 个种子之间，各值的离散程度平均为最强值的 ${share(typical)}，最多为 ${share(largest)}。`,
  ];
  if (rank.mean !== null && rank.least !== null) {
    sentences.push(
      `任意两个种子的排序相关平均为 ${short(rank.mean)}，最差为 ${short(rank.least)}；最强的 ${overlap.k} 处平均有 ${short(overlap.mean)} 处相同。`,
    );
  }
  if (rank.least !== null && rank.least < 0.7) sentences.push("此处单个种子不足为凭：请增加样本。");
  if (honesty !== undefined) sentences.push(`离散程度是该方法自报标准误差的 ${short(honesty)} 倍（中位数）。`);
  return sentences.join("");
}
