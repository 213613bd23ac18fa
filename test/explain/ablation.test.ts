import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { FeatureAblation, gridSegments, Occlusion, ShapleyValues } from "../../kernel/library/explain/index.ts";
import { windowsOf } from "../../kernel/library/explain/perturbation/windows.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { ready } from "../tensorflow.ts";
import { everyone, exactShapley, gameModel, randomGame } from "./games.ts";

const near = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-5) =>
  a.length === b.length && Array.from(a).every((value, i) => Math.abs(value - b[i]) <= tolerance);

const random = createRandom(5);
const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());
const weights = draw(24);
const linear = (x: tf.Tensor) => x.reshape([-1, 24]).matMul(tf.tensor2d(weights, [24, 1]));
const x = { values: draw(48), shape: [2, 4, 3, 2] };
const b = { values: draw(24), shape: [4, 3, 2] };
const own = Float32Array.from(x.values, (value, i) => weights[i % 24] * (value - b.values[i % 24]));

describe("Occlusion", () => {
  before(ready);

  it("slides its window as Captum does: the last axis fastest, the last window cut off", () => {
    const windows = windowsOf([3, 4], [2, 3], [2, 2]).map((places) => [...places]);
    assert.deepEqual(windows, [
      [0, 1, 2, 4, 5, 6],
      [2, 3, 6, 7],
      [8, 9, 10],
      [10, 11],
    ]);
  });

  it("is the mean of the windows over a position, for a linear model; their sum is not", async () => {
    const window = [2, 2, 2];
    const strides = [1, 2, 1];
    const map = await new Occlusion(linear).attribute(x, { slidingWindowShapes: [2, 2], strides, baselines: b });
    const byHand = (divide: boolean) =>
      Float64Array.from({ length: 48 }, (_, at) => {
        const start = at - (at % 24);
        const over = windowsOf([4, 3, 2], window, strides).filter((places) => places.includes(at % 24));
        const sum = over.reduce((all, places) => all + places.reduce((total, i) => total + own[start + i], 0), 0);
        return divide ? sum / over.length : sum;
      });
    assert.ok(near(map.values, byHand(true)));
    assert.ok(!near(map.values, byHand(false), 1e-2));
    assert.deepEqual(map.options, { slidingWindowShapes: window, strides });
  });

  it("refuses windows that do not fit or leave gaps", async () => {
    const occlusion = new Occlusion(linear);
    const rejects = (options: object, name: string, message: RegExp) =>
      assert.rejects(occlusion.attribute(x, { slidingWindowShapes: [2, 2], ...options }), { name, message });
    await rejects(
      { slidingWindowShapes: [2] },
      "ShapeError",
      /^slidingWindowShapes has 1 numbers .* one for each axis/,
    );
    await rejects({ slidingWindowShapes: [2, 4] }, "OptionError", /^a window of 4 on axis 1 of length 3/);
    await rejects({ slidingWindowShapes: [0, 1] }, "OptionError", /^a window of 0 on axis 0/);
    await rejects({ strides: 3 }, "OptionError", /^a stride of 3 on axis 0 with a window of 2: .* no gap$/);
    await rejects({ strides: [1, 0] }, "OptionError", /^a stride of 0 on axis 1/);
    await rejects({ strides: [1] }, "ShapeError", /^strides has 1 numbers/);
  });
});

