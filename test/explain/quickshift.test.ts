import assert from "node:assert/strict";
import { quickshift } from "../../kernel/library/explain/index.ts";
import { toLab } from "../../kernel/library/explain/segments/lab.ts";
import { shiftToModes } from "../../kernel/library/explain/segments/quickshift.ts";
import { goldens } from "../goldens.ts";
import { images } from "./modelA.ts";

const golden = goldens("quickshift");
const digit = (index: number) => ({ values: images.values.slice(index * 784, (index + 1) * 784), shape: [28, 28, 1] });
const pictures = {
  digit0: digit(0),
  digit7: digit(7),
  photo: { values: golden("photo").values as Float32Array, shape: golden("photo").shape },
};

describe("quickshift", () => {
  for (const [name, { values, shape }] of Object.entries(pictures)) {
    it(`finds scikit-image's segments of ${name}, given its noise`, () => {
      const noise = golden(`${name}_noise`).values;
      const lab = toLab(values, shape[2]);
      const size = [shape[0], shape[1]] as const;
      assert.deepEqual(shiftToModes(lab, size, noise, {}), golden(`${name}_lime`).values);
      const short = { kernelSize: 2, maxDist: 3, ratio: 1 };
      assert.deepEqual(shiftToModes(lab, size, noise, short), golden(`${name}_short`).values);
    });
  }

  it("is the same for the same seed, and covers the image with segments numbered from 0", async () => {
    const flat = { values: new Float32Array(784).fill(0.5), shape: [28, 28, 1] };
    const run = (seed: number) => quickshift(flat, { kernelSize: 2, maxDist: 3, ratio: 1, seed });
    const [first, again, other] = [await run(1), await run(1), await run(2)];
    assert.deepEqual(first, again);
    assert.notDeepEqual(first.values, other.values);
    assert.deepEqual(first.shape, [28, 28]);
    const numbers = [...new Set(first.values)].sort((a, b) => a - b);
    assert.deepEqual(numbers, [...numbers.keys()]);
  });

  it("refuses what is no image of colors from 0 to 1 or 0 to 255", async () => {
    const bright = { values: new Float32Array(784).fill(256), shape: [28, 28, 1] };
    await assert.rejects(quickshift(bright), { name: "OptionError", message: /or from 0 to 255, but found 256/ });
    const row = { values: new Float32Array(784), shape: [1, 784] };
    await assert.rejects(quickshift(row), {
      name: "ShapeError",
      message: /\[height, width, 1 or 3\], not \[1, 784\]/,
    });
    await assert.rejects(quickshift(digit(0), { kernelSize: 0 }), { name: "OptionError", message: /kernelSize is 0/ });
  });
});
