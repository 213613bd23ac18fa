import assert from "node:assert/strict";
import fc from "fast-check";
import { parseIdx } from "../../kernel/library/datasets/idx.ts";
import { DataError } from "../../kernel/library/ground/errors.ts";

/** Writes the format as its description says, apart from the parser. */
function idx(shape: number[], values: number[], type = 8): Uint8Array {
  const lengths = shape.flatMap((n) => [(n >> 24) & 255, (n >> 16) & 255, (n >> 8) & 255, n & 255]);
  return Uint8Array.from([0, 0, type, shape.length, ...lengths, ...values]);
}

const fails = (bytes: Uint8Array, message: RegExp) =>
  assert.throws(
    () => parseIdx(bytes, "digits-idx3"),
    (error: Error) =>
      error instanceof DataError && message.test(error.message) && error.message.includes("digits-idx3"),
  );

describe("parseIdx", () => {
  it("reads back any array of one to four axes", () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, (shape) => {
        const size = shape.reduce((product, n) => product * n, 1);
        const values = Array.from({ length: size }, (_, i) => (i * 37) % 256);
        const array = parseIdx(idx(shape, values), "x");
        assert.deepEqual(array.shape, shape);
        assert.deepEqual([...array.values], values);
      }),
      { seed: 1 },
    );
  });

  it("reads lengths above 255 as big-endian", () => {
    assert.deepEqual(parseIdx(idx([258], new Array(258).fill(1)), "x").shape, [258]);
  });

  it("says what was expected and found in a damaged file", () => {
    fails(Uint8Array.from([60, 104, 116, 109]), /expected it to begin with 00 00 08, found 3c 68 74 6d/);
    fails(new Uint8Array(), /found nothing/);
    fails(idx([2], [1, 2], 0x0d), /expected values of type 0x08 \(unsigned byte\), found type 0xd/);
    fails(idx([2, 2], [1, 2, 3]), /truncated: expected 16 bytes for \[2, 2\], found 15/);
    fails(idx([2], [1, 2, 3]), /too long: expected 10 bytes for \[2\], found 11/);
    fails(Uint8Array.from([0, 0, 8, 3, 0, 0]), /truncated: expected a header of 16 bytes, found 6/);
  });
});
