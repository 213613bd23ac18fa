import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import { DataError } from "../../kernel/library/ground/errors.ts";
import { decodePicture } from "../../kernel/library/inputFiles/decodePicture.node.ts";

interface Case {
  /** Base64. */
  readonly file: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly sha256: string;
}
const { cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../test/golden/pictures/decode.json"), "utf8"),
) as { cases: Record<string, Case> };
const bytesOf = (name: string) => new Uint8Array(Buffer.from(cases[name].file, "base64"));
const digest = (data: Uint8Array) => createHash("sha256").update(data).digest("hex").slice(0, 16);

describe("a decoded picture", () => {
  for (const [name, { height, width, channels, sha256 }] of Object.entries(cases)) {
    it(`is Pillow's, byte for byte: ${name}`, () => {
      const picture = decodePicture(bytesOf(name));
      assert.deepEqual([picture.height, picture.width, picture.channels], [height, width, channels]);
      assert.equal(digest(picture.data), sha256);
    });
  }

  const notes: [name: RegExp, note: RegExp][] = [
    [/^png color type [46]|alpha|clear/, /^Transparent places show the gray value 255 \(255 is white\)\.$/],
    [/animated/, /^The file is an animation: its first picture was read\.$/],
    [
      /other profile/,
      /^The file has the color profile Cost built-in, which was not applied: its colors were read as sRGB\.$/,
    ],
  ];

  it("says what was left out or added, and nothing else", () => {
    for (const name of Object.keys(cases)) {
      const expected = notes.filter(([names]) => names.test(name)).map(([, note]) => note);
      const found = decodePicture(bytesOf(name)).notes;
      assert.equal(found.length, expected.length, `${name}: ${found.join(" ")}`);
      for (const [i, note] of found.entries()) assert.match(note, expected[i]);
    }
  });

  it("shows the ground that was asked for where it is transparent", () => {
    const file = bytesOf("png gray with a clear value");
    const [white, black] = [255, 0].map((ground) => [...decodePicture(file, { ground }).data]);
    const clear = white.flatMap((value, i) => (value === black[i] ? [] : [[value, black[i]]]));
    assert.ok(clear.length > 3 && clear.every(([onWhite, onBlack]) => onWhite === 255 && onBlack === 0), `${clear}`);
    assert.throws(() => decodePicture(file, { ground: -1 }), /ground is -1: expected a number from 0 to 255/);
  });
});

/** A PNG file without pixels, of any header. */
function png(width: number, height: number, data: Uint8Array, ending = true): Uint8Array {
  const chunk = (name: string, content: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(content.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    start,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(data)),
    ...(ending ? [chunk("IEND", Buffer.alloc(0))] : []),
  ]);
}

/** A file's bytes with others at a place. */
const changed = (bytes: Uint8Array, at: number, ...values: number[]) => {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
};

