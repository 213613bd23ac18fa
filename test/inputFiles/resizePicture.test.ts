import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { cropPicture } from "../../kernel/library/inputFiles/cropPicture.ts";
import type { Picture, ResizeFilter } from "../../kernel/library/inputFiles/Picture.ts";
import { resizePicture } from "../../kernel/library/inputFiles/resizePicture.ts";

type Case = [number, number, 1 | 3, number, number, number, ResizeFilter, string];
const { cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../test/golden/pictures/resize.json"), "utf8"),
) as { cases: Case[] };

/** Bytes of the generator in test/golden/pictures/resize.py. */
function picture(height: number, width: number, channels: 1 | 3, seed: number): Picture {
  let state = seed;
  const data = Uint8Array.from({ length: height * width * channels }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 16) & 255;
  });
  return { height, width, channels, data, notes: [] };
}

const filters: ResizeFilter[] = ["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"];
const length = fc.integer({ min: 1, max: 40 });

describe("a resized picture", () => {
  it("is Pillow's, byte for byte, up and down, gray and in color", () => {
    assert.equal(cases.length, 360);
    const wrong = cases.filter(([height, width, channels, seed, rows, columns, filter, digest]) => {
      const { data } = resizePicture(picture(height, width, channels, seed), { height: rows, width: columns }, filter);
      return createHash("sha256").update(data).digest("hex").slice(0, 16) !== digest;
    });
    assert.deepEqual(wrong, []);
  });

  it("of one color keeps it, has the size that was asked for, and at its own size stays as it is", () => {
    fc.assert(
      fc.property(
        fc.tuple(length, length, length, length),
        fc.constantFrom<1 | 3>(1, 3),
        fc.constantFrom(...filters),
        fc.integer({ min: 0, max: 255 }),
        ([height, width, rows, columns], channels, filter, byte) => {
          const plain = {
            ...picture(height, width, channels, 1),
            data: new Uint8Array(height * width * channels).fill(byte),
          };
          const resized = resizePicture(plain, { height: rows, width: columns }, filter);
          assert.deepEqual([resized.height, resized.width, resized.channels], [rows, columns, channels]);
          assert.deepEqual(resized.data, new Uint8Array(rows * columns * channels).fill(byte));
          const own = picture(height, width, channels, byte);
          assert.deepEqual(resizePicture(own, { height, width }, filter).data, own.data);
        },
      ),
    );
  });

  it("needs a size and a filter", () => {
    const one = picture(1, 1, 3, 1);
    assert.throws(
      () => resizePicture(one, { height: 0, width: 3 }, "box"),
      /0 × 3 pixels: expected whole numbers from 1/,
    );
    assert.throws(() => resizePicture(one, { height: 2, width: 2.5 }, "box"), /2 × 2.5 pixels/);
    assert.throws(
      () => resizePicture(one, { height: 2, width: 2 }, "cubic" as never),
      /cubic: expected one of nearest, box/,
    );
  });
});

describe("a cropped picture", () => {
  it("is a part of it, black beyond its edge", () => {
    const gray: Picture = { height: 2, width: 3, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6), notes: ["kept"] };
    const crop = (top: number, left: number, height: number, width: number) => [
      ...cropPicture(gray, { top, left, height, width }).data,
    ];
    assert.deepEqual(crop(0, 1, 2, 2), [2, 3, 5, 6]);
    assert.deepEqual(crop(-1, -1, 3, 3), [0, 0, 0, 0, 1, 2, 0, 4, 5]);
    assert.deepEqual(crop(1, 2, 2, 2), [6, 0, 0, 0]);
    assert.deepEqual(crop(5, 5, 1, 2), [0, 0]);
    assert.deepEqual(crop(0, -4, 2, 2), [0, 0, 0, 0]);
    const color = cropPicture(picture(4, 5, 3, 9), { top: 1, left: 2, height: 1, width: 2 });
    assert.deepEqual(color.data, picture(4, 5, 3, 9).data.slice(21, 27));
    assert.throws(() => cropPicture(gray, { top: 0, left: 0, height: 0, width: 1 }), /0 × 1 pixels at \(0, 0\)/);
    assert.throws(() => cropPicture(gray, { top: 0.5, left: 0, height: 1, width: 1 }), /at \(0\.5, 0\)/);
  });
});
