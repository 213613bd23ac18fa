import assert from "node:assert/strict";
import { fitTo } from "../../kernel/library/datasets/fitTo.ts";
import { preprocessing } from "../../kernel/library/signature/preprocessing.ts";
import type { ImageSpec } from "../../kernel/library/signature/Signature.ts";

const color: ImageSpec = {
  kind: "image",
  name: "image",
  dtype: "float32",
  shape: [3, 8, 8],
  layout: "channelsFirst",
  height: 8,
  width: 8,
  channels: 3,
};
const steps = preprocessing["efficientnet-lite"].preprocess;
const read = (shape: readonly number[], most: number, isBytes = false) => {
  const size = shape.reduce((all, length) => all * length, 1);
  return { values: Float32Array.from({ length: size }, (_, i) => (most * i) / (size - 1)), shape, isBytes };
};
const fitted = (array: ReturnType<typeof read>, image: ImageSpec, isAssumed = false) =>
  fitTo(array, "x.npy", { inputShape: image.shape.map((size) => size ?? 1), image, isAssumed });
const shapeOf = ({ inputs }: ReturnType<typeof fitted>) => ("shape" in inputs ? inputs.shape : undefined);

describe("arrays brought to what a model takes", () => {
  it("refuses to guess whether three axes are a color picture or three gray ones", () => {
    assert.throws(() => fitted(read([3, 6, 5], 1), color), {
      name: "DataError",
      message:
        /has shape \[3, 6, 5\]: that may be one picture with its channels first, or 3 gray pictures\. Save one picture as \[6, 5, 3\], gray pictures as \[3, 6, 5, 1\]/,
    });
    assert.deepEqual(shapeOf(fitted(read([6, 5, 3], 1), color)), [1, 3, 8, 8]);
    assert.deepEqual(shapeOf(fitted(read([3, 6, 5, 1], 1), color)), [3, 3, 8, 8]);
    assert.deepEqual(shapeOf(fitted(read([2, 6, 5], 1), color)), [2, 3, 8, 8]);
    assert.deepEqual(shapeOf(fitted(read([3, 8, 8], 1), color)), [1, 3, 8, 8]);
  });

  it("refuses numbers that the model's preprocessing cannot give, where that is known", () => {
    const known = { ...color, preprocess: steps };
    assert.throws(() => fitted(read([3, 8, 8], 255), known), {
      name: "DataError",
      message:
        /has values from 0 to 255, but .* have values from -0\.99 to 1\. Prepare them that way, or save them as bytes/,
    });
    assert.deepEqual(fitted(read([3, 8, 8], 1.1), known).notes, []);
    assert.deepEqual(fitted(read([3, 8, 8], 255, true), known).notes, []);
    assert.deepEqual(fitted(read([3, 8, 8], 255), known, true).notes, []);
  });

  it("says that floats are taken as they are where nobody says how pictures are prepared", () => {
    assert.deepEqual(fitted(read([3, 8, 8], 255), color).notes, [
      "x.npy: taken as it is, as numbers already prepared for the model.",
    ]);
  });
});
