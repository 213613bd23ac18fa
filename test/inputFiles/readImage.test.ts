import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { encode } from "fast-png";
import { mime, toBundle } from "../../kernel/library/display/index.ts";
import {
  describeModel,
  type ImageSpec,
  type PreprocessStep,
  preprocessing,
  readImage,
} from "../../kernel/library/engine/index.ts";
import { DataError, OptionError } from "../../kernel/library/ground/errors.ts";
import { decodePicture } from "../../kernel/library/inputFiles/decodePicture.node.ts";
import { resizePicture } from "../../kernel/library/inputFiles/resizePicture.ts";
import { imageNetModel } from "../../kernel/library/models/index.ts";
import { seenPicture } from "../../kernel/library/signature/seenPicture.ts";
import { root } from "../goldens.ts";
import { colorCnn } from "../signature/colorCnn.ts";
import { ready } from "../tensorflow.ts";

const chelsea = join(root, "notebooks/data/chelsea.png");

describe("readImage", () => {
  before(ready);

  it("gives a photograph to the ImageNet network as its makers prepared it", async () => {
    const model = await imageNetModel();
    const cat = await readImage(chelsea, model);
    assert.deepEqual(cat.shape, [1, 3, 224, 224]);
    assert.deepEqual(cat.names, ["chelsea.png"]);
    const found = (await model.predict(cat)).top(5, { row: 0 });
    assert.deepEqual(
      found.map(({ index }) => index),
      [285, 282, 281, 287, 728],
    );
    const expected = [0.385, 0.332, 0.163, 0.034, 0.002];
    for (const [i, { value }] of found.entries()) assert.ok(Math.abs(value - expected[i]) < 0.01, `${i}: ${value}`);
  });

  it("gives layout, order of colors and scale as the signature says them", async () => {
    // Two pixels: (10, 20, 30) and (200, 210, 220).
    const png = encode({ width: 2, height: 1, channels: 3, depth: 8, data: Uint8Array.of(10, 20, 30, 200, 210, 220) });
    const spec = (more: Partial<ImageSpec>): ImageSpec => ({
      ...{ kind: "image", name: "x", dtype: "float32", shape: [1, 2, 3], layout: "channelsLast" },
      ...{ height: 1, width: 2, channels: 3, preprocess: [], ...more },
    });
    const read = async (more: Partial<ImageSpec>) => {
      const { values, shape, notes } = await readImage(png, spec(more));
      assert.deepEqual(notes, []);
      return [shape, [...values]];
    };
    assert.deepEqual(await read({}), [
      [1, 1, 2, 3],
      [10, 20, 30, 200, 210, 220],
    ]);
    assert.deepEqual(await read({ layout: "channelsFirst" }), [
      [1, 3, 1, 2],
      [10, 200, 20, 210, 30, 220],
    ]);
    assert.deepEqual(await read({ colorOrder: "bgr" }), [
      [1, 1, 2, 3],
      [30, 20, 10, 220, 210, 200],
    ]);
    assert.deepEqual(await read({ photometric: "whiteIsZero" }), [
      [1, 1, 2, 3],
      [245, 235, 225, 55, 45, 35],
    ]);
    const preprocess = [
      { kind: "rescale", factor: 2, offset: -20 },
      { kind: "normalize", mean: [0, 10, 20], std: [2, 1, 10] },
    ] as const;
    // Of the model's channels: blue's mean is the first where blue is first.
    assert.deepEqual(await read({ preprocess }), [
      [1, 1, 2, 3],
      [0, 10, 2, 190, 390, 40],
    ]);
    assert.deepEqual(await read({ preprocess, colorOrder: "bgr" }), [
      [1, 1, 2, 3],
      [20, 10, -2, 210, 390, 36],
    ]);
    const gray = await readImage(png, spec({ channels: 1, shape: [1, 2, 1] }));
    assert.deepEqual([...gray.values], [18, 208]);
    const dark = encode({ width: 2, height: 1, channels: 3, depth: 8, data: Uint8Array.of(1, 2, 4, 0, 0, 0) });
    assert.deepEqual([...(await readImage(dark, spec({ channels: 1, shape: [1, 2, 1] }))).values], [2, 0]);
    assert.deepEqual(gray.notes, ["Converted from color to gray."]);
    await assert.rejects(
      readImage(png, spec({ channels: 5 })),
      /has 3 channels, but the model takes 5: give its numbers/,
    );
  });

  it("undoes what seenPicture does", async () => {
    const png = encode({ width: 2, height: 1, channels: 3, depth: 8, data: Uint8Array.of(10, 20, 30, 200, 210, 220) });
    for (const { preprocess, colorOrder } of [
      preprocessing.imagenet,
      { ...preprocessing.caffe },
      preprocessing.inception,
    ]) {
      const spec: ImageSpec = {
        ...{ kind: "image", name: "x", dtype: "float32", shape: [3, null, null], layout: "channelsFirst" },
        ...{
          height: null,
          width: null,
          channels: 3,
          colorOrder,
          preprocess: preprocess.filter(({ kind }) => kind === "rescale" || kind === "normalize"),
        },
      };
      const { values } = await readImage(png, spec);
      assert.deepEqual([...seenPicture(spec, values, { height: 1, width: 2 }).data], [10, 20, 30, 200, 210, 220]);
    }
  });

  it("resizes and crops by the steps; in proportion, or by itself with a note, where they end at another size", async () => {
    const spec: ImageSpec = {
      ...{ kind: "image", name: "x", dtype: "float32", shape: [3, 224, 224], layout: "channelsFirst" },
      ...{ height: 224, width: 224, channels: 3, preprocess: preprocessing.imagenet.preprocess },
    };
    const standard = await readImage(chelsea, spec);
    assert.deepEqual([standard.shape, standard.notes], [[1, 3, 224, 224], []]);
    // By torchvision 0.29: Resize(256), CenterCrop(224), ToTensor, Normalize.
    const values = [...standard.values];
    assert.ok(Math.abs(values.reduce((sum, value) => sum + value, 0) + 15780.764) < 0.1);
    for (const [channel, row, column, expected] of [
      [0, 0, 0, 0.7933],
      [1, 100, 50, -1.02031],
      [2, 223, 223, 0.77508],
      [0, 10, 200, 0.9988],
      [1, 200, 10, 0.53782],
    ]) {
      assert.ok(
        Math.abs(values[(channel * 224 + row) * 224 + column] - expected) < 1e-5,
        `${channel} ${row} ${column}`,
      );
    }
    const larger = await readImage(chelsea, { ...spec, shape: [3, 299, 299], height: 299, width: 299 });
    assert.deepEqual(larger.shape, [1, 3, 299, 299]);
    assert.match(
      larger.notes.join(),
      /is for 224 × 224 pixels: its sizes were taken in proportion for the model's 299 × 299/,
    );
    const none = await readImage(chelsea, { ...spec, preprocess: [] });
    assert.match(none.notes.join(), /Resized from 300 × 451 to the model's 224 × 224 pixels, bilinear/);
    // An open size: as large as the steps leave it.
    const open = { ...spec, shape: [3, null, null], height: null, width: null };
    assert.deepEqual((await readImage(chelsea, { ...open, preprocess: [] })).shape, [1, 3, 300, 451]);
    const cropped = async (step: PreprocessStep) =>
      (await readImage(chelsea, { ...open, preprocess: [step] })).shape.slice(2);
    assert.deepEqual(await cropped({ kind: "resize", shortestEdge: 256 }), [256, 384]);
    assert.deepEqual(await cropped({ kind: "centerCrop", fraction: 0.875 }), [264, 395]);
    assert.deepEqual(await cropped({ kind: "centerCrop", size: "shorterSide" }), [300, 300]);
    // A half is rounded to the even number, as Python's round does: from row 2 and column 2 on.
    const whole = await readImage(chelsea, { ...open, preprocess: [] });
    const middle = await readImage(chelsea, { ...open, preprocess: [{ kind: "centerCrop", size: [297, 448] }] });
    assert.deepEqual(middle.values.subarray(0, 448), whole.values.subarray(2 * 451 + 2, 2 * 451 + 450));
    // Larger than the picture: black around it.
    const padded = await readImage(chelsea, { ...open, preprocess: [{ kind: "centerCrop", size: [302, 453] }] });
    assert.deepEqual(padded.shape, [1, 3, 302, 453]);
    assert.ok(padded.values.subarray(0, 453).every((value) => value === 0));
    assert.ok(padded.values.subarray(454, 600).some((value) => value > 0));
  });

  it("makes one batch of several files, by name or as bytes, and refuses several sizes", async () => {
    const model = await imageNetModel();
    const bytes = await readFile(chelsea);
    const two = await readImage([chelsea, bytes], model);
    assert.deepEqual(two.shape, [2, 3, 224, 224]);
    const half = two.values.length / 2;
    assert.deepEqual(two.values.subarray(half), two.values.subarray(0, half));
    const [image] = model.signature.inputs;
    assert.ok(image?.kind === "image");
    const open = { ...image, shape: [3, null, null], height: null, width: null, preprocess: [] };
    const small = encode({ width: 2, height: 1, channels: 3, depth: 8, data: new Uint8Array(6) });
    await assert.rejects(readImage([chelsea, small], open), /picture 1 is 1 × 2 pixels, but the first is 300 × 451/);
    await assert.rejects(readImage([], model), /got no files/);
  });

  it("says what to write where nobody knows, and for a model that takes no image", async () => {
    const unknown = colorCnn();
    await assert.rejects(readImage(chelsea, unknown), (error) => {
      assert.ok(error instanceof OptionError, String(error));
      assert.match(error.message, /unknown how pictures are prepared for the input ".*" \[32, 32, 3\]/);
      assert.match(error.message, /\n {2}preprocessing\.imagenet +shorter side to 256/);
      assert.match(error.message, /\n {2}preprocessing\["efficientnet-lite"\] +center square/);
      return true;
    });
    describeModel(unknown, { inputs: preprocessing.unit });
    assert.deepEqual((await readImage(chelsea, unknown)).shape, [1, 32, 32, 3]);
    unknown.dispose();
    await assert.rejects(
      readImage(chelsea, (x) => x),
      /and no image: say it with describeModel/,
    );
    const model = await imageNetModel();
    await assert.rejects(
      readImage("none.png", model),
      (error) => error instanceof DataError && /none\.png cannot be read: there is no such file/.test(error.message),
    );
    await assert.rejects(
      readImage(Uint8Array.of(1, 2, 3), model),
      (error) => error instanceof DataError && /^picture 0: /.test(error.message),
    );
    await assert.rejects(readImage(chelsea, model, { grund: 3 } as never), /no option grund: did you mean ground/);
  });

  it("shows what was read as a person sees it, whatever the model's numbers are", async () => {
    const png = await readFile(chelsea);
    const spec: ImageSpec = {
      kind: "image",
      name: "image",
      dtype: "float32",
      shape: [null, 3, 40, 60],
      layout: "channelsFirst",
      height: 40,
      width: 60,
      channels: 3,
      colorOrder: "bgr",
      preprocess: [
        { kind: "rescale", factor: 1 / 255 },
        { kind: "normalize", mean: [0.4, 0.5, 0.6], std: [0.2, 0.25, 0.3] },
      ],
    };
    const images = await readImage(png, spec);
    assert.deepEqual(Object.keys(images), ["values", "shape", "names", "notes"]);
    const bundle = await toBundle(images);
    assert.match(bundle[mime.text] as string, /^float32 \[1, 3, 40, 60\]\nResized from 300 × 451/);
    const shown = decodePicture(Buffer.from(bundle[mime.png] as string, "base64"));
    const right = resizePicture(decodePicture(png), { height: 40, width: 60 }, "bilinear");
    const scale = shown.width / 60;
    for (const [row, column] of [
      [5, 5],
      [20, 30],
      [33, 51],
    ]) {
      const at = (row * 60 + column) * 3;
      const there = (row * scale * shown.width + column * scale) * 3;
      for (let c = 0; c < 3; c++) {
        const [is, be] = [shown.data[there + c], right.data[at + c]];
        // The static picture keeps 256 colors.
        assert.ok(Math.abs(is - be) <= 12, `(${row}, ${column}) ${c}: ${is}, not ${be}`);
      }
    }
  });
});
