import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { gridSegments, PartitionShap } from "../../kernel/library/explain/index.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { assertExact, goldens } from "../goldens.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { everyone, exactShapley, type Game, gameModel, randomGame } from "./games.ts";
import { engines, firstImages, golden, images, modelA } from "./modelA.ts";

const judge = goldens("shap");
const seg12 = { values: golden("shapley/seg12").values as Int32Array, shape: [28, 28] };
const linkage = judge("linkage12");

/** A chain: segment 0 with 1, then 2, then 3, …. */
const chain = (players: number) => ({
  values: Array.from({ length: players - 1 }, (_, i) => [i === 0 ? 0 : players + i - 1, i + 1]).flat(),
  shape: [players - 1, 2],
});

/** Owen values by their definition: the mean over the orders that keep each cluster together, at every level. */
function owenByOrders(players: number, values: readonly number[], game: Game): Float64Array {
  const ordersOf = (node: number): number[][] => {
    if (node < players) return [[node]];
    const [left, right] = [0, 1].map((side) => ordersOf(values[2 * (node - players) + side]));
    return left.flatMap((a) =>
      right.flatMap((b) => [
        [...a, ...b],
        [...b, ...a],
      ]),
    );
  };
  const orders = ordersOf(2 * players - 2);
  const phi = new Float64Array(players);
  for (const order of orders) {
    let coalition = 0;
    for (const player of order) {
      phi[player] += (game(coalition | (1 << player)) - game(coalition)) / orders.length;
      coalition |= 1 << player;
    }
  }
  return phi;
}

/** Any binary tree: clusters are joined at random. */
function randomTree(players: number, seed: number): number[] {
  const random = createRandom(seed);
  const open = Array.from({ length: players }, (_, i) => i);
  return Array.from({ length: players - 1 }, (_, row) => {
    const pair = [0, 1].map(() => open.splice(random.integer(open.length), 1)[0]);
    open.push(players + row);
    return pair;
  }).flat();
}

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

