import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { describeModel, exportOnnx, preprocessing } from "../../kernel/library/engine/index.ts";
import { saveModel } from "../../kernel/library/models/index.ts";
import { root } from "../goldens.ts";
import { colorCnn } from "../signature/colorCnn.ts";
import { ready } from "../tensorflow.ts";
import { glassbook } from "./glassbook.ts";

const network = join(root, "packaging/models/efficientnet-lite0.onnx");
const chelsea = join(root, "notebooks/data/chelsea.png");

function bytesNpy(shape: readonly number[]): Uint8Array {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`.padEnd(117);
  const begin = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0);
  const size = shape.reduce((all, length) => all * length, 1);
  return Buffer.concat([begin, Buffer.from(`${header}\n`), new Uint8Array(size).map((_, i) => i % 256)]);
}

describe("glassbook of photographs", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    await ready();
    folder = await mkdtemp(join(tmpdir(), "glassbook-photographs-"));
    const model = colorCnn();
    await saveModel(model, join(folder, "unknown"));
    describeModel(model, { inputs: preprocessing.unit });
    await exportOnnx(model, join(folder, "known.onnx"));
    model.dispose();
    await writeFile(join(folder, "names.txt"), "cat\ndog\nbird\nfish\n");
    await writeFile(join(folder, "names.json"), JSON.stringify({ 0: "cat", 1: "dog", 2: "bird", 3: "fish" }));
  });
  after(() => rm(folder, { recursive: true }));

  const explain = (...parameters: string[]) => glassbook(folder, "explain", ...parameters, "--method", "Saliency");

  it("stops where nobody says how a color picture is prepared, with the command for each way", async () => {
    const { status, stdout, stderr } = await explain("unknown", chelsea);
    assert.deepEqual([status, stdout], [2, ""], stderr);
    assert.match(stderr, /^glassbook: unknown does not say how its pictures are prepared/m);
    for (const name of Object.keys(preprocessing)) {
      assert.ok(
        stderr.includes(`\n    glassbook explain unknown ${chelsea} --method Saliency --preprocess ${name}\n`),
        name,
      );
    }
    assert.match(
      stderr,
      /shorter side to 256 \(bilinear\), center 224 × 224, ÷ 255, minus mean \(0\.485, 0\.456, 0\.406\)/,
    );
    assert.match(stderr, /glassbook inspect unknown --image /);
    assert.doesNotMatch(stderr, /\n {4}at /);
  });

  it("repeats in these commands all that was typed, and sends no array to a command that takes pictures", async () => {
    const typed = ["--classes", "names.txt", "--out", "my maps.png"];
    const { stderr } = await explain("unknown", chelsea, ...typed);
    assert.ok(
      stderr.includes(
        `glassbook explain unknown ${chelsea} --classes names.txt --out 'my maps.png' --method Saliency --preprocess unit\n`,
      ),
      stderr,
    );
    await writeFile(join(folder, "bytes.npy"), bytesNpy([24, 24, 3]));
    const array = await explain("unknown", "bytes.npy");
    assert.match(array.stderr, /glassbook inspect unknown --image PICTURE shows the answers for each/);
  });

  it("does not call unknown what it assumed of gray bytes", async () => {
    const gray = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [40, 40, 1], filters: 2, kernelSize: 3, dataFormat: "channelsLast" }),
        tf.layers.globalAveragePooling2d({}),
        tf.layers.dense({ units: 2, activation: "softmax" }),
      ],
    });
    describeModel(gray, { inputs: { kind: "image", layout: "channelsLast" } });
    await exportOnnx(gray, join(folder, "gray.onnx"));
    gray.dispose();
    const { status, stdout, stderr } = await explain("gray.onnx", chelsea);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /bytes were divided by 255/);
    assert.doesNotMatch(stdout, /is not stated/);
  });

  it("explains it once that is said, by the model's file or by an option, with the classes' names", async () => {
    const known = await explain("known.onnx", chelsea, "--classes", "names.txt", "--out", "known.json");
    assert.equal(known.status, 0, known.stderr);
    assert.match(known.stdout, /(predicts|best guess is) (cat|dog|bird|fish)/);
    const said = await explain(
      "unknown",
      chelsea,
      "--preprocess",
      "unit",
      "--classes",
      "names.json",
      "--out",
      "said.json",
    );
    assert.equal(said.status, 0, said.stderr);
    const numbers = ["--mean", "0,0,0", "--std", "255,255,255"];
    const own = await explain("unknown", chelsea, ...numbers, "--out", "own.json");
    assert.equal(own.status, 0, own.stderr);
    const inputsIn = async (file: string) =>
      JSON.parse(await readFile(join(folder, file), "utf8")).explanations[0].inputs as unknown;
    const inputs = await inputsIn("known.json");
    assert.ok(inputs);
    assert.deepEqual(await inputsIn("said.json"), inputs);
    // Of bytes, since a standard deviation is above 1.
    assert.deepEqual(await inputsIn("own.json"), inputs);
  });

  it("names the cat as the network's makers prepared it", async () => {
    const options = ["--preprocess", "efficientnet-lite", "--classes", "imagenet"];
    const { status, stdout, stderr } = await explain(network, chelsea, ...options);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /Egyptian cat \(38/);
  });

  for (const [what, parameters, message] of [
    [
      "an unknown preset",
      ["--preprocess", "imagnet"],
      /--preprocess is imagnet \(did you mean imagenet\?\): expected one of imagenet, inception/,
    ],
    ["a mean alone", ["--mean", "0.5"], /give both, --mean and --std/],
    [
      "a mean of bytes and a deviation of numbers from 0 to 1",
      ["--mean", "127,127,127", "--std", "0.5,0.5,0.5"],
      /--mean is 127,127,127 and --std 0\.5,0\.5,0\.5: one is of bytes/,
    ],
    [
      "a mean of numbers from 0 to 1 and a deviation of bytes",
      ["--mean", "0.5", "--std", "58"],
      /--mean is 0\.5 and --std 58: one is of bytes/,
    ],
    [
      "a mean that is no number",
      ["--mean", "0.5,,0.5", "--std", "1"],
      /--mean is 0\.5,,0\.5: expected a number for each channel/,
    ],
    [
      "two means for three channels",
      ["--mean", "0.5,0.5", "--std", "1"],
      /mean has 2 numbers, but the picture has 3 channels/,
    ],
    [
      "names of other classes",
      ["--preprocess", "unit", "--classes", "imagenet"],
      /classNames has 1000 names, but the model gives/,
    ],
    [
      "names that are not there",
      ["--preprocess", "unit", "--classes", "none.txt"],
      /--classes: none\.txt cannot be read/,
    ],
  ] as const) {
    it(`answers ${what} with one line and status 2`, async () => {
      const { status, stderr } = await explain("unknown", chelsea, ...parameters);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n {4}at /);
    });
  }

  it("inspects a model: what it takes and answers, its last feature map, and from where its preprocessing is known", async () => {
    const { status, stdout, stderr } = await glassbook(folder, "inspect", network);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^efficientnet-lite0\.onnx: ONNX, operator set 17, written by pytorch 2/);
    assert.match(stdout, /Takes an image of 224 × 224 with 3 channels, channels first\./);
    assert.match(stdout, /Answers values of shape \[1,?000\]\./);
    assert.match(stdout, /the last feature map is ".*" \[1280, 7, 7\]/);
    assert.match(
      stdout,
      /How pictures are prepared is unknown\.[\s\S]*\n {2}efficientnet-lite +center square, to 224 × 224 \(bicubic\)/,
    );
    const known = await glassbook(folder, "inspect", "known.onnx");
    assert.match(known.stdout, /Pictures: ÷ 255 \(known from the signature in its metadata\)/);
    const said = await glassbook(folder, "inspect", "unknown", "--preprocess", "unit");
    assert.match(said.stdout, /Pictures: ÷ 255 \(known from the command's options\)/);
    const chinese = await glassbook(folder, "inspect", "known.onnx", "--locale", "zh-CN");
    assert.match(chinese.stdout, /图像预处理：÷ 255（来自元数据中的签名）/);
  });

  it("inspects pictures: five classes under each way, and which of them these pictures cannot tell apart", async () => {
    const { status, stdout, stderr } = await glassbook(
      folder,
      "inspect",
      network,
      "--image",
      chelsea,
      "--classes",
      "imagenet",
    );
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /efficientnet-lite {2}285 Egyptian cat \(38\.\d%\), 282 tiger cat \(33\.\d%\), 281 tabby \(16\.\d%\), 287 lynx \(3\.\d%\), 728 plastic bag \(0\.2%\)/,
    );
    assert.match(
      stdout,
      /imagenet, inception, efficientnet-lite, unit name the same best class in every picture: these pictures cannot tell them apart/,
    );
    // caffe and bytes name others, each its own.
    assert.equal(stdout.match(/cannot tell them apart/g)?.length, 1);
    const wrong = await glassbook(folder, "inspect", "unknown", "--image", "none.png");
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /none\.png cannot be read/);
  });
});
