import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { agreement, GradCam, IntegratedGradients } from "../../kernel/library/explain/index.ts";
import { ready } from "../tensorflow.ts";
import { type Case, described } from "./described.ts";

/** A photograph of 12 × 12 with these pixels highlighted. */
const photograph = (pixels: Record<number, number>, more: Case = {}) =>
  described({ input: "photograph", values: Array.from({ length: 144 }, (_, i) => pixels[i] ?? 0.01), ...more });

describe("words for pictures", () => {
  before(ready);

  it("tell what maps of a photograph share by its areas, not pixel by pixel", () => {
    const [a, b] = [photograph({ 0: 9, 1: 8, 143: -7, 70: 6 }), photograph({ 0: 9, 1: 8, 143: -7, 10: 6 })];
    const found = agreement([a, b], { k: 4 });
    const text = found.describe({ locale: "en" });
    assert.match(
      text,
      /Both highlight pixels in the upper left \(2, for\) and in the lower right \(1, against\)\. Only Integrated Gradients 1 highlights pixels on the right \(1\)\. Only Integrated Gradients 2 highlights pixels in the upper right \(1\)\./,
    );
    assert.doesNotMatch(text, /Positions are|\(0, 1\)/);
    assert.match(
      found.describe({ locale: "zh-CN" }),
      /两者都突出了左上方的像素（2 个，支持）、右下方的像素（1 个，反对）。只有 Integrated Gradients 1 突出了右侧的像素（1 个）。/,
    );
  });

  it("tell a drawing's strokes by their coordinates still", () => {
    const drawing = (at: number) =>
      described({ values: Array.from({ length: 36 }, (_, i) => (i === at ? 5 : i / 99)) });
    assert.match(
      agreement([drawing(8), drawing(8)], { k: 1 }).describe({ locale: "en" }),
      /highlight \(1, 2\) \(for\)/,
    );
  });

  it("tell what maps of a volume share by its slices", () => {
    const scan = () =>
      described({ input: "scan", values: Array.from({ length: 192 }, (_, i) => (i === 37 ? 9 : (i % 7) / 99)) });
    const text = agreement([scan(), scan()], { k: 1 }).describe({ locale: "en" });
    assert.match(text, /^Over 96 voxels, .*Both highlight voxels in the middle of slices 2–3 \(1, for\)\./);
  });

  it("name depth, row and column of a volume in either layout, and row and column of nothing else", () => {
    const values = Array.from({ length: 192 }, (_, i) => (i === 96 + 37 ? 2 : 0));
    const [first] = described({ input: "scan", values }).top(1);
    assert.deepEqual(first, { rank: 0, value: 2, share: 1, position: [1, 2, 1, 1], depth: 2, row: 1, column: 1 });
    const [last] = described({ input: "volume" }).top(1);
    assert.deepEqual([last.depth, last.row, last.column], [0, 0, 1]);
    const [series] = described({ input: "series" }).top(1);
    assert.ok(!("row" in series) && !("column" in series));
  });

  it("leave the axes of four numbers unnamed where nobody says what they are", async () => {
    const voxel = (batch: tf.Tensor) => batch.slice([0, 0, 3, 2, 1], [-1, 1, 1, 1, 1]).reshape([-1, 1]);
    const shape = [1, 1, 4, 4, 4];
    const input = { shape, values: Float32Array.from({ length: 64 }, (_, i) => (i === 57 ? 1 : 0)) };
    const map = await new IntegratedGradients(voxel).attribute(input, { target: 0 });
    const [place] = map.top(1);
    assert.deepEqual(place.position, [0, 3, 2, 1]);
    assert.ok(!("row" in place));
    assert.match(map.describe({ locale: "en" }), /value \(0, 3, 2, 1\) \(\+1, 100%\)/);
  });

  it("say that a layer holds only evidence against where a ReLU cut the map off, and only there", async () => {
    const net = (weight: number) =>
      tf.sequential({
        layers: [
          tf.layers.conv2d({
            name: "conv",
            inputShape: [6, 6, 1],
            filters: 1,
            kernelSize: 3,
            activation: "relu",
            kernelInitializer: "ones",
          }),
          tf.layers.globalAveragePooling2d({}),
          tf.layers.dense({ units: 1, kernelInitializer: tf.initializers.constant({ value: weight }) }),
        ],
      });
    const told = async (weight: number, relu = true) =>
      (await new GradCam(net(weight), "conv").attribute(tf.ones([1, 6, 6, 1]), { target: 0, relu })).describe({
        locale: "en",
      });
    assert.match(
      await told(-1),
      /Every value is 0: layer conv only lowers the prediction, which the map's ReLU cuts off\./,
    );
    assert.doesNotMatch(await told(0), /ReLU/);
    assert.doesNotMatch(await told(1), /ReLU/);
    assert.doesNotMatch(await told(-1, false), /ReLU/);
  });
});
