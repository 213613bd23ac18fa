import assert from "node:assert/strict";
import { segmentMap } from "../../kernel/library/display/index.ts";
import { gridSegments } from "../../kernel/library/explain/index.ts";
import { displayKey, mime } from "../../kernel/library/ground/mimeBundle.ts";
import { rgbOf } from "./rgbOf.ts";

const image = { values: Float32Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 0 : 1)), shape: [1, 8, 8, 1] };
const bundleOf = async (...parameters: Parameters<typeof segmentMap>) => segmentMap(...parameters)[displayKey]();
const pixelsOf = (bundle: Record<string, unknown>) => {
  const { data, width, height, channels } = rgbOf(bundle[mime.png]);
  return {
    width,
    height,
    at: (y: number, x: number) => Array.from(data.subarray((y * width + x) * channels).slice(0, 3)),
  };
};
const boundary = [230, 97, 1];

describe("segmentMap", () => {
  it("draws a boundary where segments meet and nowhere else, at the size asked for", async () => {
    const { width, height, at } = pixelsOf(
      await bundleOf(gridSegments([8, 8], 4), { image, size: 84, numbers: false }),
    );
    assert.deepEqual([width, height], [80, 80]);
    for (let y = 0; y < 80; y++) {
      for (let x = 0; x < 80; x++) {
        const meets = y === 39 || x === 39;
        assert.equal(at(y, x).join() === boundary.join(), meets, `${y}, ${x}`);
      }
    }
  });

  it("writes a segment's number in its middle, and none where it does not fit", async () => {
    const found = pixelsOf(await bundleOf(gridSegments([8, 8], 4), { size: 84 }));
    const bare = pixelsOf(await bundleOf(gridSegments([8, 8], 4), { size: 84, numbers: false }));
    const dark = (top: number, left: number) => {
      let count = 0;
      for (let y = 0; y < 40; y++) {
        for (let x = 0; x < 40; x++)
          if (found.at(top + y, left + x).join() !== bare.at(top + y, left + x).join()) count++;
      }
      return count;
    };
    // Dots of the digits 0 to 3, each of 2 × 2 pixels.
    assert.deepEqual(
      [dark(0, 0), dark(0, 40), dark(40, 0), dark(40, 40)],
      [12, 8, 11, 11].map((dots) => 4 * dots),
    );
    const small = { size: 8 };
    assert.deepEqual(
      (await bundleOf(gridSegments([8, 8], 1), small))[mime.png],
      (await bundleOf(gridSegments([8, 8], 1), { ...small, numbers: false }))[mime.png],
    );
  });

  it("says how many segments there are and how large, of each mask", async () => {
    const halves = { values: Int32Array.from({ length: 64 }, (_, i) => (i < 8 ? 5 : 9)), shape: [8, 8, 1] };
    const bundle = await bundleOf([gridSegments([8, 8], 4), halves], { image, labels: ["grid", "<own>"] });
    assert.equal(bundle[mime.text], "grid: 4 segments, 16 pixels each\n<own>: 2 segments, 8 to 56 pixels");
    assert.match(String(bundle[mime.html]), /&lt;own&gt;: 2 segments/);
  });

  it("refuses a mask that fits no picture, or not this one", () => {
    const row = { values: new Int32Array(5), shape: [5] };
    assert.throws(() => segmentMap(row), { name: "ShapeError", message: /shape \[5\] does not segment a picture/ });
    assert.throws(() => segmentMap(gridSegments([7, 7], 2), { image }), {
      message: /7 × 7 does not fit a picture of 8 × 8/,
    });
    assert.throws(() => segmentMap([]), { name: "OptionError", message: /at least one mask/ });
    assert.throws(() => segmentMap(gridSegments([8, 8], 4), { labels: [] }), { message: /1 masks and 0 labels/ });
  });
});