describe("a hostile picture file", () => {
  const error = (bytes: Uint8Array): string => {
    try {
      decodePicture(bytes);
    } catch (thrown) {
      assert.ok(thrown instanceof DataError, `${thrown}`);
      return thrown.message;
    }
    return assert.fail("it was read");
  };
  const memory = (work: () => void): number => {
    const before = process.memoryUsage().arrayBuffers;
    work();
    return process.memoryUsage().arrayBuffers - before;
  };

  it("whose header is too large, or lies, is refused before memory is taken for it", () => {
    const jpeg = bytesOf("jpeg baseline 4:4:4");
    const frame = Buffer.from(jpeg).indexOf(Buffer.from([0xff, 0xc0]));
    const grown = memory(() => {
      assert.match(
        error(png(10_001, 10_000, new Uint8Array(9))),
        /10,000 × 10,001 pixels, and at most 89,478,485 are read/,
      );
      assert.match(error(changed(jpeg, frame + 5, 0xff, 0xff, 0xff, 0xff)), /65,535 × 65,535 pixels/);
      assert.match(
        error(changed(jpeg, frame + 5, 0x20, 0x00, 0x20, 0x00)),
        /The JPEG file cannot be read: its data end early\./,
      );
      assert.match(error(changed(jpeg, frame + 5, 0, 0, 0, 9)), /no pixels: its header says 0 × 9/);
      assert.match(error(png(9_000, 9_000, new Uint8Array(9))), /The PNG file cannot be read: its data end early\./);
      const webp = bytesOf("webp lossless");
      assert.match(error(changed(webp, 21, 0xff, 0xff, 0xff, 0x0f)), /16,384 × 16,384 pixels/);
    });
    assert.ok(grown < 100e6, `${grown} bytes`);
  });

  it("that unpacks to more than its pixels is refused, and a little more is not", () => {
    const grown = memory(() => {
      assert.match(error(png(10, 10, new Uint8Array(180e6))), /unpack to more than its 10 × 10 pixels need/);
    });
    assert.ok(grown < 400e6, `${grown} bytes`);
    assert.equal(decodePicture(png(10, 10, new Uint8Array(10 * 11 + 500))).width, 10);
  });

  it("that is of another kind says so", () => {
    const text = (letters: string) => new TextEncoder().encode(letters);
    assert.match(error(text("GIF89a")), /is a GIF file, and only JPEG, PNG and WebP are read: save it as PNG/);
    assert.match(error(text("    ftypheic")), /is a HEIC file, .* save it as PNG or JPEG/);
    assert.match(error(text("hello")), /no JPEG, PNG or WebP picture: it begins with 68 65 6c 6c\./);
    assert.match(error(new Uint8Array()), /begins with –/);
  });

  it("of PNG whose checksum is wrong is refused where it matters", () => {
    const whole = bytesOf("png all filters");
    const data = Buffer.from(whole).indexOf("IDAT");
    assert.match(error(changed(whole, data + 20, whole[data + 20] ^ 1)), /the checksum of its IDAT chunk is wrong/);
    const noted = bytesOf("png other profile");
    const profile = Buffer.from(noted).indexOf("iCCP");
    assert.deepEqual(decodePicture(changed(noted, profile + 60, noted[profile + 60] ^ 1)).notes, []);
  });

  it("that lacks only its end mark is read, with a note", () => {
    const whole = bytesOf("jpeg baseline 4:2:0");
    const { data, notes } = decodePicture(whole.subarray(0, -2));
    assert.deepEqual(
      [data, notes],
      [decodePicture(whole).data, ["The file has no end mark; all of the picture is there."]],
    );
    assert.deepEqual(decodePicture(png(2, 1, new Uint8Array(3), false)).notes, notes);
  });

  it("that is cut off anywhere is refused", () => {
    for (const name of [
      "jpeg progressive 4:2:0",
      "jpeg restart marks",
      "png all filters",
      "webp lossy",
      "webp lossless with alpha",
    ]) {
      const whole = bytesOf(name);
      for (let length = 2; length < whole.length - 16; length += 7) {
        assert.match(error(whole.subarray(0, length)), /cannot be read|begins with/, `${name}, ${length} bytes`);
      }
    }
  });

  it("with bytes changed at random is read or refused, and nothing else happens", function () {
    this.timeout(60_000);
    const names = Object.keys(cases).filter((_, i) => i % 3 === 0);
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 6,
        }),
        (name, changes) => {
          const bytes = bytesOf(name);
          for (const [place, value] of changes) bytes[Math.floor(place * (bytes.length - 1))] = value;
          try {
            const { width, height, channels, data } = decodePicture(bytes);
            assert.equal(data.length, width * height * channels);
          } catch (thrown) {
            assert.ok(thrown instanceof DataError, `${name}: ${(thrown as Error).stack}`);
          }
        },
      ),
      { numRuns: 2000, seed: 16 },
    );
  });

  it("of JPEG with data that mean nothing between its marks says so", () => {
    const whole = bytesOf("jpeg baseline 4:2:0");
    const padded = Buffer.concat([whole.subarray(0, -2), Buffer.from([1, 2, 3]), whole.subarray(-2)]);
    assert.match(
      decodePicture(padded).notes.join(),
      /^Between its data there are bytes that mean nothing \(3\): the file may be damaged\.$/,
    );
  });

  it("of JPEG whose restart marks are not where they should be is refused", () => {
    const whole = bytesOf("jpeg restart marks");
    const mark = Buffer.from(whole).indexOf(Buffer.from([0xff, 0xd1]));
    const moved = Buffer.concat([whole.subarray(0, mark), Buffer.from([1, 2]), whole.subarray(mark)]);
    for (const wrong of [moved, changed(whole, mark + 1, 0xd4)]) {
      assert.match(error(wrong), /a restart mark is not where it should be/);
    }
  });

  it("of JPEG of a rare kind says which", () => {
    const jpeg = bytesOf("jpeg baseline 4:4:4");
    const frame = Buffer.from(jpeg).indexOf(Buffer.from([0xff, 0xc0]));
    assert.match(error(changed(jpeg, frame + 1, 0xc3)), /its kind \(lossless\) is not read here/);
    assert.match(error(changed(jpeg, frame + 1, 0xc9)), /arithmetic coding/);
    assert.match(error(changed(jpeg, frame + 4, 12)), /12 bits a sample, and only 8 are read/);
  });

  it("of WebP whose first frame is a part of its canvas shows the ground around it, and none that goes beyond", () => {
    const whole = bytesOf("webp lossless");
    const still = decodePicture(whole);
    const animated = (width: number, height: number, left: number, top: number) => {
      const frame = Buffer.alloc(16);
      frame.writeUIntLE(left / 2, 0, 3);
      frame.writeUIntLE(top / 2, 3, 3);
      frame.writeUIntLE(still.width - 1, 6, 3);
      frame.writeUIntLE(still.height - 1, 9, 3);
      const canvas = Buffer.alloc(10);
      canvas[0] = 0x12;
      canvas.writeUIntLE(width - 1, 4, 3);
      canvas.writeUIntLE(height - 1, 7, 3);
      const chunk = (name: string, content: Uint8Array) => {
        const head = Buffer.from(`${name}    `, "latin1");
        head.writeUInt32LE(content.length, 4);
        return Buffer.concat([head, content, Buffer.alloc(content.length & 1)]);
      };
      const chunks = [chunk("VP8X", canvas), chunk("ANIM", Buffer.alloc(6))];
      const all = Buffer.concat([...chunks, chunk("ANMF", Buffer.concat([frame, whole.subarray(12)]))]);
      return chunk("RIFF", Buffer.concat([Buffer.from("WEBP"), all]));
    };
    const { width, height, data, notes } = decodePicture(animated(60, 50, 4, 6));
    assert.deepEqual([width, height, notes.length], [60, 50, 2]);
    for (const [x, y] of [
      [0, 0],
      [3, 20],
      [4, 6],
      [20, 30],
      [44, 40],
      [45, 40],
      [59, 49],
    ]) {
      const [row, column] = [y - 6, x - 4];
      const isInside = row >= 0 && row < still.height && column >= 0 && column < still.width;
      const at = (row * still.width + column) * 3;
      const right = isInside ? [...still.data.subarray(at, at + 3)] : [255, 255, 255];
      assert.deepEqual([...data.subarray((y * 60 + x) * 3, (y * 60 + x) * 3 + 3)], right, `${x}, ${y}`);
    }
    assert.match(error(animated(60, 50, 20, 6)), /The WebP file cannot be read: its header is damaged/);
    assert.match(error(animated(16_384, 16_384, 0, 0)), /16,384 × 16,384 pixels/);
  });

  it("of JPEG without its last scans is read with a note, and without its first is not", () => {
    const whole = bytesOf("jpeg progressive 4:2:0");
    const scans: number[] = [];
    for (const [at, byte] of whole.entries()) if (byte === 0xff && whole[at + 1] === 0xda) scans.push(at);
    assert.ok(scans.length > 5, `${scans.length}`);
    const end = Uint8Array.of(0xff, 0xd9);
    const cut = (at: number) => decodePicture(Buffer.concat([whole.subarray(0, at), end]));
    assert.deepEqual(cut(scans.at(-1) ?? 0).notes, [
      "Its last scans, which bring the finest detail, are not in the file.",
    ]);
    assert.throws(() => cut(scans[0]), /its data end early/);
    // A scan that comes twice contradicts the first: by ever more of them a file could cost any time.
    const twice = Buffer.concat([
      whole.subarray(0, scans[1]),
      whole.subarray(scans[0], scans[1]),
      whole.subarray(scans[1]),
    ]);
    assert.match(error(twice), /its scans are in no order/);
  });
});
