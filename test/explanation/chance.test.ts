import assert from "node:assert/strict";
import { agreement } from "../../kernel/library/explain/index.ts";
import { boundOf, standingOf, yardstickOf } from "../../kernel/library/explanation/agreement/yardstick.ts";
import { Explanation, type ExplanationFields } from "../../kernel/library/explanation/Explanation.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { sizeOf } from "../../kernel/library/math/sizeOf.ts";
import { spearman } from "../../kernel/library/math/spearman.ts";
import type { InputSpec } from "../../kernel/library/signature/Signature.ts";

/** An explanation of one input of this kind; the values may have fewer channels than it. */
function mapOf(
  values: ArrayLike<number>,
  spec: InputSpec,
  inputs: Float32Array,
  fields: Partial<ExplanationFields> = {},
) {
  const inputShape = [1, ...spec.shape.map((length) => length ?? 0)];
  return new Explanation({
    method: "Occlusion",
    values: Float32Array.from(values),
    shape: inputShape,
    target: 0,
    output: "logit",
    inputs,
    inputShape,
    probabilities: new Float32Array(2),
    options: {},
    engine: "tfjs",
    elapsedMs: 0,
    modelPasses: 0,
    inputSpec: spec,
    ...fields,
  });
}
const image = (height: number, width: number, channels = 1): InputSpec => ({
  kind: "image",
  name: "x",
  dtype: "float32",
  shape: [height, width, channels],
  layout: "channelsLast",
  height,
  width,
  channels,
});
const series = (steps: number, features: number): InputSpec => ({
  kind: "series",
  name: "x",
  dtype: "float32",
  shape: [steps, features],
  steps,
  features,
});
const vector = (count: number): InputSpec => ({ kind: "values", name: "x", dtype: "float32", shape: [count] });

function noise(spec: InputSpec, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: sizeOf(spec.shape.map((length) => length ?? 0)) }, random.normal);
}

/** Noise of a larger field, made smooth by means over 5 × 5 twice, of which the middle is taken: no wrap, as in a photograph. */
function smooth(size: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const wide = size + 16;
  let field = Float32Array.from({ length: wide * wide }, random.normal);
  const at = (i: number) => Math.min(wide - 1, Math.max(0, i));
  for (let pass = 0; pass < 2; pass++) {
    for (const [dy, dx] of [
      [1, 0],
      [0, 1],
    ]) {
      field = field.map((_, i) => {
        const [row, column] = [Math.floor(i / wide), i % wide];
        let sum = 0;
        for (let d = -2; d <= 2; d++) sum += field[at(row + d * dy) * wide + at(column + d * dx)];
        return sum;
      });
    }
  }
  return Float32Array.from(
    { length: size * size },
    (_, i) => field[(Math.floor(i / size) + 8) * wide + (i % size) + 8],
  );
}

