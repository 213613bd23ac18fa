import assert from "node:assert/strict";
import fc from "fast-check";
import { circularCorrelation } from "../../kernel/library/math/circularCorrelation.ts";
import { fft, inverseFft } from "../../kernel/library/math/fft.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { sizeOf } from "../../kernel/library/math/sizeOf.ts";

const shapes = fc
  .array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 })
  .filter((shape) => sizeOf(shape) <= 400);
const drawn = (count: number, seed: number) => {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, random.normal);
};
/** One number for each axis. */
function positionIn(shape: readonly number[], place: number): number[] {
  return shape.map((length, axis) => Math.floor(place / sizeOf(shape.slice(axis + 1))) % length);
}
const near = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a.length === b.length && Array.from(a).every((value, i) => Math.abs(value - b[i]) < 1e-9 * (1 + a.length));

describe("fft", () => {
  it("is the sum that it stands for, over any number of axes of any length", () => {
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, seed) => {
        const count = sizeOf(shape);
        const [re, im] = [drawn(count, seed), drawn(count, seed + 1)];
        const places = Array.from({ length: count }, (_, place) => positionIn(shape, place));
        const naive = { re: new Float64Array(count), im: new Float64Array(count) };
        for (const [s, wave] of places.entries()) {
          for (const [p, at] of places.entries()) {
            const angle = at.reduce((sum, place, axis) => sum - (2 * Math.PI * place * wave[axis]) / shape[axis], 0);
            naive.re[s] += re[p] * Math.cos(angle) - im[p] * Math.sin(angle);
            naive.im[s] += re[p] * Math.sin(angle) + im[p] * Math.cos(angle);
          }
        }
        const found = fft({ re, im }, shape);
        assert.ok(near(found.re, naive.re) && near(found.im, naive.im), `[${shape}]`);
        const back = inverseFft(found, shape);
        assert.ok(near(back.re, re) && near(back.im, im), `[${shape}] and back`);
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe("circularCorrelation", () => {
  it("is the sum over all places for every shift, also of lengths with large prime factors", () => {
    const check = (shape: readonly number[], seed: number) => {
      const count = sizeOf(shape);
      const [a, b] = [drawn(count, seed), drawn(count, seed + 1)];
      const found = circularCorrelation(a, b, shape);
      const places = Array.from({ length: count }, (_, place) => positionIn(shape, place));
      const naive = places.map((shift) =>
        places.reduce((sum, place, p) => {
          const moved = place.reduce((at, own, axis) => at * shape[axis] + ((own + shift[axis]) % shape[axis]), 0);
          return sum + a[p] * b[moved];
        }, 0),
      );
      assert.ok(near(found, naive), `[${shape}]`);
    };
    fc.assert(fc.property(shapes, fc.nat(), check), { seed: 2, numRuns: 60 });
    // 67 and 101 are transformed at a longer length.
    check([67, 3], 1);
    check([4, 101], 2);
    check([134], 3);
  });
});