describe("PartitionShap", () => {
  before(ready);

  for (const engine of engines) {
    it(`gives SHAP's values of twelve segments for one hierarchy, all of it and cut short, on ${engine}`, async () => {
      const model = modelA();
      const shap = new PartitionShap(model, { engine });
      for (const [name, maxEvals, exact] of [
        ["partition12", Infinity, true],
        ["partition12", 1000, true],
        ["partition12_40", 40, false],
      ] as const) {
        const found = await assertNoLeak(() => shap.attribute(images, { featureMask: seg12, linkage, maxEvals }));
        assertExact(found.coefficients ?? [], judge(name));
        assert.equal(found.options.exact, exact);
      }
      model.dispose();
    });
  }

  it("gives SHAP's values of single pixels, the picture halved again and again", async () => {
    const model = modelA();
    for (const evals of [500, 2000]) {
      const found = await new PartitionShap(model).attribute(firstImages(2), { maxEvals: evals });
      assertExact(found.values, judge(`partition_pixels_${evals}`));
      // Two predictions for each input are counted among SHAP's evaluations, that of the input itself by both.
      assert.equal(found.modelPasses, 2 * evals);
    }
    model.dispose();
  });

  it("keeps to its definition: the mean over the orders that keep clusters together", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 7 }), fc.nat({ max: 1000 }), async (players, seed) => {
        const [game, values] = [randomGame(players, seed), randomTree(players, seed + 1)];
        const shap = new PartitionShap(gameModel(players, game));
        const found = await shap.attribute(everyone(players), {
          linkage: { values, shape: [players - 1, 2] },
          maxEvals: Infinity,
        });
        assert.ok(furthest(found.values, owenByOrders(players, values, game)) < 1e-5);
        assert.ok(Math.abs(found.convergenceDelta?.[0] ?? 1) < 1e-5, "they sum to F(x) − F(baseline)");
      }),
      { numRuns: 25, seed: 4 },
    ));

  it("differs from Shapley's values and between hierarchies, unless segments act alone", async () => {
    const game = randomGame(6, 5);
    const ask = async (of: Game, tree?: ReturnType<typeof chain>) =>
      (await new PartitionShap(gameModel(6, of)).attribute(everyone(6), { linkage: tree, maxEvals: Infinity })).values;
    assert.ok(furthest(await ask(game, chain(6)), exactShapley(6, game)) > 0.01);
    assert.ok(furthest(await ask(game, chain(6)), await ask(game)) > 0.01);
    const alone: Game = (coalition) => coalition;
    assert.ok(furthest(await ask(alone, chain(6)), [1, 2, 4, 8, 16, 32]) < 1e-4);
  });

  it("gives a cluster what it adds however it is cut, and dummies nothing", async () => {
    const game: Game = (c) => randomGame(4, 2)(c & 0b1111);
    const pairs = { values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], shape: [5, 2] };
    const turned = { values: [1, 0, 3, 2, 4, 5, 7, 6, 9, 8], shape: [5, 2] };
    const ask = async (linkage: typeof pairs, maxEvals: number) =>
      (await new PartitionShap(gameModel(6, game)).attribute(everyone(6), { linkage, maxEvals })).values;
    const [whole, other, short] = [await ask(pairs, Infinity), await ask(turned, Infinity), await ask(pairs, 4)];
    assert.ok(furthest(whole, other) < 1e-5);
    assert.ok(furthest([whole[4], whole[5]], [0, 0]) < 1e-6, "players 4 and 5 change nothing");
    const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
    assert.ok(Math.abs(sum(short) - sum(whole)) < 1e-5, "the sum holds when it is cut short");
    assert.ok(furthest(short, whole) > 1e-3, "the shares do not");
  });

  it("explains several targets in shared passes, each as alone", async () => {
    const model = modelA();
    const shap = new PartitionShap(model);
    const options = { featureMask: gridSegments([28, 28], 7), maxEvals: Infinity };
    const all = await shap.attribute(firstImages(2), { ...options, targets: [3, 7] });
    const alone = await shap.attribute(firstImages(2), { ...options, target: 7 });
    assert.deepEqual(all.shape, [2, 2, 28, 28, 1]);
    assert.ok(furthest(all.values.subarray(2 * 784), alone.values) < 1e-6);
    assert.equal(all.modelPasses, alone.modelPasses);
    model.dispose();
  });

  it("takes one segment, equal answers, and an answer of NaN", async () => {
    const whole = { values: new Int32Array(784), shape: [28, 28] };
    const ask = (model: (x: tf.Tensor) => tf.Tensor, more = {}) =>
      new PartitionShap(model).attribute(firstImages(1), { target: 0, ...more });
    const one = await ask((x) => x.sum([1, 2, 3]).reshape([-1, 1]), { featureMask: whole });
    assert.equal(one.coefficients?.length, 1);
    assert.ok(Math.abs((one.coefficients?.[0] ?? 0) - images.values.slice(0, 784).reduce((a, b) => a + b, 0)) < 1e-3);
    const flat = await ask((x) => tf.fill([x.shape[0], 2], 0.5), { maxEvals: 50 });
    assert.ok(flat.values.every((value) => value === 0));
    const broken = await ask((x) => tf.fill([x.shape[0], 2], Number.NaN), { maxEvals: 50 });
    assert.match(broken.describe(), /784 of 784 values are NaN/);
  });

  it("tells its progress to the end, and stops when it is told to", async () => {
    const model = modelA();
    const told: number[] = [];
    await new PartitionShap(model).attribute(firstImages(1), { onProgress: (fraction) => told.push(fraction) });
    assert.ok(told.length > 10 && told.at(-1) === 1 && told.every((value, i) => i === 0 || value >= told[i - 1]));
    const stop = new AbortController();
    const asked = new PartitionShap(model).attribute(firstImages(1), {
      signal: stop.signal,
      onProgress: (fraction) => fraction > 0.3 && stop.abort(),
    });
    await assert.rejects(
      assertNoLeak(() => asked),
      { name: "AbortError" },
    );
    model.dispose();
  });

  it("refuses a linkage that is no tree over the segments", async () => {
    const shap = new PartitionShap(gameModel(4, () => 0));
    const ask = (values: number[], shape: number[]) => shap.attribute(everyone(4), { linkage: { values, shape } });
    await assert.rejects(ask([0, 1], [1, 2]), {
      name: "ShapeError",
      message: /shape \[1, 2\] for 4 segments: expected \[3, 2\]/,
    });
    await assert.rejects(ask([0, 1, 2, 3, 0, 5], [3, 2]), {
      name: "OptionError",
      message: /row 2 of the linkage joins 0/,
    });
    await assert.rejects(ask([0, 5, 2, 3, 4, 1], [3, 2]), { message: /row 0 of the linkage joins 5/ });
    await assert.rejects(shap.attribute(everyone(4), { maxEvals: 1 }), {
      message: "maxEvals is 1: give a number, at least 2",
    });
  });
});
