import assert from "node:assert/strict";
import fc from "fast-check";
import { CoalitionSampler } from "../../kernel/library/explain/shap/coalitions.ts";
import { shapleyRegression } from "../../kernel/library/explain/shap/shapleyRegression.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { exactShapley, type Game, randomGame } from "./games.ts";

const sample = (players: number, budget: number, seed: number) =>
  new CoalitionSampler(players, createRandom(seed)).grow(budget);

function kernelShap(players: number, game: Game, budget: number, seed = 0) {
  const coalitions = sample(players, budget, seed);
  const answers = Float64Array.from({ length: coalitions.count }, (_, row) => {
    let bits = 0;
    for (let k = 0; k < players; k++) if (coalitions.values[row * players + k]) bits |= 1 << k;
    return game(bits);
  });
  const regress = shapleyRegression(coalitions);
  assert.ok(regress, "the coalitions determine the values");
  return { ...regress(answers, game(0), game(2 ** players - 1)), coalitions };
}

const close = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).every((value, i) => Math.abs(value - b[i]) <= 1e-9);

const game = fc.record({ players: fc.integer({ min: 1, max: 8 }), seed: fc.nat() });

describe("Kernel SHAP over all coalitions", () => {
  it("equals Shapley's formula to 1e-9; with the kernel's weights taken away it does not", () => {
    fc.assert(
      fc.property(game, ({ players, seed }) => {
        const earns = randomGame(players, seed);
        const { phi, standardError } = kernelShap(players, earns, 2 ** players);
        assert.ok(close(phi, exactShapley(players, earns)));
        assert.ok(standardError.every((error) => error === 0));
      }),
      { numRuns: 40, seed: 1 },
    );
    const coalitions = sample(5, 30, 0);
    const earns = randomGame(5, 3);
    const bits = (row: number) =>
      coalitions.values.slice(row * 5, row * 5 + 5).reduce((sum, v, k) => sum + v * 2 ** k, 0);
    const answers = Float64Array.from({ length: 30 }, (_, row) => earns(bits(row)));
    const twin = shapleyRegression({ ...coalitions, weights: new Float64Array(30).fill(1) });
    assert.ok(
      !close(twin?.(answers, earns(0), earns(31)).phi ?? [], exactShapley(5, earns)),
      "equal weights are wrong",
    );
  });

  it("gives a dummy its own worth, symmetric players the same, and is linear", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        fc.pre(a !== b);
        const [first, second] = [randomGame(4, a), randomGame(4, b)];
        // Player 4 adds 0.5 to whatever it joins.
        const withDummy = kernelShap(5, (c) => first(c & 15) + (c & 16 ? 0.5 : 0), 30).phi;
        assert.ok(Math.abs(withDummy[4] - 0.5) < 1e-9);
        // Players 0 and 1 are only counted.
        const symmetric = kernelShap(4, (c) => first((c & 1) + ((c >> 1) & 1) + (c & 12)), 14).phi;
        assert.ok(Math.abs(symmetric[0] - symmetric[1]) < 1e-9);
        const both = kernelShap(4, (c) => 2 * first(c) - second(c), 14).phi;
        const parts = [kernelShap(4, first, 14).phi, kernelShap(4, second, 14).phi];
        assert.ok(
          close(
            both,
            parts[0].map((value, k) => 2 * value - parts[1][k]),
          ),
        );
        assert.ok(!close(both, parts[0]), "and not simply the first");
      }),
      { numRuns: 30, seed: 2 },
    );
  });
});

