import { Explanation, type ExplanationFields } from "../../kernel/library/explain/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import type { Column } from "../../kernel/library/signature/columns.ts";

export const columns: Column[] = [
  { name: "age", kind: "integer" },
  { name: "income <k€>", kind: "numeric" },
  { name: "city", kind: "categorical", categories: ["Oslo", "Bergen & Stord", "Tromsø"] },
  { name: "weight", kind: "numeric" },
];

/** How a linear model weighs the columns. */
export const weights = [0.02, -0.004, 0.15, 0];

/**
 * Rows of a table explained as a linear model is: w·(x − mean), which adds up from the mean answer to each answer. What
 * age adds depends on the city besides, which takes it from the city's part.
 */
export function linearExplanation(count: number, fields: Partial<ExplanationFields> = {}): Explanation {
  const random = createRandom(7);
  const inputs = new Float32Array(count * 4);
  for (let row = 0; row < count; row++) {
    inputs.set([20 + random.integer(50), 20 + 60 * random.uniform(), random.integer(3), random.normal()], row * 4);
  }
  const means = [44.5, 50, 1, 0];
  const values = inputs.map((value, i) => {
    const interaction =
      0.01 * ((inputs[4 * Math.floor(i / 4)] ?? 0) - 44.5) * ((inputs[4 * Math.floor(i / 4) + 2] ?? 0) - 1);
    const extra = i % 4 === 0 ? interaction : i % 4 === 2 ? -interaction : 0;
    return (weights[i % 4] ?? 0) * (value - (means[i % 4] ?? 0)) + extra;
  });
  const sum = (row: number) => values.subarray(4 * row, 4 * row + 4).reduce((total, value) => total + value, 0);
  return new Explanation({
    method: "LinearShap",
    values,
    shape: [count, 4],
    target: 1,
    output: "logit",
    inputs,
    inputShape: [count, 4],
    columns,
    probabilities: new Float32Array(2 * count).fill(0.5),
    answers: Float32Array.from({ length: count }, (_, row) => 0.3 + sum(row)),
    convergenceDelta: new Float32Array(count),
    options: {},
    engine: "tfjs",
    elapsedMs: 1,
    modelPasses: 0,
    ...fields,
  });
}
