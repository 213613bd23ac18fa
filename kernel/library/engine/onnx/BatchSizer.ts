/** Sizes that are tried, and how much slower a row may be before no larger one is tried. */
const sizes = [32, 64, 128, 256, 512, 2048, 8192];
const worse = 1.15;
/** The first run of a size allocates; the best of the others counts. */
const runsEach = 3;
/** Numbers that the largest value of a batch may hold: 64 MB of float32. */
const largestFloats = 1 << 24;
/** Milliseconds that a run may take where fewer rows would do: an abort is heard between two runs. */
const longest = 1000;
/** Numbers in the largest value of a row from which on nothing is known of the time beforehand: the first run takes one row. */
const heavyFloats = 1 << 19;

/**
 * Finds the number of rows at which one row takes least time, on the rows that have to be computed anyway. Small batches
 * pay for every call, large ones fall out of the cache; where the best lies depends on the model and on the machine.
 */
export class BatchSizer {
  readonly #candidates: number[];
  #trying = 0;
  #runs = 0;
  #fastest = Number.POSITIVE_INFINITY;
  readonly #msPerRow: number[] = [];
  /** Rows that take no longer than they may, as far as the last run tells. */
  #bearable: number;

  /** @param floatsPerRow numbers that one row has in the model's largest value: bounds the memory. */
  constructor(floatsPerRow: number) {
    const most = Math.max(1, Math.floor(largestFloats / Math.max(1, floatsPerRow)));
    this.#candidates = sizes.filter((size) => size <= most);
    if (this.#candidates.length === 0) this.#candidates.push(most);
    this.#bearable = floatsPerRow < heavyFloats ? Number.POSITIVE_INFINITY : 1;
  }

  /** Rows for the next run when `left` are left. */
  next(left: number): number {
    const trying = this.#candidates[this.#trying];
    // Too few to try more with: what is known to be fast, unless one run does.
    const isKnown = trying === undefined || (left < trying && left >= 2 * this.best);
    return Math.min(left, this.#bearable, isKnown ? this.best : trying);
  }

  /** The fastest size so far; the middle one before anything was measured. */
  get best(): number {
    const fastest = Math.min(...this.#msPerRow);
    const middle = this.#candidates[this.#candidates.length >> 1] ?? 1;
    return this.#candidates[this.#msPerRow.indexOf(fastest)] ?? middle;
  }

  /** Tells how long a run of so many rows took. */
  took(rows: number, ms: number): void {
    this.#bearable = Math.max(1, Math.floor((longest * rows) / ms));
    if (rows !== this.#candidates[this.#trying]) return;
    if (++this.#runs > 1) this.#fastest = Math.min(this.#fastest, ms / rows);
    if (this.#runs < runsEach) return;
    const isWorse = this.#fastest > worse * Math.min(...this.#msPerRow);
    this.#msPerRow.push(this.#fastest);
    this.#runs = 0;
    this.#fastest = Number.POSITIVE_INFINITY;
    this.#trying = isWorse ? this.#candidates.length : this.#trying + 1;
  }
}