describe("chance by shifts", () => {
  const size = 32;
  const spec = image(size, size);
  const picture = noise(spec, 99);

  it("finds the bound of all shifts, and the overlap's, as trying each of them does", () => {
    for (const [height, width] of [
      [6, 5],
      [4, 7],
    ]) {
      const own = image(height, width, 3);
      const x = noise(own, 5);
      const [a, b] = [noise(own, 1), noise(own, 2)];
      const found = agreement([mapOf(a, own, x), mapOf(b, own, x)], { k: 4 });
      const sums = (map: Float32Array) =>
        Array.from({ length: height * width }, (_, i) => Math.abs(map[3 * i] + map[3 * i + 1] + map[3 * i + 2]));
      const [u, v] = [sums(a), sums(b)];
      const ranks: number[] = [];
      const overlaps: number[] = [];
      const top = (map: readonly number[]) => new Set([...map.keys()].sort((i, j) => map[j] - map[i]).slice(0, 4));
      for (let dy = 0; dy < height; dy++) {
        for (let dx = 0; dx < width; dx++) {
          if (dx + dy === 0) continue;
          const moved = v.map(
            (_, i) => v[((Math.floor(i / width) + dy) % height) * width + (((i % width) + dx) % width)],
          );
          ranks.push(spearman(u, moved) ?? Number.NaN);
          overlaps.push([...top(u)].filter((place) => top(moved).has(place)).length);
        }
      }
      const yardstick = found.yardsticks[0][1];
      assert.equal(found.places, height * width);
      assert.equal(yardstick?.draws, height * width - 1);
      assert.ok(Math.abs((yardstick?.rank ?? 0) - (boundOf(ranks) ?? 0)) < 1e-9);
      assert.equal(yardstick?.overlap, boundOf(overlaps));
      assert.ok(Math.abs((found.rank[0][1] ?? 0) - (spearman(u, v) ?? 0)) < 1e-12);
    }
  });

  it("leaves out places at the baseline, in each shift too", () => {
    const own = image(6, 6);
    const x = noise(own, 5).map((value, i) => (i % 5 === 0 ? 0 : value));
    const [a, b] = [noise(own, 1).map((value, i) => (x[i] === 0 ? 0 : value)), noise(own, 2)];
    const found = agreement([mapOf(a, own, x, { baseline: 0 }), mapOf(b, own, x)]);
    const kept = [...x.keys()].filter((i) => x[i] !== 0);
    assert.deepEqual([found.places, found.leftOut], [kept.length, 36 - kept.length]);
    const rank = spearman(
      kept.map((i) => Math.abs(a[i])),
      kept.map((i) => Math.abs(b[i])),
    );
    assert.ok(Math.abs((found.rank[0][1] ?? 0) - (rank ?? 0)) < 1e-12);
    // Pearson's of the ranks among the places that are compared, over those that fall on one another.
    const rankOf = (map: Float32Array) => {
      const sorted = kept.map((i) => Math.abs(map[i])).sort((p, q) => p - q);
      return map.map((value, i) => (x[i] === 0 ? Number.NaN : sorted.indexOf(Math.abs(value))));
    };
    const [u, v] = [rankOf(a), rankOf(b)];
    const draws: number[] = [];
    for (let shift = 1; shift < 36; shift++) {
      const [dy, dx] = [Math.floor(shift / 6), shift % 6];
      const to = (i: number) => ((Math.floor(i / 6) + dy) % 6) * 6 + (((i % 6) + dx) % 6);
      const both = kept.filter((i) => x[to(i)] !== 0);
      if (both.length < kept.length / 2) continue;
      const mean = (of: (i: number) => number) => both.reduce((sum, i) => sum + of(i), 0) / both.length;
      const [mu, mv] = [mean((i) => u[i]), mean((i) => v[to(i)])];
      const product = mean((i) => (u[i] - mu) * (v[to(i)] - mv));
      draws.push(product / Math.sqrt(mean((i) => (u[i] - mu) ** 2) * mean((i) => (v[to(i)] - mv) ** 2)));
    }
    assert.equal(found.yardsticks[0][1]?.draws, draws.length);
    assert.ok(Math.abs((found.yardsticks[0][1]?.rank ?? 0) - (boundOf(draws) ?? 0)) < 1e-9);
  });

  it("calls unrelated smooth maps alike about once in twenty times", () => {
    let [agree, share] = [0, 0];
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const found = agreement([
        mapOf(smooth(size, 2 * run), spec, picture),
        mapOf(smooth(size, 2 * run + 1), spec, picture),
      ]);
      const [{ standing, overlap, yardstick }] = found.pairs();
      if (standing === "agree") agree++;
      if (overlap > (yardstick?.overlap ?? 0)) share++;
    }
    // 5 % with two standard errors of 200 runs; far from never, too: a bound of 1 would be no bound.
    assert.ok(agree <= 0.081 * runs && agree >= 0.01 * runs, `${agree} of ${runs}`);
    assert.ok(share <= 0.081 * runs, `${share} of ${runs} by overlap`);
  }).timeout(60_000);

  it("calls unrelated maps of segments alike no more often", () => {
    const featureMask = Int32Array.from({ length: size * size }, (_, i) => {
      const [row, column] = [Math.floor(i / size), i % size];
      // Bricks of different sizes.
      return 6 * Math.floor(row / 6) + Math.min(5, Math.floor((column + row) / 9));
    });
    const ofSegments = (seed: number) => {
      const field = smooth(size, seed);
      const coefficients = new Float32Array(36);
      for (const [i, segment] of featureMask.entries()) coefficients[segment] += field[i];
      const values = Float32Array.from(featureMask, (segment) => coefficients[segment]);
      return mapOf(values, spec, picture, { method: "Lime", featureMask, coefficients });
    };
    let agree = 0;
    const runs = 60;
    for (let run = 0; run < runs; run++) {
      const found = agreement([mapOf(smooth(size, 1000 + run), spec, picture), ofSegments(run)]);
      assert.equal(found.yardsticks[0][1]?.kind, "shifts");
      if (found.pairs()[0].standing === "agree") agree++;
    }
    assert.ok(agree <= 0.1 * runs, `${agree} of ${runs}`);
    const smooth2 = smooth(size, 2);
    const [one, other] = [ofSegments(1), mapOf(smooth(size, 1), spec, picture)];
    assert.equal(agreement([one, other]).pairs()[0].standing, "same");
    const noisy = smooth(size, 1).map((value, i) => value + 0.5 * smooth2[i]);
    const related = agreement([one, mapOf(noisy, spec, picture)]).pairs()[0];
    // Every third place, of each of the two: 11 × 11 shifts but one.
    assert.deepEqual([related.standing, related.yardstick?.draws], ["agree", 240]);
  }).timeout(60_000);

  it("calls the same map, and it with some noise, agreeing, and says where the pair lies", () => {
    const [a, b] = [smooth(size, 1), smooth(size, 2)];
    const same = agreement([mapOf(a, spec, picture), mapOf(a, spec, picture)]);
    assert.equal(same.pairs()[0].standing, "same");
    const mixed = mapOf(
      a.map((value, i) => value + 0.5 * b[i]),
      spec,
      picture,
      { method: "Saliency" },
    );
    const near = agreement([mixed, mapOf(a, spec, picture)]);
    const { rank, yardstick } = near.pairs()[0];
    assert.ok(yardstick && (rank ?? 0) > yardstick.rank);
    const bound = yardstick.rank.toFixed(2).replace("-", "−");
    const text = near.describe();
    assert.match(
      text,
      /^Over 1,024 pixels, Saliency and Occlusion agree: rank correlation 0\.\d\d, \d+ of the top 10 shared\./,
    );
    assert.ok(text.includes(`Shifted over each other, these two correlate at up to ${bound} and share up to`), text);
    assert.ok(text.includes("(95% of 1,023 shifts)"));
    assert.match(near.describe({ locale: "zh-CN" }), /1,023 次平移的 95%/);
    const strangers = agreement([mapOf(a, spec, picture), mapOf(smooth(size, 4), spec, picture)]);
    assert.equal(strangers.pairs()[0].standing, "chance");
    assert.match(strangers.describe(), /agree no more than by chance: rank correlation/);
  });

  it("shifts a series along its steps only", () => {
    const own = series(40, 2);
    const found = agreement([mapOf(noise(own, 1), own, noise(own, 3)), mapOf(noise(own, 2), own, noise(own, 3))]);
    assert.deepEqual([found.places, found.yardsticks[0][1]?.draws], [80, 39]);
  });

  it("compares a map of places with one of all channels", () => {
    const own = image(8, 8, 3);
    const x = noise(own, 3);
    const values = noise(own, 1);
    const places = Float32Array.from({ length: 64 }, (_, i) => values[3 * i] + values[3 * i + 1] + values[3 * i + 2]);
    const found = agreement([mapOf(values, own, x), mapOf(places, own, x, { method: "GradCam", shape: [1, 8, 8, 1] })]);
    assert.deepEqual([found.places, found.rank[0][1]?.toFixed(6)], [64, "1.000000"]);
    assert.equal(found.shared[0].position.length, 2);
  });

  it("says that there is no yardstick where nothing can be shifted, and claims no agreement", () => {
    const says = (maps: Explanation[], why: string, message: RegExp) => {
      const found = agreement(maps);
      assert.equal(found.unmeasured, why);
      assert.equal(found.yardsticks[0][1], undefined);
      assert.match(found.describe(), message);
      assert.match(found.describe(), /randomizedAgreement\(\)/);
      assert.doesNotMatch(found.describe(), /agree/);
      assert.match(found.describe({ locale: "zh-CN" }), /没有测量/);
    };
    const pair = (own: InputSpec, x: Float32Array, fields = {}) =>
      [1, 2].map((seed) =>
        mapOf(
          noise(own, seed)
            .map(Math.abs)
            .map((v, i) => v + i),
          own,
          x,
          fields,
        ),
      );
    says(pair(vector(30), noise(vector(30), 3)), "neighbors", /no neighbors that a map could be shifted over/);
    says(pair(image(2, 3), noise(image(2, 3), 3)), "few", /too few places/);
    const own = image(8, 8);
    const drawn = noise(own, 3).map((value, i) => (i < 40 ? 0 : value));
    says(pair(own, drawn), "even", /40 of the 64 places of the input have the same value/);
    says(pair(own, drawn, { baseline: 0 }), "even", /40 of the 64 places of the input equal the baseline/);
  });
});

describe("a yardstick", () => {
  it("has a bound that one draw more exceeds once in twenty times, and none of too few draws", () => {
    const draws = Array.from({ length: 99 }, (_, i) => i + 1);
    assert.equal(boundOf(draws), 95);
    assert.equal(boundOf(draws.slice(0, 19)), 19);
    assert.equal(boundOf(draws.slice(0, 18)), undefined);
    assert.equal(yardstickOf("shifts", { rank: draws.slice(0, 18), overlap: draws }), undefined);
  });

  it("tells where a pair lies", () => {
    const yardstick = { kind: "shifts" as const, draws: 99, rank: 0.3, overlap: 2 };
    const found = [0.31, 0.3, -0.5].map((rank) => standingOf(rank, yardstick));
    assert.deepEqual(found, ["agree", "chance", "chance"]);
    assert.deepEqual(
      [standingOf(0.9, undefined), standingOf(1, undefined), standingOf(null, yardstick)],
      ["unmeasured", "same", "constant"],
    );
  });
});
