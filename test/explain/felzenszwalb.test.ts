import assert from "node:assert/strict";
import { felzenszwalb } from "../../kernel/library/explain/index.ts";
import { goldens } from "../goldens.ts";
import { images } from "./modelA.ts";

const golden = goldens("segments");
const photo = goldens("quickshift")("photo");
const digit = (index: number) => ({ values: images.values.slice(index * 784, (index + 1) * 784), shape: [28, 28, 1] });
const pictures = { digit0: digit(0), digit7: digit(7), photo: { values: photo.values, shape: photo.shape } };
const settings = {
  default: {},
  coarse: { scale: 100, sigma: 0.5, minSize: 10 },
  sharp: { scale: 10, sigma: 0, minSize: 3 },
};

describe("felzenszwalb", () => {
  for (const [name, picture] of Object.entries(pictures)) {
    for (const [kind, options] of Object.entries(settings)) {
      it(`finds scikit-image's segments of ${name}, ${kind}`, async () => {
        const found = await felzenszwalb(picture, options);
        assert.deepEqual(found.shape, picture.shape.slice(0, 2));
        assert.deepEqual(found.values, golden(`${name}_felzenszwalb_${kind}`).values);
      });
    }
  }

  it("makes one segment of a flat picture, and two of halves that differ", async () => {
    const flat = { values: new Float32Array(64).fill(0.5), shape: [1, 8, 8, 1] };
    assert.deepEqual(new Set((await felzenszwalb(flat)).values), new Set([0]));
    const halves = { values: Float32Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 0 : 1)), shape: [8, 8, 1] };
    const expected = Int32Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 0 : 1));
    assert.deepEqual((await felzenszwalb(halves, { sigma: 0 })).values, expected);
    const single = await felzenszwalb(halves, { sigma: 0, minSize: 40 });
    assert.deepEqual(new Set(single.values), new Set([0]));
  });

  it("refuses what is no image of colors from 0 to 1 or 0 to 255, and options below 0", async () => {
    const bright = { values: new Float32Array(784).fill(256), shape: [28, 28, 1] };
    await assert.rejects(felzenszwalb(bright), { name: "OptionError", message: /or from 0 to 255, but found 256/ });
    const row = { values: new Float32Array(784), shape: [1, 784] };
    await assert.rejects(felzenszwalb(row), {
      name: "ShapeError",
      message: /^felzenszwalb takes an image of \[height, width, channels\], not \[1, 784\]/,
    });
    await assert.rejects(felzenszwalb(digit(0), { scale: -1 }), { message: "scale is -1: give 0 or more" });
    await assert.rejects(felzenszwalb(digit(0), { sigma: Number.NaN }), { message: /^sigma is NaN/ });
  });
});
