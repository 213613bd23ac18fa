import assert from "node:assert/strict";
import { unzlibSync } from "fflate";
import { displayKey, heatmap, mime } from "../../kernel/library/display/index.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { decodePicture } from "../../kernel/library/inputFiles/decodePicture.node.ts";
import { type ExplanationPayload, explanationProblem } from "../../kernel/payloads/explanationPayload.ts";
import { fromHalf, toHalf } from "../../kernel/payloads/half.ts";
import { packFloats, unpack } from "../../kernel/payloads/packedArray.ts";
import { isPhoto } from "../../kernel/payloads/photoPayload.ts";
import { explain } from "./fixture.ts";
import { noisy } from "./noisy.ts";
import { rgbOf } from "./rgbOf.ts";

const inflate = (bytes: Uint8Array, size: number) => unzlibSync(bytes, { out: new Uint8Array(size) });
const bundleOf = async (map: Explanation | Explanation[]) => {
  const bundle = JSON.parse(JSON.stringify(await heatmap(map)[displayKey]())) as Record<string, unknown>;
  return { bundle, payload: bundle[mime.explanation] as ExplanationPayload };
};

describe("16-bit numbers of a map", () => {
  it("are IEEE 754's: each of them comes back as it was", () => {
    for (let half = 0; half < 65536; half++) {
      const value = fromHalf(half);
      if (Number.isNaN(value)) assert.ok(Number.isNaN(fromHalf(toHalf(value))));
      else assert.equal(toHalf(value), half);
    }
    assert.deepEqual(
      [fromHalf(toHalf(1 / 3)), fromHalf(toHalf(65504)), fromHalf(toHalf(1e9))],
      [0.333251953125, 65504, Infinity],
    );
  });

  it("keep three digits over six orders of magnitude, and zero, NaN and infinity", () => {
    const values = Float32Array.from({ length: 4000 }, (_, i) => (i % 2 ? -1 : 1) * 3.7e-8 * 10 ** (-i / 650));
    values.set([0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    const { values: back, shape } = unpack(
      packFloats(values, [40, 100], (bytes) => zlibStored(bytes)),
      inflate,
    );
    assert.deepEqual(shape, [40, 100]);
    assert.deepEqual(Array.from(back.subarray(0, 4)), Array.from(values.subarray(0, 4)));
    for (let i = 4; i < values.length; i++)
      assert.ok(Math.abs(back[i] - values[i]) <= 5e-4 * Math.abs(values[i]), `${i}`);
  });
});

describe("a heat map over a photograph", () => {
  it("weighs less than 300 kB of 224 × 224, its picture less than 150, whatever its values", async () => {
    const { bundle, payload } = await bundleOf(noisy(224, 3));
    assert.equal(explanationProblem(payload), undefined);
    assert.ok(JSON.stringify(bundle).length < 300_000, `${JSON.stringify(bundle).length}`);
    assert.ok(String(bundle[mime.png]).length < 150_000, `${String(bundle[mime.png]).length}`);
    const four = await bundleOf([1, 2, 3, 4].map((k) => noisy(224, 3, { method: `Method${k}` })));
    assert.equal(four.payload.images.length, 1);
    assert.ok(JSON.stringify(four.bundle).length < 4 * 200_000, `${JSON.stringify(four.bundle).length}`);
  });

  it("holds the picture in color as a person sees it, and every value to three digits", async () => {
    const map = noisy(96, 3);
    const { payload } = await bundleOf(map);
    const [photo] = payload.images;
    assert.ok(isPhoto(photo) && photo.color && photo.stretched === undefined);
    const { data, channels } = await decodePicture(Buffer.from(photo.src.split(",")[1], "base64"));
    assert.equal(channels, 3);
    const off = map.inputs.reduce((sum, value, i) => sum + Math.abs(value * 128 + 127 - data[i]), 0) / data.length;
    assert.ok(off < 4, `${off} of 255 off`);
    const { values } = unpack(payload.maps[0].values, inflate);
    for (const [i, value] of values.entries()) {
      const exact = map.values[3 * i] + map.values[3 * i + 1] + map.values[3 * i + 2];
      assert.ok(Math.abs(value - exact) <= 6e-4 * Math.abs(exact) + 1e-9);
    }
  });

  it("shows gray with 1 bright, and says where its scale is not known", async () => {
    const inputs = new Float32Array(64 * 64);
    inputs[20 * 64 + 40] = 1;
    const shape = [1, 64, 64, 1];
    const values = new Float32Array(64 * 64);
    const gray = explain(0, { inputs, values, shape, inputShape: shape, inputSpec: undefined });
    const { bundle, payload } = await bundleOf(gray);
    const { data, width } = rgbOf(bundle[mime.png]);
    const [scale, title] = [3, 16];
    const at = (row: number, column: number) => data[3 * ((title + scale * row) * width + scale * column)];
    assert.ok(at(20, 40) > at(50, 10) + 200);
    assert.equal((payload.images[0] as { stretched?: boolean }).stretched, undefined);
    const odd = explain(0, {
      inputs: inputs.map((v) => 5 * v - 2),
      values,
      shape,
      inputShape: shape,
      inputSpec: undefined,
    });
    assert.equal(((await bundleOf(odd)).payload.images[0] as { stretched?: boolean }).stretched, true);
  });

  it("shows of many bands those that are called red, green and blue, else the first three, and says which", async () => {
    const shape = [1, 64, 64, 5];
    // Each band has a gray of its own.
    const inputs = Float32Array.from({ length: 64 * 64 * 5 }, (_, i) => 50 * (i % 5));
    const values = Float32Array.from(inputs, (_, i) => (i % 7) - 3);
    const shown = async (channelNames?: string[]) => {
      const spec = { kind: "image", name: "image", dtype: "float32", shape: [64, 64, 5], layout: "channelsLast" };
      const inputSpec = { ...spec, height: 64, width: 64, channels: 5, preprocess: [], channelNames };
      const { payload } = await bundleOf(noisy(64, 3, { inputs, values, shape, inputShape: shape, inputSpec }));
      const [photo] = payload.images;
      assert.ok(isPhoto(photo) && photo.color);
      const { data } = await decodePicture(Buffer.from(photo.src.split(",")[1], "base64"));
      return [[...data.subarray(0, 3)], photo.bands];
    };
    assert.deepEqual(await shown(["blue", "Green", "red", "nir", "swir"]), [
      [100, 50, 0],
      ["red", "Green", "blue"],
    ]);
    assert.deepEqual(await shown(["b2", "b3", "b4", "b8", "b11"]), [
      [0, 50, 100],
      ["b2", "b3", "b4"],
    ]);
    assert.deepEqual(await shown(), [
      [0, 50, 100],
      ["0", "1", "2"],
    ]);
  });

  it("puts pictures that the model gets wrong first, and says what they are", async () => {
    const pictures = [noisy(32, 3), noisy(40, 1), noisy(48, 3)];
    const probabilities = Float32Array.from({ length: 4 * 10 }, (_, i) => (i % 10 === 3 ? 0.7 : 0.03));
    const [{ inputs, values }] = pictures;
    const [size, count] = [inputs.length, 4];
    const shape = [count, 32, 32, 3];
    const batch = noisy(32, 3, {
      inputs: Float32Array.from({ length: count * size }, (_, i) => inputs[(i + Math.floor(i / size) * 96) % size]),
      values: Float32Array.from({ length: count * size }, (_, i) => values[i % size]),
      shape,
      inputShape: shape,
      probabilities,
      target: [3, 3, 3, 3],
    });
    const bundle = await heatmap(batch, { expected: [3, 5, 3, 7] })[displayKey]();
    const payload = bundle[mime.explanation] as ExplanationPayload;
    assert.deepEqual(payload.expected, [5, 7, 3, 3]);
    assert.deepEqual(
      payload.maps.map(({ image }) => image),
      [0, 1, 2, 3],
    );
    assert.throws(() => heatmap(batch, { expected: [3] }), /1 true classes for 4 inputs/);
  });

  it("outlines the places that are explained", async () => {
    const region = { size: [96, 96] as const, runs: [10 * 96 + 20, 30, 11 * 96 + 20, 30], from: "given" as const };
    const { payload } = await bundleOf(noisy(96, 3, { targetRegions: [region] }));
    assert.deepEqual(payload.maps[0].region, { size: [96, 96], runs: region.runs });
  });

  it("leaves a drawing ink on paper", async () => {
    const { payload } = await bundleOf(explain(0));
    assert.ok("bdata" in payload.images[0]);
  });
});

describe("scales of maps of one meaning", () => {
  it("are one where both can be seen on it, and two where one would be shown as nothing", async () => {
    const groups = async (factor: number) => {
      const weak = noisy(32, 3);
      const strong = noisy(32, 3, { values: weak.values.map((value) => value * factor) });
      return new Set((await bundleOf([strong, weak])).payload.maps.map(({ group }) => group)).size;
    };
    assert.deepEqual([await groups(3.5), await groups(5)], [1, 2]);
  });
});

/** zlib without compression: what is inflated is what was packed. */
function zlibStored(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  const end = [b >> 8, b & 255, a >> 8, a & 255];
  return Uint8Array.from([
    0x78,
    1,
    1,
    length & 255,
    length >> 8,
    ~length & 255,
    (~length >> 8) & 255,
    ...bytes,
    ...end,
  ]);
}
