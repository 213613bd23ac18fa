import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  describeModel,
  exportOnnx,
  loadOnnx,
  type PreprocessStep,
  preprocessing,
} from "../../kernel/library/engine/index.ts";
import { OptionError } from "../../kernel/library/ground/errors.ts";
import { loadModel, saveModel } from "../../kernel/library/models/index.ts";
import { stepsInWords } from "../../kernel/library/signature/stepsInWords.ts";
import { ready } from "../tensorflow.ts";
import { colorCnn } from "./colorCnn.ts";

describe("how pictures are prepared", () => {
  before(ready);

  it("is said by a preset, travels with saved and exported models, and comes back", async () => {
    const folder = await mkdtemp(join(tmpdir(), "preprocess-"));
    const model = colorCnn();
    for (const hint of [preprocessing.caffe, { ...preprocessing.inception, channelNames: ["r", "g", "b"] }]) {
      const [said] = describeModel(model, { inputs: hint }).inputs;
      assert.deepEqual(said?.kind === "image" && said.preprocess, hint.preprocess);
      await saveModel(model, folder);
      const back = await loadModel(folder);
      assert.deepEqual(describeModel(back).inputs[0], said);
      const onnx = await loadOnnx(await exportOnnx(back));
      assert.deepEqual(onnx.signature.inputs[0], said);
      back.dispose();
    }
    model.dispose();
    await rm(folder, { recursive: true });
  });

  it("goes by the input's name too; another name is an error that says which there are", async () => {
    const bytes = await exportOnnx(colorCnn());
    const plain = await loadOnnx(bytes);
    const [{ name } = { name: "" }] = plain.signature.inputs;
    assert.equal((plain.signature.inputs[0] as { preprocess?: unknown }).preprocess, undefined);
    const named = await loadOnnx(bytes, { inputs: { [name]: preprocessing.imagenet } });
    const alone = await loadOnnx(bytes, { inputs: preprocessing.imagenet });
    assert.deepEqual(named.signature, alone.signature);
    await assert.rejects(
      loadOnnx(bytes, { inputs: { photo: preprocessing.imagenet } }),
      new RegExp(`inputs: the model has no photo.*"${name}"`),
    );
  });

  it("is refused where a step is wrong, with what was expected", () => {
    const model = colorCnn();
    const wrong: [steps: unknown, message: RegExp][] = [
      ["imagenet", /preprocess is "imagenet": expected a list of steps, or \[\]/],
      [
        [{ kind: "scale", factor: 1 }],
        /step 1 of preprocess is "scale" \(did you mean rescale\?\): expected \{ kind \} of resize/,
      ],
      [["rescale"], /step 1 of preprocess is "rescale".*: expected \{ kind \} of resize/],
      [[{ kind: "rescale" }], /\(rescale\): factor is undefined: expected a number other than 0/],
      [[{ kind: "rescale", factor: 0 }], /factor is 0: expected a number other than 0/],
      [[{ kind: "rescale", factor: 1, ofset: 2 }], /has no field ofset \(did you mean offset\?\)/],
      [[{ kind: "resize", shortestEdge: 2.5 }], /shortestEdge is 2\.5: expected a whole number of pixels/],
      [[{ kind: "resize", exact: [4] }], /exact is \[4\]: expected \[height, width\] in pixels/],
      [[{ kind: "resize", exact: [4, 4], shortestEdge: 4 }], /give either shortestEdge or exact/],
      [
        [{ kind: "resize", exact: [4, 4], filter: "cubic" }],
        /filter is "cubic": expected one of nearest, box, bilinear/,
      ],
      [[{ kind: "centerCrop" }], /give either size or fraction/],
      [
        [{ kind: "centerCrop", size: "shorter" }],
        /size is "shorter": expected \[height, width\] in pixels, or "shorterSide"/,
      ],
      [[{ kind: "centerCrop", fraction: 1.5 }], /fraction is 1\.5: expected a share up to 1/],
      [[{ kind: "normalize", mean: [0], std: [1, 0, 1] }], /std is \[1, 0, 1\]: expected a list of numbers above 0/],
      [
        [{ kind: "normalize", mean: [0, 0], std: [1] }],
        /mean has 2 numbers, but the picture has 3 channels: give one for each, or one for all/,
      ],
      [
        [
          { kind: "rescale", factor: 2 },
          { kind: "centerCrop", fraction: 0.5 },
        ],
        /step 2 of preprocess \(centerCrop\) comes too late/,
      ],
    ];
    for (const [preprocess, message] of wrong) {
      assert.throws(
        () => describeModel(model, { inputs: { preprocess: preprocess as PreprocessStep[] } }),
        (error) => error instanceof OptionError && message.test(error.message),
        String(message),
      );
    }
    model.dispose();
  });

  it("is told in words from the same numbers", () => {
    const words = Object.fromEntries(
      Object.entries(preprocessing).map(([name, { preprocess }]) => [name, stepsInWords(preprocess)]),
    );
    assert.deepEqual(words, {
      imagenet:
        "shorter side to 256 (bilinear), center 224 × 224, ÷ 255, minus mean (0.485, 0.456, 0.406), by std (0.229, 0.224, 0.225)",
      inception: "center 87.5%, to 299 × 299 (bilinear), ÷ 127.5 − 1",
      caffe: "shorter side to 256 (bilinear), center 224 × 224, minus mean (103.939, 116.779, 123.68), by std 1",
      "efficientnet-lite": "center square, to 224 × 224 (bicubic), minus mean 127, by std 128",
      unit: "÷ 255",
      bytes: "bytes as they are",
    });
  });
});
