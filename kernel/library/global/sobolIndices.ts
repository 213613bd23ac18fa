import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { createRandom } from "../math/random.ts";

/** Sobol indices with their standard errors; of second order `[features, features]`, NaN below and on the diagonal. */
export interface Indices {
  readonly first: Float64Array;
  readonly total: Float64Array;
  readonly second: Float64Array | undefined;
  readonly firstError: Float64Array;
  readonly totalError: Float64Array;
  readonly secondError: Float64Array | undefined;
}

/**
 * Sobol indices out of answers to a Saltelli sample: blocks of A, AB₁ … AB_D, (BA₁ … BA_D,) B, as `sobol` and SALib ask.
 * First order by Saltelli et al. 2010 (table 2, b), total by Jansen 1999; standard errors by bootstrap over the blocks.
 *
 * @param answers one for each row of the sample, in its order.
 * @throws OptionError where they do not fill blocks, or are all the same.
 */
export function sobolIndices(
  answers: ArrayLike<number>,
  features: number,
  {
    secondOrder = true,
    nResamples = 100,
    seed = 0,
  }: { secondOrder?: boolean; nResamples?: number; seed?: number } = {},
): Indices {
  const width = secondOrder ? 2 * features + 2 : features + 2;
  const blocks = answers.length / width;
  if (!(Number.isInteger(blocks) && blocks >= 2)) {
    throw new OptionError(
      say`${answers.length} outputs do not fill blocks of ${width} for ${features} features, at least two`,
    );
  }
  const all = Array.from(answers);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const deviation = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
  if (!(deviation > 0))
    throw new OptionError(say`the output is constant within these bounds: there is no variance to decompose`);
  const y = Float64Array.from(all, (value) => (value - mean) / deviation);

  const own = Int32Array.from({ length: blocks }, (_, block) => block);
  const found = indicesOf(y, own, features, secondOrder);
  const random = createRandom(seed);
  const spreads = { first: new Spread(features), total: new Spread(features), second: new Spread(features * features) };
  for (let i = 0; i < nResamples; i++) {
    const again = indicesOf(
      y,
      own.map(() => random.integer(blocks)),
      features,
      secondOrder,
    );
    spreads.first.add(again.first);
    spreads.total.add(again.total);
    if (again.second) spreads.second.add(again.second);
  }
  return {
    ...found,
    firstError: spreads.first.deviation,
    totalError: spreads.total.deviation,
    secondError: found.second && spreads.second.deviation,
  };
}

function indicesOf(y: Float64Array, blocks: Int32Array, features: number, secondOrder: boolean) {
  const width = secondOrder ? 2 * features + 2 : features + 2;
  const at = (block: number, place: number) => y[block * width + place];
  let [sum, squares] = [0, 0];
  for (const block of blocks) {
    for (const value of [at(block, 0), at(block, width - 1)]) {
      sum += value;
      squares += value * value;
    }
  }
  const count = 2 * blocks.length;
  const variance = squares / count - (sum / count) ** 2;
  const share = (term: (a: number, b: number, block: number) => number) => {
    let total = 0;
    for (const block of blocks) total += term(at(block, 0), at(block, width - 1), block);
    return total / blocks.length / variance;
  };
  const ab = (block: number, feature: number) => at(block, 1 + feature);
  const ba = (block: number, feature: number) => at(block, 1 + features + feature);
  const first = Float64Array.from({ length: features }, (_, j) => share((a, b, block) => b * (ab(block, j) - a)));
  const total = Float64Array.from({ length: features }, (_, j) =>
    share((a, _, block) => 0.5 * (a - ab(block, j)) ** 2),
  );
  if (!secondOrder) return { first, total, second: undefined };
  const second = new Float64Array(features * features).fill(Number.NaN);
  for (let j = 0; j < features; j++) {
    for (let k = j + 1; k < features; k++) {
      const both = share((a, b, block) => ba(block, j) * ab(block, k) - a * b);
      second[j * features + k] = both - first[j] - first[k];
    }
  }
  return { first, total, second };
}

/** Standard deviation of arrays that come one after the other. */
class Spread {
  readonly #mean: Float64Array;
  readonly #squares: Float64Array;
  #count = 0;

  constructor(size: number) {
    this.#mean = new Float64Array(size);
    this.#squares = new Float64Array(size);
  }

  add(values: Float64Array): void {
    this.#count++;
    for (let i = 0; i < values.length; i++) {
      const off = values[i] - this.#mean[i];
      this.#mean[i] += off / this.#count;
      this.#squares[i] += off * (values[i] - this.#mean[i]);
    }
  }

  get deviation(): Float64Array {
    return this.#squares.map((sum) => Math.sqrt(sum / (this.#count - 1)));
  }
}
