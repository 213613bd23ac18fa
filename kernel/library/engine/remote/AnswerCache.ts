import type { Batch } from "../runner.ts";

/** The rows of a batch that have to be asked about, each once, and where all its rows find their answers. */
interface Asked extends Batch {
  /** Of each row that is asked about. */
  readonly keys: readonly string[];
  /** Of each row of the whole batch. */
  readonly places: readonly string[];
  /** Answers that were known when the batch came: they may be forgotten before the others are there. */
  readonly found: ReadonlyMap<string, Float32Array>;
}

/** Answers by row, those that were kept first forgotten first. */
export class AnswerCache {
  readonly #size: number;
  readonly #answers = new Map<string, Float32Array>();

  constructor(size: number) {
    this.#size = size;
  }

  missing(values: Float32Array, count: number): Asked {
    const size = values.length / Math.max(1, count);
    const found = new Map<string, Float32Array>();
    const rows = new Map<string, number>();
    const places = Array.from({ length: count }, (_, row) => {
      const key = keyOf(values.subarray(row * size, (row + 1) * size));
      const answer = this.#answers.get(key);
      if (answer) found.set(key, answer);
      else if (!rows.has(key)) rows.set(key, row);
      return key;
    });
    const asked = new Float32Array(rows.size * size);
    for (const [place, row] of [...rows.values()].entries()) {
      asked.set(values.subarray(row * size, (row + 1) * size), place * size);
    }
    return { values: asked, count: rows.size, keys: [...rows.keys()], places, found };
  }

  keep(keys: readonly string[], outputs: Float32Array, classes: number): void {
    for (const [place, key] of keys.entries()) {
      this.#answers.set(key, outputs.slice(place * classes, (place + 1) * classes));
      if (this.#answers.size <= this.#size) continue;
      const [oldest] = this.#answers.keys();
      this.#answers.delete(oldest);
    }
  }

  /** The answers to the whole batch. */
  gather({ keys, places, found }: Asked, outputs: Float32Array, classes: number): Float32Array {
    const place = new Map(keys.map((key, i) => [key, i]));
    const whole = new Float32Array(places.length * classes);
    for (const [row, key] of places.entries()) {
      const at = place.get(key);
      const own = at === undefined ? found.get(key) : outputs.subarray(at * classes, (at + 1) * classes);
      if (own) whole.set(own, row * classes);
    }
    return whole;
  }
}

/** The bits of a row, two characters for each number. */
const keyOf = (row: Float32Array) =>
  Array.from(new Uint16Array(row.slice().buffer), (half) => String.fromCharCode(half)).join("");