describe("Kernel SHAP from a sample of coalitions", () => {
  // Smooth enough to be sampled, with interactions of two and three.
  const earns: Game = (c) => {
    const on = (k: number) => (c >> k) & 1;
    let worth = 0;
    for (let k = 0; k < 12; k++) worth += on(k) * (k - 5) * 0.1 + on(k) * on((k + 1) % 12) * 0.3;
    return worth + on(0) * on(3) * on(7) + Math.tanh(worth);
  };

  it("keeps the sum exactly, the weights at 1, and each coalition once; draws come with their complements", () => {
    for (const budget of [30, 99, 200, 500, 2000]) {
      const { phi, coalitions } = kernelShap(12, earns, budget, budget);
      const sum = phi.reduce((total, value) => total + value, 0);
      assert.ok(Math.abs(sum - (earns(4095) - earns(0))) < 1e-12);
      assert.ok(Math.abs(coalitions.weights.reduce((total, value) => total + value, 0) - 1) < 1e-12);
      assert.ok(coalitions.count <= budget && coalitions.count > 0.9 * budget, `${coalitions.count} of ${budget}`);
      const rows = Array.from({ length: coalitions.count }, (_, row) =>
        coalitions.values.slice(row * 12, row * 12 + 12),
      );
      assert.equal(new Set(rows.map((row) => row.join(""))).size, coalitions.count);
      const pairs = coalitions.strata.flatMap(({ pairs }) => pairs);
      assert.equal(2 * pairs.length, coalitions.count);
      for (const row of pairs) assert.ok(rows[row].every((value, k) => value + rows[row + 1][k] === 1));
    }
  });

  it("weighs each size as the kernel does in the mean, also where it draws a size less than once", () => {
    const players = 8;
    const worth = Array.from({ length: players - 1 }, (_, i) => 1 / ((i + 1) * (players - i - 1)));
    const total = worth.reduce((sum, value) => sum + value, 0);
    const seeds = 2000;
    for (const budget of [6, 40, 200]) {
      const found = new Float64Array(players - 1);
      for (let seed = 0; seed < seeds; seed++) {
        const { values, weights, count } = sample(players, budget, seed);
        for (let row = 0; row < count; row++) {
          const size = values.subarray(row * players, (row + 1) * players).reduce((sum, value) => sum + value, 0);
          found[size - 1] += weights[row] / seeds;
        }
      }
      for (const [i, weight] of found.entries()) {
        const ratio = (weight * total) / worth[i];
        assert.ok(Math.abs(ratio - 1) < (budget === 6 ? 0.2 : 0.015), `size ${i + 1} weighs ${ratio} of ${budget}`);
      }
    }
  });

  it("draws every coalition of a size equally often, and each size as often as any other", () => {
    const seen = new Map<string, number>();
    const seeds = 3000;
    for (let seed = 0; seed < seeds; seed++) {
      const { values, count } = sample(5, 10, seed);
      for (let row = 0; row < count; row++) {
        const key = values.subarray(row * 5, (row + 1) * 5).join("");
        seen.set(key, (seen.get(key) ?? 0) + 1 / seeds);
      }
    }
    assert.equal(seen.size, 30);
    // Ten coalitions over four sizes are 2.5 of each: half of the 5 of size 1 and 4, a quarter of the 10 of the others.
    for (const [key, share] of seen) {
      const expected = [1, 4].includes([...key].filter((bit) => bit === "1").length) ? 0.5 : 0.25;
      assert.ok(Math.abs(share - expected) < 0.05, `${key} came in ${share} of the draws, not ${expected}`);
    }
  });

  it("grows: what is there stays, to the last coalition", () => {
    for (const players of [5, 6]) {
      const sampler = new CoalitionSampler(players, createRandom(3));
      let before = sampler.grow(8);
      for (const budget of [13, 20, 2 ** players - 2, 1000]) {
        const after = sampler.grow(budget);
        assert.deepEqual(after.values.subarray(0, before.values.length), before.values);
        assert.ok(after.count <= Math.max(before.count, budget));
        before = after;
      }
      assert.equal(before.count, 2 ** players - 2);
      const whole = sample(players, 2 ** players, 0);
      const sorted = (weights: Float64Array) => Array.from(weights).sort((a, b) => a - b);
      for (const [i, weight] of sorted(before.weights).entries()) {
        assert.ok(Math.abs(weight - sorted(whole.weights)[i]) < 1e-12);
      }
    }
  });

  it("reports a standard error that is the spread over seeds", () => {
    const seeds = 300;
    for (const budget of [70, 150, 600]) {
      const runs = Array.from({ length: seeds }, (_, seed) => kernelShap(12, earns, budget, seed + 1));
      const exact = exactShapley(12, earns);
      const ratios = Array.from(exact, (truth, k) => {
        const spread = Math.sqrt(runs.reduce((sum, { phi }) => sum + (phi[k] - truth) ** 2, 0) / seeds);
        const reported = Math.sqrt(runs.reduce((sum, { standardError }) => sum + standardError[k] ** 2, 0) / seeds);
        return reported / spread;
      });
      const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
      assert.ok(mean > 0.9 && mean < 1.1, `${budget}: reported / seen is ${mean}`);
      assert.ok(Math.min(...ratios) > 0.8 && Math.max(...ratios) < 1.25, `${budget}: ${ratios}`);
    }
  });

  it("says where the coalitions do not determine the values", () => {
    const coalitions = sample(20, 12, 0);
    assert.equal(shapleyRegression(coalitions), undefined);
  });
});
