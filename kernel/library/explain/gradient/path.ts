import type { Nodes } from "../../math/quadrature.ts";
import { type Call, type GradientQuestion, pairCount } from "../call/call.ts";

/** What is asked of the points of a path besides the input's gradient. */
export interface PathQuestion {
  readonly asked?: GradientQuestion;
  /** The output (or neuron) of pair `pair`; default: its target. */
  readonly targetOf?: (pair: number) => number;
  /** What the gradient at a node is multiplied with (default 1). */
  readonly factorOf?: (pair: number, step: number) => number;
}

/**
 * (x − x′) · Σ wₛ ∂f/∂x at x′ + αₛ (x − x′), the mean over several baselines (each of the inputs' length).
 * Cost: baselines × nodes forward and backward passes for each pair.
 */
export async function integrate(
  call: Call,
  baselines: readonly Float32Array[],
  path: Nodes,
  { asked, targetOf = (pair) => call.targets.classes[pair], factorOf = () => 1 }: PathQuestion = {},
): Promise<Float32Array> {
  const { size, count, values: x } = call.rows;
  const steps = path.alphas.length;
  const each = steps * baselines.length;
  const sums = new Float64Array(pairCount(call) * size);
  await call.gradients(
    pairCount(call) * each,
    (index, buffer, offset) => {
      const alpha = path.alphas[index % steps];
      const from = baselines[Math.floor(index / steps) % baselines.length];
      const start = (Math.floor(index / each) % count) * size;
      for (let i = 0; i < size; i++) {
        const base = from[start + i];
        buffer[offset + i] = base + alpha * (x[start + i] - base);
      }
      return Math.floor(index / each) % count;
    },
    (index) => targetOf(Math.floor(index / each)),
    (first, rows, { input }) => {
      for (let row = 0; row < rows; row++) {
        const index = first + row;
        const from = baselines[Math.floor(index / steps) % baselines.length];
        const pair = Math.floor(index / each);
        const weight = (path.weights[index % steps] * factorOf(pair, index % steps)) / baselines.length;
        const start = (pair % count) * size;
        for (let i = 0; i < size; i++) {
          sums[pair * size + i] += weight * input[row * size + i] * (x[start + i] - from[start + i]);
        }
      }
    },
    asked,
  );
  return Float32Array.from(sums);
}
