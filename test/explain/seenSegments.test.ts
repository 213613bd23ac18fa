import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import { describeModel } from "../../kernel/library/engine/index.ts";
import { felzenszwalb, quickshift, slic } from "../../kernel/library/explain/index.ts";
import { golden, photo, specOf, takenBy } from "./seen.ts";

const bytes = { values: photo.values, shape: [96, 96, 3] };
const first = specOf("channelsFirst");
/** Any model that takes the photograph. */
const model = (inputs: tf.Tensor) => inputs.mean([1, 2, 3]).expandDims(1) as tf.Tensor;

const segmenters = {
  slic: (inputs: Parameters<typeof slic>[0], own: object) => slic(inputs, { nSegments: 50, ...own }),
  slic_smooth: (inputs: Parameters<typeof slic>[0], own: object) =>
    slic(inputs, { nSegments: 20, compactness: 5, sigma: 1, ...own }),
  felzenszwalb: (inputs: Parameters<typeof slic>[0], own: object) =>
    felzenszwalb(inputs, { scale: 100, minSize: 60, ...own }),
};

describe("segments of a picture as a person sees it", () => {
  for (const [name, segment] of Object.entries(segmenters)) {
    it(`${name}: scikit-image's, of bytes, of normalized colors in front, of blue first`, async () => {
      const expected = Int32Array.from(golden(name).values);
      assert.deepEqual(await segment(bytes, {}), { values: expected, shape: [96, 96] });
      for (const spec of [
        first,
        specOf("channelsLast"),
        specOf("channelsFirst", { colorOrder: "bgr" }),
        specOf("channelsLast", { preprocess: [] }),
      ]) {
        assert.deepEqual((await segment(takenBy(spec), { spec })).values, expected, JSON.stringify(spec));
      }
    });
  }

  it("reads layout and preprocessing off the model, and gives each of several pictures its own", async () => {
    const { layout, preprocess } = first;
    describeModel(model, { inputs: { kind: "image", layout, preprocess, channels: 3 } });
    const inputs = takenBy(first, 2);
    const found = await slic(inputs, { model, nSegments: 50 });
    assert.deepEqual(found.shape, [2, 96, 96]);
    const expected = Int32Array.from(golden("slic").values);
    assert.deepEqual(found.values.slice(0, 9216), expected);
    assert.deepEqual(found.values.slice(9216), expected);
    assert.deepEqual(await quickshift(takenBy(first), { model }), await quickshift(bytes));
  });

  it("segments gray pictures, and all bands where there are more than are shown", async () => {
    const gray = Float32Array.from({ length: 9216 }, (_, i) => photo.values[i * 3 + 1]);
    const options = { nSegments: 30, compactness: 0.1 };
    const expected = Int32Array.from(golden("slic_gray").values);
    const rescale = { kind: "rescale", factor: 1 / 64, offset: -2 } as const;
    const one = specOf("channelsFirst", { channels: 1, preprocess: [rescale] });
    const scaled = { values: gray.map((byte) => byte / 64 - 2), shape: [1, 1, 96, 96] };
    assert.deepEqual((await slic(scaled, { ...options, spec: one })).values, expected);
    // Five bands of which only the last says anything.
    const five = specOf("channelsFirst", { channels: 5, preprocess: [] });
    const values = new Float32Array(5 * 9216).fill(gray.reduce((least, byte) => Math.min(least, byte)));
    values.set(gray, 4 * 9216);
    assert.deepEqual((await slic({ values, shape: [1, 5, 96, 96] }, { ...options, spec: five })).values, expected);
  });

  it("says what to give where it cannot know what is seen", async () => {
    const unstated = specOf("channelsFirst", { preprocess: undefined });
    await assert.rejects(slic(takenBy(first), { spec: unstated }), {
      name: "OptionError",
      message:
        /^slic segments a picture as a person sees it, but the numbers are such as -?[\d.]+\. .*preprocessing\.imagenet/s,
    });
    await assert.rejects(slic({ ...takenBy(specOf("channelsLast")), shape: [96, 96, 3] }), {
      name: "OptionError",
      message: /^slic takes colors from 0 to 1 or from 0 to 255, but found .*: give the model whose input it is/,
    });
    await assert.rejects(quickshift(takenBy(first)), {
      name: "ShapeError",
      message: /\[height, width, 1 or 3\], not \[1, 3, 96, 96\]: of another layout, give the model/,
    });
    const table = { kind: "values", name: "x", dtype: "float32", shape: [4] } as const;
    await assert.rejects(felzenszwalb(takenBy(first), { spec: table }), {
      message: /^felzenszwalb segments pictures, but the model takes x: values/,
    });
    // Where colors are known to lie from 0 to 1 nothing else needs to be said.
    const unit = { values: Float32Array.from(photo.values, (v) => v / 255), shape: [96, 96, 3] };
    assert.deepEqual(await slic(unit, { nSegments: 50 }), await slic(bytes, { nSegments: 50 }));
  });
});
