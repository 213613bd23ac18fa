/** Mean and spread of samples that come one after the other (Welford), for each position of a map. */
export class Samples {
  readonly mean: Float64Array;
  readonly #squares: Float64Array;
  #taken = 0;

  constructor(size: number) {
    this.mean = new Float64Array(size);
    this.#squares = new Float64Array(size);
  }

  get taken(): number {
    return this.#taken;
  }

  add(sample: (i: number) => number): void {
    this.addValues(this.mean.map((_, i) => sample(i)));
  }

  /** Takes the sample that begins at `start`. */
  addValues(sample: Float32Array | Float64Array, start = 0): void {
    const share = 1 / ++this.#taken;
    const { mean } = this;
    const squares = this.#squares;
    for (let i = 0; i < mean.length; i++) {
      const value = sample[start + i];
      const before = value - mean[i];
      const now = mean[i] + before * share;
      mean[i] = now;
      squares[i] += before * (value - now);
    }
  }

  /** Of the samples themselves, divided by n. */
  get variance(): Float64Array {
    return this.#squares.map((sum) => sum / this.#taken);
  }

  /** Of the mean: √(s²/n) with s² divided by n − 1; NaN for a single sample. */
  get standardError(): Float64Array {
    return this.#squares.map((sum) => Math.sqrt(sum / (this.#taken - 1) / this.#taken));
  }
}

/** The standard errors of `maps`, one after the other; undefined where a single sample does not tell how far another differs. */
export function joinedErrors(maps: readonly Samples[]): Float32Array | undefined {
  return maps.every(({ taken }) => taken > 1) ? joined(maps.map(({ standardError }) => standardError)) : undefined;
}

/** `maps` one after the other in one array. */
export function joined(maps: readonly Float64Array[]): Float32Array {
  const size = maps[0]?.length ?? 0;
  const all = new Float32Array(maps.length * size);
  for (const [index, map] of maps.entries()) all.set(map, index * size);
  return all;
}
