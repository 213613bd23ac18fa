import assert from "node:assert/strict";
import { inputWeights } from "../../kernel/library/explain/lime/limeKernel.ts";
import { createRandom } from "../../kernel/library/math/random.ts";

describe("LIME's weights on inputs", () => {
  it("are those of the perturbed inputs themselves, by cosine and by Euclid, from any baseline", () => {
    const random = createRandom(4);
    const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());
    const [input, from] = [draw(12), draw(12)];
    const segments = { of: Int32Array.from({ length: 12 }, (_, i) => i % 4), count: 4 };
    const samples = { values: Uint8Array.from({ length: 80 }, () => random.integer(2)), count: 20, columns: 4 };
    const norm = (vector: readonly number[]) => Math.hypot(...vector);
    for (const mode of ["cosine", "euclidean"] as const) {
      const weights = inputWeights(input, from, segments, samples, mode, 0.7);
      for (let row = 0; row < 20; row++) {
        const moved = Array.from(input, (value, i) => (samples.values[row * 4 + (i % 4)] ? value : from[i]));
        const dot = moved.reduce((sum, value, i) => sum + value * input[i], 0);
        const distance =
          mode === "cosine"
            ? 1 - dot / (norm(moved) * norm([...input]))
            : norm(moved.map((value, i) => value - input[i]));
        const expected = Math.exp(-(distance ** 2) / (2 * 0.7 ** 2));
        assert.ok(Math.abs(weights[row] - expected) < 1e-12, `${mode} ${row}: ${weights[row]} instead of ${expected}`);
      }
    }
  });
});
