import assert from "node:assert/strict";
import { factsOf } from "../../renderers/shared/colorRange.ts";

/** By a sort of all, as it is defined. */
function sorted(values: Float32Array, clip: number): number {
  const sizes = values.filter(Number.isFinite).map(Math.abs).sort();
  const at = (share: number) => sizes[Math.min(sizes.length - 1, Math.floor(share * sizes.length))] ?? 0;
  return at(clip / 100) || at(1);
}

describe("the range of a map's colors", () => {
  const spread = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i) * 10 ** ((i % 80) - 40));
  const sparse = Float32Array.from({ length: 1000 }, (_, i) => (i < 3 ? -i - 1 : 0));
  const odd = Float32Array.of(Number.NaN, 3, -4, Number.POSITIVE_INFINITY, 0.5, 2);

  it("is the percentile that a sort of all finite values gives", () => {
    for (const values of [spread, sparse, odd, spread.subarray(1, 2), new Float32Array(3), new Float32Array()]) {
      for (const clip of [1, 50, 90, 99, 99.9, 100]) {
        assert.equal(factsOf(values, clip).range, sorted(values, clip), `${values.length} values at ${clip}`);
      }
    }
  });

  it("comes with what is odd about its values", () => {
    assert.deepEqual(factsOf(odd, 100), { range: 4, constant: undefined, invalid: 2 });
    assert.deepEqual(factsOf(Float32Array.of(-2, Number.NaN, -2), 99), { range: 2, constant: -2, invalid: 1 });
    assert.deepEqual(factsOf(Float32Array.of(Number.NaN), 99), { range: 0, constant: undefined, invalid: 1 });
  });

  it("of twelve million values is found within a second", function () {
    this.timeout(20_000);
    const many = Float32Array.from({ length: 12_000_000 }, (_, i) => Math.sin(i));
    const start = process.cpuUsage();
    factsOf(many, 99);
    const { user } = process.cpuUsage(start);
    assert.ok(user < 1_000_000, `${Math.round(user / 1000)} ms`);
  });
});
