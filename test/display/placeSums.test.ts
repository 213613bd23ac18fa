import assert from "node:assert/strict";
import { placeSums } from "../../kernel/library/display/heatmap/placeSums.ts";

describe("a place's number out of its channels", () => {
  /** Two places of three channels. */
  const values = Float32Array.of(1, 2, 3, 4, 4, 4);

  it("is their sum, where each channel has a value of its own", () => {
    assert.deepEqual([...placeSums({ values, channels: 3, extent: "input" })], [6, 12]);
  });

  it("is the one value that stands for the place, or for the segment, in all of them", () => {
    const alike = Float32Array.of(2, 2, 2, 5, 5, 5);
    assert.deepEqual([...placeSums({ values: alike, channels: 3, extent: "place" })], [2, 5]);
    const featureMask = Int32Array.of(0, 0, 0, 1, 1, 1);
    assert.deepEqual([...placeSums({ values: alike, channels: 3, extent: "part", featureMask })], [2, 5]);
    const byPlace = Int32Array.of(0, 1);
    assert.deepEqual([...placeSums({ values: alike, channels: 3, extent: "part", featureMask: byPlace })], [2, 5]);
  });

  it("is the sum of its segments, where channels are segments by themselves, each counted once", () => {
    const featureMask = Int32Array.of(0, 1, 0, 2, 2, 1);
    const parts = Float32Array.of(1, 10, 1, 100, 100, 10);
    assert.deepEqual([...placeSums({ values: parts, channels: 3, extent: "part", featureMask })], [11, 110]);
  });
});
