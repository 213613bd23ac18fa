import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import { PermutationShap, ShapleyValueSampling } from "../../kernel/library/explain/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { ready } from "../tensorflow.ts";
import { attributeWith } from "./attributeWith.ts";
import { everyone, exactShapley, type Game, gameModel, randomGame } from "./games.ts";

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

/** Players alone and in pairs. */
function pairGame(players: number, seed: number): Game {
  const random = createRandom(seed);
  const alone = Array.from({ length: players }, () => random.normal());
  const together = Array.from({ length: players * players }, () => random.normal());
  return (coalition) => {
    const there = alone.map((_, k) => (coalition >> k) & 1);
    let worth = 0;
    for (let i = 0; i < players; i++) {
      worth += there[i] * alone[i];
      for (let j = 0; j < i; j++) worth += there[i] * there[j] * together[i * players + j];
    }
    return worth;
  };
}

const sampled = (model: (x: tf.Tensor) => tf.Tensor, players: number, options: object) =>
  attributeWith(new ShapleyValueSampling(model), everyone(players), options);
const antithetic = (model: (x: tf.Tensor) => tf.Tensor, players: number, options: object) =>
  attributeWith(new PermutationShap(model), everyone(players), options);

describe("Shapley values from orders", () => {
  before(ready);

  it("sum to F(x) − F(baseline) after a single order, whose error is unknown", async () => {
    for (const [seed, run] of [sampled, antithetic].entries()) {
      const game = randomGame(6, seed);
      const map = await run(gameModel(6, game), 6, { nSamples: 1, npermutations: 1, seed });
      const sum = map.values.reduce((total, value) => total + value, 0);
      assert.ok(Math.abs(sum - (game(63) - game(0))) < 1e-5);
      assert.ok(Math.abs(map.convergenceDelta?.[0] ?? 1) < 1e-5);
      assert.equal(map.standardError, undefined);
    }
  });

  it("are exact for pairs after one order and its reverse; two orders of their own are not", async () => {
    for (let seed = 0; seed < 10; seed++) {
      const game = pairGame(7, seed);
      const exact = exactShapley(7, game);
      const shap = await antithetic(gameModel(7, game), 7, { npermutations: 1, seed });
      assert.ok(furthest(shap.values, exact) < 1e-5);
      const twin = await sampled(gameModel(7, game), 7, { nSamples: 2, seed });
      assert.ok(furthest(twin.values, exact) > 1e-2);
    }
  });

  it("are Shapley's in the mean, with a standard error that is the spread over seeds", async () => {
    const game = randomGame(5, 11);
    const model = gameModel(5, game);
    const exact = exactShapley(5, game);
    const seeds = 200;
    for (const run of [sampled, antithetic]) {
      const mean = new Float64Array(5);
      const spread = new Float64Array(5);
      const told = new Float64Array(5);
      for (let seed = 1; seed <= seeds; seed++) {
        const map = await run(model, 5, { nSamples: 12, npermutations: 12, seed });
        for (let k = 0; k < 5; k++) {
          mean[k] += map.values[k] / seeds;
          spread[k] += (map.values[k] - exact[k]) ** 2 / seeds;
          told[k] += (map.standardError?.[k] ?? Number.NaN) ** 2 / seeds;
        }
      }
      for (let k = 0; k < 5; k++) {
        const error = Math.sqrt(spread[k]);
        assert.ok(Math.abs(mean[k] - exact[k]) < (4 * error) / Math.sqrt(seeds), `${mean[k]} instead of ${exact[k]}`);
        const ratio = Math.sqrt(told[k]) / error;
        assert.ok(ratio > 0.8 && ratio < 1.25, `reported / seen is ${ratio}`);
      }
    }
  });

  it("cost a pass for each player of each order, and one for the baseline", async () => {
    const model = gameModel(5, randomGame(5, 1));
    assert.equal((await sampled(model, 5, { nSamples: 8 })).modelPasses, 1 + 1 + 8 * 5);
    assert.equal((await antithetic(model, 5, { npermutations: 4 })).modelPasses, 1 + 1 + 8 * 5);
  });

  it("are not called exact where no draw differed from another", async () => {
    const map = await antithetic(
      gameModel(4, (coalition) => coalition),
      4,
      { npermutations: 3 },
    );
    assert.ok(furthest(map.values, [1, 2, 4, 8]) < 1e-5);
    assert.doesNotMatch(map.describe(), /All coalitions were evaluated/);
    assert.match(map.describe(), /All 4 values are over twice the standard error/);
  });

  it("refuse less than one order", async () => {
    const model = gameModel(3, () => 0);
    await assert.rejects(sampled(model, 3, { nSamples: 0 }), {
      message: 'nSamples is 0: give a whole number, at least 1, or "auto"',
    });
    await assert.rejects(antithetic(model, 3, { npermutations: 1.5 }), {
      name: "OptionError",
      message: 'npermutations is 1.5: give a whole number, at least 1, or "auto"',
    });
  });
});
