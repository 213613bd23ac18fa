import assert from "node:assert/strict";
import { drawVolume } from "../../kernel/library/display/heatmap/drawVolume.ts";
import { volumeIn } from "../../kernel/library/display/heatmap/volume.ts";
import type { VolumeSpec } from "../../kernel/library/signature/Signature.ts";
import { palettes } from "../../renderers/shared/colors.ts";
import { planeOf, shapeOfPlane, strongestOf } from "../../renderers/shared/volumePlanes.ts";

/** 2 slices of 3 × 4 voxels, each its own number; the largest |value| is −50 at slice 0, row 2, column 1. */
const values = Float32Array.from({ length: 24 }, (_, i) => (i === 9 ? -50 : i));
const voxels = { values, depth: 2, height: 3, width: 4 };

describe("a volume's planes", () => {
  it("go through one voxel, the one across rows beside the slice and the one across columns below it", () => {
    const at = [1, 2, 1] as const;
    assert.deepEqual(planeOf(voxels, "slice", at), { values: values.slice(12), height: 3, width: 4 });
    assert.deepEqual(planeOf(voxels, "column", at), {
      values: Float32Array.of(1, 13, 5, 17, -50, 21),
      height: 3,
      width: 2,
    });
    assert.deepEqual(planeOf(voxels, "row", at), {
      values: Float32Array.of(8, -50, 10, 11, 20, 21, 22, 23),
      height: 2,
      width: 4,
    });
  });

  it("show along depth what is largest in size, with its sign", () => {
    const { values: most } = planeOf(voxels, "projection", [0, 0, 0]);
    assert.deepEqual([...most], [12, 13, 14, 15, 16, 17, 18, 19, 20, -50, 22, 23]);
    assert.deepEqual(strongestOf(voxels), [0, 2, 1]);
    assert.deepEqual(strongestOf({ ...voxels, values: values.map((v, i) => (i === 9 ? Number.NaN : v)) }), [1, 2, 3]);
  });

  it("are as long as the spacing makes them", () => {
    assert.deepEqual(shapeOfPlane(voxels, "row", [8, 1, 1]), [1, 0.25]);
    assert.deepEqual(shapeOfPlane(voxels, "column"), [1, 2 / 3]);
  });
});

describe("a map over a volume", () => {
  const spec: VolumeSpec = {
    kind: "volume",
    name: "ct",
    dtype: "float32",
    layout: "channelsLast",
    shape: [2, 3, 4, 2],
    depth: 2,
    height: 3,
    width: 4,
    channels: 2,
    window: [0, 10],
  };
  // Two channels: the second is 1,000 everywhere.
  const input = Float32Array.from({ length: 48 }, (_, i) => (i % 2 === 0 ? i / 2 : 1000));
  const twice = Float32Array.from({ length: 48 }, (_, i) => values[Math.floor(i / 2)] / 2);
  const inputShape = [2, 3, 4, 2];
  const extent = "input" as const;

  it("sums channels of the map, and shows the first of the volume by its window", () => {
    const { map, under, at } = volumeIn({ values: twice, shape: inputShape, input, inputShape, extent }, spec);
    assert.deepEqual(Array.from(map.values), [...values]);
    assert.deepEqual(at, [0, 2, 1]);
    assert.deepEqual(Array.from(under.values).slice(0, 3), [0, 26, 51]);
    assert.equal(under.values[23], 255);
    const all = volumeIn(
      { values: twice, shape: inputShape, input, inputShape, extent },
      { ...spec, window: undefined },
    );
    assert.deepEqual([all.under.values[0], all.under.values[23]], [0, 255]);
  });

  it("repeats the values of a coarser map, of a layer", () => {
    const coarse = { values: Float32Array.of(1, 2), shape: [2, 1, 1, 1], input, inputShape, extent };
    const { map } = volumeIn(coarse, spec);
    assert.deepEqual([map.depth, map.height, map.width], [2, 3, 4]);
    assert.deepEqual(Array.from(map.values), [...Array(12).fill(1), ...Array(12).fill(2)]);
  });

  it("is drawn as four planes, with nothing over a background", () => {
    const volume = volumeIn({ values: twice, shape: inputShape, input, inputShape, extent }, spec);
    const { height, width, data } = drawVolume(volume, palettes.light, (value) => [value === -50 ? 255 : 0, 1, 2]);
    assert.deepEqual([height, width], [224, 224]);
    const at = (y: number, x: number) => [...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)];
    // Slice 0 in the upper left: 4 columns on 110 pixels, the third row.
    assert.deepEqual(at(70, 40), [255, 1, 2]);
    assert.deepEqual(at(10, 10), [0, 1, 2]);
    // The projection in the lower right has it too.
    assert.deepEqual(at(114 + 70, 114 + 40), [255, 1, 2]);
    assert.deepEqual(at(112, 50), [...palettes.light.background]);
  });
});
