import assert from "node:assert/strict";
import { createRandom } from "../../kernel/library/math/random.ts";

describe("createRandom", () => {
  it("gives the same stream for the same seed, and another for another", () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 100 }, () => random.uniform());
    };
    assert.deepEqual(draw(42), draw(42));
    assert.notDeepEqual(draw(42), draw(43));
  });

  it("is uniform and normal by their moments", () => {
    const random = createRandom(1);
    const moments = (draw: () => number) => {
      const values = Array.from({ length: 200_000 }, draw);
      const mean = values.reduce((sum, value) => sum + value) / values.length;
      return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length] as const;
    };
    const [uniformMean, uniformVariance] = moments(random.uniform);
    assert.ok(Math.abs(uniformMean - 0.5) < 0.003, String(uniformMean));
    assert.ok(Math.abs(uniformVariance - 1 / 12) < 0.001, String(uniformVariance));
    const [normalMean, normalVariance] = moments(random.normal);
    assert.ok(Math.abs(normalMean) < 0.01, String(normalMean));
    assert.ok(Math.abs(normalVariance - 1) < 0.015, String(normalVariance));
  });

  it("gives each whole number and each place in a permutation its share", () => {
    const random = createRandom(7);
    const counts = new Array<number>(6).fill(0);
    const first = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) {
      const drawn = random.integer(6);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
      const order = random.permutation(6);
      assert.equal(new Set(order).size, 6);
      const place = order[0] ?? -1;
      first[place] = (first[place] ?? 0) + 1;
    }
    for (const count of [...counts, ...first]) assert.ok(Math.abs(count - 10_000) < 500, `${counts} ${first}`);
  });
});
