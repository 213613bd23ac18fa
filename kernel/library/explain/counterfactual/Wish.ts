import type { Call } from "../call/call.ts";

/** What is wished for: at least this probability of this class. */
export class Wish {
  readonly #call: Call;
  readonly target: number;
  readonly probability: number;

  constructor(call: Call, target: number, probability: number) {
    this.#call = call;
    this.target = target;
    this.probability = probability;
  }

  /** P(target) in an answer that begins at `offset`. */
  of(outputs: Float32Array, offset = 0): number {
    return outputs[offset + this.target];
  }

  /** P(target) of rows. */
  async ask(rows: readonly Float32Array[]): Promise<Float64Array> {
    const found = new Float64Array(rows.length);
    const classes = this.#call.runner.outputSize;
    await this.#call.predict(
      rows.length,
      (index, buffer, offset) => buffer.set(rows[index], offset),
      (first, number, { outputs }) => {
        for (let i = 0; i < number; i++) found[first + i] = this.of(outputs, i * classes);
      },
    );
    return found;
  }

  /** Whether a probability fulfils it; a float32's last digit does not decide. */
  met(probability: number): boolean {
    return probability >= this.probability - 1e-6;
  }

  /** P(target) at a row, and the slope of its log-odds there. */
  async slope(row: Float32Array): Promise<{ probability: number; gradient: Float64Array }> {
    let probability = 0;
    let gradient = new Float64Array();
    await this.#call.gradients(
      1,
      (_, buffer, offset) => buffer.set(row, offset),
      () => this.target,
      (_, __, { outputs, input }) => {
        probability = this.of(outputs);
        const inner = Math.max(probability * (1 - probability), 1e-30);
        gradient = Float64Array.from(input, (value) => value / inner);
      },
    );
    return { probability, gradient };
  }
}

export const logOdds = (probability: number): number => {
  const p = Math.min(Math.max(probability, 1e-30), 1 - 1e-7);
  return Math.log(p) - Math.log1p(-p);
};
