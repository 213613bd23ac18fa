/** Numbers of input that are handed to the engine at a time (16 MB), and the most rows. */
const chunkFloats = 1 << 22;
const chunkRows = 1024;
/** More rows than that where they are short: 1 MB of them. */
const chunkOfShort = 1 << 18;
/** Milliseconds that a chunk should take at most, and a prediction of a row that makes the first chunk small. */
const longestMs = 1000;
const heavyMs = 250;
/** Milliseconds that a chunk of more than `chunkRows` may take. */
const quickMs = 250;
/** How long an abort or a message may have to wait, in ms. A breath takes about one. */
const betweenBreaths = 30;

/** The last buffer, for the next call: a new one costs as much as filling it. */
let spare: Float32Array | undefined;

/**
 * Writes input row `row` into `buffer` from `offset` on. Gives which of the call's inputs it was made of; that is needed
 * where each input has rows of its own that are held still.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: most rows belong to an input, those of a background to none
export type Fill = (row: number, buffer: Float32Array, offset: number) => number | void;

/** Writes the input rows from `start` to before `end` into `buffer`: for rows that are made together faster than alone. */
export interface FillRows {
  /** @param owners takes which of the call's inputs each row was made of. */
  rows(start: number, end: number, buffer: Float32Array, owners: Int32Array): void;
}

export interface ChunkOptions {
  /** The rows that are asked where nothing is filled in. */
  readonly values: Float32Array;
  /** Numbers of a row. */
  readonly size: number;
  /** Rows at a time, where the caller says so. */
  readonly internalBatchSize: number | undefined;
  /** How long the prediction of one row took, in ms; 0 where it is not known. */
  readonly predictionMs: number;
  readonly signal: AbortSignal;
  report(fraction: number): void;
}

/** Owner of a row that was made of no input. */
export const ofNoInput = -1;

/** Rows for the engine, as many at a time as take about a second; between the chunks an abort and messages come through. */
export class Chunks {
  readonly #options: ChunkOptions;
  readonly #usual: number;
  readonly #most: number;
  #perChunk: number;
  #breathed = performance.now();
  /** Which part of the whole the next rows are, from 0 to 1. */
  stage = { start: 0, end: 1 };

  constructor(options: ChunkOptions) {
    this.#options = options;
    const { size, internalBatchSize, predictionMs } = options;
    this.#usual = internalBatchSize ?? Math.max(1, Math.min(chunkRows, Math.floor(chunkFloats / size)));
    this.#most = internalBatchSize ?? Math.max(this.#usual, Math.floor(chunkOfShort / size));
    // A slow prediction tells that progress would be told too rarely; a backward pass takes twice as long.
    const first = predictionMs < heavyMs ? this.#usual : bearable(1, 3 * predictionMs, this.#usual);
    this.#perChunk = internalBatchSize ?? first;
  }

  /** Without `fill` the rows are the inputs, one after the other. */
  async run(
    count: number,
    fill: Fill | FillRows | undefined,
    ask: (start: number, batch: Float32Array, owners: Int32Array) => Promise<void>,
  ): Promise<void> {
    const { size, values, signal, internalBatchSize, report } = this.#options;
    const needed = Math.min(this.#most, count) * size;
    const own = fill && (spare && spare.length >= needed ? spare : new Float32Array(needed));
    if (own === spare) spare = undefined;
    const buffer = own ?? values;
    for (let start = 0, end = 0; start < count; start = end) {
      signal.throwIfAborted();
      const began = performance.now();
      end = Math.min(start + this.#perChunk, count);
      const owners = new Int32Array(end - start).fill(ofNoInput);
      if (typeof fill === "function") {
        for (let row = start; row < end; row++)
          owners[row - start] = fill(row, buffer, (row - start) * size) ?? ofNoInput;
      } else if (fill) fill.rows(start, end, buffer, owners);
      else for (let row = start; row < end; row++) owners[row - start] = row;
      const from = fill ? 0 : start * size;
      await ask(start, buffer.subarray(from, from + (end - start) * size), owners);
      if (internalBatchSize === undefined) {
        const took = performance.now() - began;
        const quick = Math.min(this.#most, Math.floor((quickMs * (end - start)) / took));
        this.#perChunk = Math.max(bearable(end - start, took, this.#usual), quick);
      }
      report(this.stage.start + ((this.stage.end - this.stage.start) * end) / count);
      // Who wants small batches wants to be able to stop between them.
      const isDue = performance.now() >= this.#breathed + betweenBreaths;
      if (!isDue && (internalBatchSize === undefined || end === count)) continue;
      await breath();
      this.#breathed = performance.now();
    }
    spare = own ?? spare;
  }
}

/** Rows that take about a second, as these did: progress is told after each chunk. */
export const bearable = (rows: number, ms: number, most: number): number =>
  Math.max(1, Math.min(most, Math.floor((longestMs * rows) / ms)));

/** Lets timers and messages through, so that an abort can arrive between two chunks. */
const breath = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
