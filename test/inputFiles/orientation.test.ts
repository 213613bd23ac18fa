import assert from "node:assert/strict";
import { orientationOf } from "../../kernel/library/inputFiles/orientation.ts";

/** EXIF data that say only how a picture is to be turned. */
function exif(value: number, isLittle: boolean): Uint8Array {
  const bytes = new Uint8Array(26);
  const view = new DataView(bytes.buffer);
  bytes.fill(isLittle ? 0x49 : 0x4d, 0, 2);
  view.setUint16(2, 42, isLittle);
  view.setUint32(4, 8, isLittle);
  view.setUint16(8, 1, isLittle);
  view.setUint16(10, 0x0112, isLittle);
  view.setUint16(12, 3, isLittle);
  view.setUint32(14, 1, isLittle);
  view.setUint16(18, value, isLittle);
  return bytes;
}

describe("a picture's orientation", () => {
  it("is read from EXIF data of either byte order", () => {
    for (const isLittle of [true, false]) {
      for (let value = 1; value <= 8; value++) assert.equal(orientationOf(exif(value, isLittle)), value);
      for (const wrong of [0, 9, 65_535]) assert.equal(orientationOf(exif(wrong, isLittle)), 1);
    }
  });

  it("is as it is where nothing is said, or the data are damaged", () => {
    const whole = exif(6, true);
    for (let length = 0; length < 22; length++)
      assert.equal(orientationOf(whole.subarray(0, length)), 1, `${length} bytes`);
    assert.equal(orientationOf(undefined), 1);
    const far = whole.slice();
    far[5] = 0xff;
    assert.equal(orientationOf(far), 1);
    const other = whole.slice();
    other[2] = 43;
    assert.equal(orientationOf(other), 1);
  });
});
