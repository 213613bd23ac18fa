import assert from "node:assert/strict";
import { displayKey, mime } from "../../kernel/library/display/index.ts";
import { toBundle } from "../../kernel/library/display/toBundle.node.ts";
import { describeModel, exportOnnx, loadOnnx } from "../../kernel/library/engine/index.ts";
import { setLanguage } from "../../kernel/library/ground/language.ts";
import { signatureInWords } from "../../kernel/library/signature/inWords.ts";
import { ready } from "../tensorflow.ts";
import { models } from "./models.ts";

/** English and Chinese of each model, as it is read. */
const golden: Readonly<Record<string, readonly [english: readonly string[], chinese: readonly string[]]>> = {
  softmaxCnn: [
    ["Takes an image of 6 × 5 with 3 channels, channels last.", "Answers one of 4 classes, as probabilities."],
    ["输入：6 × 5 的图像，3 个通道，通道在后。", "输出：4 个类别之一，以概率给出。"],
  ],
  logits: [
    ["Takes numbers of shape [4].", "Answers values of shape [3]."],
    ["输入：形状为 [4] 的数值。", "输出：形状为 [3] 的数值。"],
  ],
  binary: [
    ["Takes numbers of shape [4].", "Answers class 0 or class 1: one unit, the probability of class 1."],
    ["输入：形状为 [4] 的数值。", "输出：类别 0 或类别 1：一个单元，给出类别 1 的概率。"],
  ],
  number: [
    ["Takes numbers of shape [4].", "Answers a number."],
    ["输入：形状为 [4] 的数值。", "输出：一个数。"],
  ],
  labels: [
    ["Takes numbers of shape [4].", "Answers 5 labels, each present or absent."],
    ["输入：形状为 [4] 的数值。", "输出：5 个标签，各自有或没有。"],
  ],
  segmentation: [
    ["Takes an image of 4 × 4 with 1 channel, channels last.", "Answers one of 3 classes for each pixel."],
    ["输入：4 × 4 的图像，1 个通道，通道在后。", "输出：每个像素属于 3 个类别之一。"],
  ],
  lstm: [
    ["Takes a series of 7 steps with 3 features.", "Answers a number."],
    ["输入：7 步、每步 3 个特征的序列。", "输出：一个数。"],
  ],
  embedding: [
    ["Takes 5 tokens of a vocabulary of 20.", "Answers class 0 or class 1: one unit, the probability of class 1."],
    ["输入：5 个词元，词表大小 20。", "输出：类别 0 或类别 1：一个单元，给出类别 1 的概率。"],
  ],
  twoInputs: [
    [
      "Takes picture: an image of 4 × 4 with 1 channel, channels last.",
      "Takes facts: numbers of shape [3].",
      "Answers kind: one of 3 classes, as probabilities.",
      "Answers price: a number.",
    ],
    [
      "输入：picture：4 × 4 的图像，1 个通道，通道在后。",
      "输入：facts：形状为 [3] 的数值。",
      "输出：kind：3 个类别之一，以概率给出。",
      "输出：price：一个数。",
    ],
  ],
};

describe("a signature in words", () => {
  before(ready);

  for (const [name, [english, chinese]] of Object.entries(golden)) {
    it(`of ${name}, in both languages`, () => {
      const model = models[name as keyof typeof models]();
      const signature = describeModel(model);
      assert.deepEqual(signatureInWords(signature, "en"), english);
      assert.deepEqual(signatureInWords(signature, "zh-CN"), chinese);
      model.dispose();
    });
  }

  it("names what is known by name, and what 0 looks like", () => {
    const model = models.binary();
    const columns = ["age", "rooms", "size"].map((name) => ({ name, kind: "numeric" as const }));
    const city = { name: "city", kind: "categorical" as const, categories: ["Oslo", "Bergen"] };
    const said = describeModel(model, {
      classNames: ["no", "yes"],
      inputs: { kind: "table", columns: [city, ...columns] },
    });
    assert.deepEqual(signatureInWords(said, "en"), [
      "Takes rows of a table with 4 columns: city (Oslo/Bergen), age, rooms, size.",
      "Answers no or yes: one unit, the probability of yes.",
    ]);
    assert.deepEqual(signatureInWords(said, "zh-CN"), [
      "输入：4 列的表格行：city（Oslo/Bergen）、age、rooms、size。",
      "输出：no 或 yes：一个单元，给出 yes 的概率。",
    ]);
    const cnn = models.softmaxCnn();
    const drawn = describeModel(cnn, { inputs: { photometric: "whiteIsZero" }, classNames: ["a", "b", "c", "d"] });
    assert.equal(
      signatureInWords(drawn, "en")[0],
      "Takes an image of 6 × 5 with 3 channels, channels last, 0 is white.",
    );
    assert.equal(signatureInWords(drawn, "en")[1], "Answers one of 4 classes, as probabilities: a, b, c, d.");
    for (const each of [model, cnn]) each.dispose();
  });

  it("stands where a model is shown, in the notebook's language", async () => {
    const model = models.softmaxCnn();
    const onnx = await loadOnnx(await exportOnnx(model));
    assert.match(String((await toBundle(model))[mime.text]), /Answers one of 4 classes, as probabilities\./);
    assert.match(String(onnx[displayKey]()[mime.text]), /Takes an image of 6 × 5 with 3 channels, channels last\./);
    setLanguage("zh-CN");
    try {
      assert.match(String((await toBundle(model))[mime.text]), /输出：4 个类别之一，以概率给出。/);
      assert.match(String(onnx[displayKey]()[mime.text]), /输入：6 × 5 的图像/);
    } finally {
      setLanguage("en");
    }
    model.dispose();
  });
});
