import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { mime, toBundle } from "../../kernel/library/display/index.ts";
import { readImage } from "../../kernel/library/engine/index.ts";
import { decodePicture } from "../../kernel/library/inputFiles/decodePicture.node.ts";
import { resizePicture } from "../../kernel/library/inputFiles/resizePicture.ts";
import { imageNetModel } from "../../kernel/library/models/index.ts";
import type { ImageSpec } from "../../kernel/library/signature/Signature.ts";
import { root } from "../goldens.ts";

const chelsea = join(root, "notebooks/data/chelsea.png");

describe("readImage", () => {
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
    assert.deepEqual(Object.keys(images), ["values", "shape", "notes"]);
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
