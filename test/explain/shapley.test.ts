import assert from "node:assert/strict";
import fc from "fast-check";
import { shapCoalitions } from "../../kernel/library/explain/coalitions.ts";
import { shapleyRegression } from "../../kernel/library/explain/shapleyRegression.ts";
import { createRandom } from "../../kernel/library/random.ts";
import { exactShapley, type Game, randomGame } from "./games.ts";

function kernelShap(players: number, game: Game, budget: number, seed = 0) {
  const coalitions = shapCoalitions(players, budget, createRandom(seed));
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
    const coalitions = shapCoalitions(5, 30, createRandom(0));
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
      const pairs = coalitions.draws.filter(({ rows }) => rows.length === 2);
      assert.ok(
        pairs.length >= coalitions.draws.length / 3,
        `${pairs.length} pairs in ${coalitions.draws.length} draws`,
      );
      for (const {
        rows: [a, b],
      } of pairs)
        assert.ok(rows[a].every((value, k) => value + rows[b][k] === 1));
    }
  });

  it("draws each size as often as the kernel weighs it, repeats counted", () => {
    const players = 8;
    const worth = Array.from({ length: players - 1 }, (_, i) => 1 / ((i + 1) * (players - i - 1)));
    const total = worth.reduce((sum, value) => sum + value, 0);
    // Sizes 1, 2, 6 and 7 are enumerated; of sizes 3, 4 and 5 most are drawn, many more than once.
    const seeds = 1000;
    const found = new Float64Array(players - 1);
    for (let seed = 0; seed < seeds; seed++) {
      const { values, weights, count } = shapCoalitions(players, 200, createRandom(seed));
      for (let row = 0; row < count; row++) {
        const size = values.subarray(row * players, (row + 1) * players).reduce((sum, value) => sum + value, 0);
        found[size - 1] += weights[row] / seeds;
      }
    }
    for (const [i, weight] of found.entries()) {
      const ratio = (weight * total) / worth[i];
      assert.ok(Math.abs(ratio - 1) < 0.015, `size ${i + 1} weighs ${ratio} times what it should`);
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
    const coalitions = shapCoalitions(20, 12, createRandom(0));
    assert.equal(shapleyRegression(coalitions), undefined);
  });
});