describe("FeatureAblation", () => {
  before(ready);

  it("is w·(x − b) for a linear model, by itself and summed over segments", async () => {
    const each = await new FeatureAblation(linear).attribute(x, { baselines: b });
    assert.ok(near(each.values, own));
    assert.ok(!near((await new FeatureAblation(linear).attribute(x)).values, own, 1e-2), "the baseline matters");
    const mask = { values: Int32Array.from({ length: 12 }, (_, i) => i % 3), shape: [4, 3] };
    const columns = await new FeatureAblation(linear).attribute(x, { baselines: b, featureMask: mask });
    const sums = Float64Array.from({ length: 6 }, (_, place) =>
      own.reduce(
        (sum, value, i) =>
          sum + (Math.floor(i / 24) === Math.floor(place / 3) && Math.floor(i / 2) % 3 === place % 3 ? value : 0),
        0,
      ),
    );
    assert.ok(near(columns.coefficients ?? [], sums));
  });

  it("asks nothing about segments that look like the baseline, and gives them 0", async () => {
    const values = x.values.map((value, i) => (i < 24 && i % 2 === 0 ? 0 : value));
    const map = await new FeatureAblation(linear).attribute({ ...x, values });
    assert.equal(map.modelPasses, 2 + 12 + 24);
    assert.ok(map.values.every((value, i) => (value === 0) === (i < 24 && i % 2 === 0)));
    const blank = await new FeatureAblation(linear).attribute({ ...x, values: new Float32Array(48) });
    assert.equal(blank.modelPasses, 2);
    assert.ok(blank.describe().includes("Every value is 0"));
  });

  it("says that places were replaced one at a time", async () => {
    const map = await new FeatureAblation(linear).attribute(x, { target: 0 });
    assert.match(map.describe({ index: 0 }), /one at a time: what several of them do only together is not seen/);
    assert.match(map.describe({ index: 0, locale: "zh-CN" }), /逐个替换/);
    assert.doesNotMatch(map.describe({ index: 0 }), /amounts can be trusted/);
  });
});

describe("ShapleyValues", () => {
  before(ready);
  const shapley = async (players: number, game: (coalition: number) => number) => {
    const map = await new ShapleyValues(gameModel(players, game)).attribute(everyone(players));
    return { phi: map.values, map };
  };

  it("are Shapley's formula for any game; leaving a player out of all the others is not", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), fc.nat(), async (players, seed) => {
        const earns = randomGame(players, seed);
        const { phi, map } = await shapley(players, earns);
        assert.ok(near(phi, exactShapley(players, earns)));
        assert.ok(near(map.convergenceDelta ?? [], [0]));
        assert.ok(map.standardError?.every((error) => error === 0));
        if (players > 2) {
          const twin = await new FeatureAblation(gameModel(players, earns)).attribute(everyone(players));
          assert.ok(!near(twin.values, phi, 1e-3));
        }
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  it("give a dummy its own worth and symmetric players the same, and are linear", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (a, c) => {
        fc.pre(a !== c);
        const [first, second] = [randomGame(4, a), randomGame(4, c)];
        const dummy = await shapley(5, (s) => first(s & 15) + (s & 16 ? 0.5 : 0));
        assert.ok(Math.abs(dummy.phi[4] - 0.5) < 1e-5);
        const symmetric = await shapley(4, (s) => first((s & 1) + ((s >> 1) & 1) + (s & 12)));
        assert.ok(Math.abs(symmetric.phi[0] - symmetric.phi[1]) < 1e-5);
        const both = await shapley(4, (s) => 2 * first(s) - second(s));
        const [one, other] = [await shapley(4, first), await shapley(4, second)];
        assert.ok(
          near(
            both.phi,
            one.phi.map((value, k) => 2 * value - other.phi[k]),
          ),
        );
        assert.ok(!near(both.phi, one.phi, 1e-3), "and not simply the first");
      }),
      { numRuns: 10, seed: 2 },
    );
  });

  it("cost 2^M passes, are said to be exact, and are refused for more than 20 segments", async () => {
    const { map } = await shapley(6, randomGame(6, 3));
    assert.equal(map.modelPasses, 1 + 64);
    assert.match(map.describe(), /All coalitions were evaluated: there is no sampling error, and the sum is exact/);
    await assert.rejects(new ShapleyValues(linear).attribute(x), {
      name: "OptionError",
      message:
        "24 segments have 2^24 coalitions, too many to evaluate all: give a featureMask of at most 20 segments, " +
        "or sample with KernelShap or PermutationShap",
    });
    const grid = gridSegments([4, 3], 2);
    assert.equal((await new ShapleyValues(linear).attribute(x, { featureMask: grid })).coefficients?.length, 8);
  });
});
