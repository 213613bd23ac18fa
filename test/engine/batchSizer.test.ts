import assert from "node:assert/strict";
import { BatchSizer } from "../../kernel/library/engine/onnx/BatchSizer.ts";

/** Runs until the sizer has made up its mind; a row's time depends on how many come together. */
function settle(sizer: BatchSizer, msPerRow: (rows: number) => number): number[] {
  const tried: number[] = [];
  for (let i = 0; i < 60; i++) {
    const rows = sizer.next(100_000);
    tried.push(rows);
    sizer.took(rows, rows * msPerRow(rows));
  }
  return tried;
}

describe("BatchSizer", () => {
  it("finds the size at which a row takes least time, and tries none beyond one that is clearly worse", () => {
    const sizer = new BatchSizer(1000);
    const tried = settle(sizer, (rows) => Math.abs(Math.log2(rows / 64)) + 1);
    assert.deepEqual([...new Set(tried)], [32, 64, 128]);
    assert.deepEqual([sizer.best, sizer.next(100_000), sizer.next(10)], [64, 64, 10]);
  });

  it("does not count the first run of a size, which allocates", () => {
    const sizer = new BatchSizer(1000);
    const seen = new Set<number>();
    settle(sizer, (rows) => {
      const isFirst = !seen.has(rows);
      seen.add(rows);
      return isFirst ? 1000 : 1 / rows;
    });
    assert.equal(sizer.best, 8192);
  });

  it("runs fewer rows than it would try next at the fastest size, and in one run where they are hardly more", () => {
    const sizer = new BatchSizer(1000);
    for (const size of [32, 64, 128, 256, 512]) {
      for (let run = 0; run < 3; run++) sizer.took(size, size * (size === 256 ? 0.01 : 0.011));
    }
    assert.deepEqual(
      [2048, 1024, 512, 511, 10].map((left) => sizer.next(left)),
      [2048, 256, 256, 511, 10],
    );
  });

  it("keeps a run within a second where fewer rows will do, and begins with one row of a heavy model", () => {
    const seconds = (floats: number, msPerRow: number) => {
      const sizer = new BatchSizer(floats);
      return settle(sizer, () => msPerRow).map((rows) => rows * msPerRow);
    };
    assert.ok(
      seconds(1000, 40)
        .slice(1)
        .every((ms) => ms <= 1000),
    );
    assert.ok(seconds(1000, 40).at(-1) === 1000, "as many as fit");
    assert.deepEqual(new Set(seconds(2 ** 22, 3000)), new Set([3000]));
    const heavy = seconds(2 ** 21, 200);
    assert.deepEqual([heavy[0], heavy.at(-1)], [200, 1000]);
  });

  it("keeps the largest value within 64 MB, down to one row", () => {
    assert.equal(Math.max(...settle(new BatchSizer(2 ** 18), () => 1)), 64);
    assert.deepEqual([...new Set(settle(new BatchSizer(2 ** 30), () => 1))], [1]);
  });
});
