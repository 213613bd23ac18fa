import assert from "node:assert/strict";
import { join } from "node:path";
import { readImage } from "../../kernel/library/engine/index.ts";
import { imageNetModel } from "../../kernel/library/models/index.ts";
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
});
