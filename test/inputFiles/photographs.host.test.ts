import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { readImage } from "../../kernel/library/engine/index.ts";
import { imageNetModel } from "../../kernel/library/models/index.ts";
import { pythonWith } from "../python.ts";
import { ready } from "../tensorflow.ts";

/** Photographs of two wheels, and what Pillow, onnxruntime and the network's makers' way make of them. */
const photographs: [file: string, classes: number[], probabilities: number[]][] = [
  ["skimage/data/coffee.png", [967], [0.94]],
  ["skimage/data/camera.png", [872], [0.95]],
  ["sklearn/datasets/images/china.jpg", [698, 442, 663], [0.301, 0.222, 0.103]],
];

describe("photographs of scikit-image and scikit-learn", function () {
  this.timeout(600_000);
  let folder: string;
  before(async () => {
    await ready();
    // Only the files in the wheels are wanted.
    const python = pythonWith("--no-deps", "scikit-image==0.26.0", "scikit-learn==1.9.1");
    folder = execFileSync(python, ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], {
      encoding: "utf8",
    }).trim();
  });

  for (const [file, classes, probabilities] of photographs) {
    it(`${file}: the same classes in the same order, probabilities to 0.01`, async () => {
      const model = await imageNetModel();
      const found = (await model.predict(await readImage(join(folder, file), model))).top(classes.length);
      assert.deepEqual(
        found.map(({ index }) => index),
        classes,
      );
      for (const [i, { value }] of found.entries()) assert.ok(Math.abs(value - probabilities[i]) < 0.01, `${value}`);
    });
  }
});
