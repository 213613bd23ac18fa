import assert from "node:assert/strict";
import fc from "fast-check";
import { slic } from "../../kernel/library/explain/index.ts";
import { goldens } from "../goldens.ts";
import { images } from "./modelA.ts";

const golden = goldens("segments");
const photo = goldens("quickshift")("photo");
const digit = (index: number) => ({ values: images.values.slice(index * 784, (index + 1) * 784), shape: [28, 28, 1] });
const pictures = { digit0: digit(0), digit7: digit(7), photo: { values: photo.values, shape: photo.shape } };
const settings = {
  default: {},
  loose: { nSegments: 30, compactness: 0.1 },
  smooth: { nSegments: 12, compactness: 1, sigma: 1, maxNumIter: 4 },
  pieces: { nSegments: 40, compactness: 0.01, enforceConnectivity: false },
  wide: { nSegments: 50, compactness: 20, minSizeFactor: 0.9, maxSizeFactor: 1.2 },
};

/** How many connected pieces the segments have, by flooding each. */
function piecesOf(values: Int32Array, width: number): number {
  const seen = new Uint8Array(values.length);
  let pieces = 0;
  for (let start = 0; start < values.length; start++) {
    if (seen[start]) continue;
    pieces++;
    const stack = [start];
    seen[start] = 1;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const column = at % width;
      for (const other of [at - width, at + width, column > 0 ? at - 1 : -1, column + 1 < width ? at + 1 : -1]) {
        if (other < 0 || other >= values.length || seen[other] || values[other] !== values[start]) continue;
        seen[other] = 1;
        stack.push(other);
      }
    }
  }
  return pieces;
}

describe("slic", () => {
  for (const [name, picture] of Object.entries(pictures)) {
    for (const [kind, options] of Object.entries(settings)) {
      it(`finds scikit-image's segments of ${name}, ${kind}`, async () => {
        const found = await slic(picture, options);
        assert.deepEqual(found.shape, picture.shape.slice(0, 2));
        assert.deepEqual(found.values, golden(`${name}_slic_${kind}`).values);
      });
    }
  }

  it("finds them in a strip that is narrower than a step", async () => {
    const strip = { values: photo.values.slice(0, 180), shape: [3, 20, 3] };
    const found = await slic(strip, { nSegments: 4, compactness: 1 });
    assert.deepEqual(found.values, golden("strip_slic").values);
  });

  it("numbers segments from 0 without gaps, and leaves no small piece where it is asked for one piece each", () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          height: fc.integer({ min: 6, max: 20 }),
          width: fc.integer({ min: 6, max: 20 }),
          nSegments: fc.integer({ min: 1, max: 30 }),
          seed: fc.integer({ min: 1, max: 1000 }),
        }),
        async ({ height, width, nSegments, seed }) => {
          const values = Float32Array.from({ length: height * width }, (_, i) => 0.5 + 0.5 * Math.sin(i * seed));
          const image = { values, shape: [height, width, 1] };
          const found = await slic(image, { nSegments, compactness: 0.2, maxSizeFactor: 100 });
          const numbers = new Set(found.values);
          assert.ok([...numbers].every((number) => number >= 0 && number < numbers.size));
          // Only the first piece may be small and apart, as it has no neighbor with a number yet.
          assert.ok(piecesOf(found.values, width) <= numbers.size + 1);
        },
      ),
      { numRuns: 60, seed: 3 },
    ));

  it("cuts a flat picture into a grid, and takes a picture of one pixel", async () => {
    const flat = await slic({ values: new Float32Array(64).fill(0.3), shape: [1, 8, 8, 1] }, { nSegments: 4 });
    // A pixel between two centers goes to the first.
    const grid = Int32Array.from({ length: 64 }, (_, i) => (i < 40 ? 0 : 2) + (i % 8 < 5 ? 0 : 1));
    assert.deepEqual(flat.values, grid);
    assert.deepEqual((await slic({ values: [0.5], shape: [1, 1, 1] })).values, Int32Array.of(0));
  });

  it("refuses what is no image of colors from 0 to 1 or 0 to 255, and options out of range", async () => {
    const bright = { values: new Float32Array(784).fill(256), shape: [28, 28, 1] };
    await assert.rejects(slic(bright), {
      name: "OptionError",
      message: /slic takes colors from 0 to 1 or from 0 to 255, but found 256/,
    });
    await assert.rejects(slic({ values: new Float32Array(784), shape: [1, 784] }), { name: "ShapeError" });
    await assert.rejects(slic(digit(0), { nSegments: 0 }), { message: /^nSegments is 0: give a whole number/ });
    await assert.rejects(slic(digit(0), { compactness: 0 }), { message: "compactness is 0: give a number above 0" });
    await assert.rejects(slic(digit(0), { sigma: -1 }), { message: "sigma is -1: give 0 or more" });
  });
});
