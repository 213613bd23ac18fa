import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { Rise } from "../../kernel/library/explain/index.ts";
import { drawMasks } from "../../kernel/library/explain/perturbation/riseMasks.ts";
import { createRandom } from "../../kernel/library/math/random.ts";
import { ready } from "../tensorflow.ts";

const random = createRandom(4);
const draw = (count: number) => Float32Array.from({ length: count }, () => random.uniform());
const weights = draw(24);
const linear = (x: tf.Tensor) => x.reshape([-1, 24]).matMul(tf.tensor2d(weights, [24, 1]));
const x = { values: draw(24), shape: [1, 4, 3, 2] };

/** Looks only at the pixel in row 6, column 2 of 8 × 8. */
const onePixel = (y: tf.Tensor) => y.slice([0, 6, 2, 0], [-1, 1, 1, 1]).reshape([-1, 1]);
const white = { values: new Float32Array(64).fill(1), shape: [1, 8, 8, 1] };

describe("RISE", () => {
  before(ready);

  it("is equation 6 for masks of one's own; without the division by p it is not", async () => {
    const masks = { values: draw(5 * 12), shape: [5, 4, 3] };
    const p = 0.4;
    const b = 0.25;
    const map = await new Rise(linear).attribute(x, { masks, preservationProbability: p, baselines: b });
    const answers = Array.from({ length: 5 }, (_, n) =>
      weights.reduce((sum, weight, i) => {
        const m = masks.values[n * 12 + Math.floor(i / 2)];
        return sum + weight * (m * x.values[i] + (1 - m) * b);
      }, 0),
    );
    for (let i = 0; i < 24; i++) {
      const samples = answers.map((answer, n) => answer * masks.values[n * 12 + Math.floor(i / 2)]);
      const mean = samples.reduce((sum, value) => sum + value, 0) / 5;
      assert.ok(Math.abs(map.values[i] - mean / p) < 1e-5, `${map.values[i]} instead of ${mean / p}`);
      assert.ok(Math.abs(map.values[i] - mean) > 1e-2);
      const variance = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4;
      assert.ok(Math.abs((map.standardError?.[i] ?? Number.NaN) - Math.sqrt(variance / 5) / p) < 1e-5);
    }
    const ofMean = await new Rise(linear).attribute(x, { masks });
    const mean = masks.values.reduce((sum, value) => sum + value, 0) / 60;
    assert.ok(Math.abs(Number(ofMean.options.preservationProbability) - mean) < 1e-6);
  });

  it("draws masks from 0 to 1 that are visible with the chance asked for, and soft at the edges of their cells", () => {
    const masks = drawMasks(3000, [9, 12], 3, 0.3, createRandom(1));
    const visible = new Float32Array(108);
    const mean = new Float64Array(108);
    let between = 0;
    for (let mask = 0; mask < 3000; mask++) {
      masks.write(mask, visible);
      assert.ok(visible.every((value) => value >= 0 && value <= 1));
      for (let i = 0; i < 108; i++) {
        mean[i] += visible[i] / 3000;
        if (visible[i] > 0 && visible[i] < 1) between++;
        const right = i % 12 < 11 ? Math.abs(visible[i + 1] - visible[i]) : 0;
        assert.ok(right < 0.3, "cells of 4 pixels, enlarged by 16 / 3, fade over as many");
      }
    }
    assert.ok(mean.every((value) => Math.abs(value - 0.3) < 0.04));
    assert.ok(between > 0.3 * 3000 * 108);
  });

  it("finds the one pixel that counts, and says so without for and against", async () => {
    const map = await new Rise(onePixel, { seed: 1 }).attribute(white, { nSamples: 2000, gridSize: 4 });
    const [best] = map.top(1);
    assert.ok(Math.abs((best.row ?? 0) - 6) <= 1 && Math.abs((best.column ?? 0) - 2) <= 1);
    // Elsewhere the value is the mean answer, E[m], not 0.
    assert.ok(Math.abs(map.values[7] - 0.5) < 0.06);
    const told = map.describe();
    assert.match(told, /^RISE explains .* on average over the masks shown\. It was higher when these were visible: /);
    assert.doesNotMatch(told, /[Ee]vidence/);
    assert.match(map.describe({ locale: "zh-CN" }), /以下区域可见时，输出更高/);
    const flat = await new Rise((y) => y.sum([1, 2, 3]).mul(0).reshape([-1, 1])).attribute(white, { nSamples: 20 });
    assert.match(flat.describe(), /Every value is 0/);
  });

  it("has a standard error that is the spread over seeds", async () => {
    const seeds = 150;
    const maps: { values: Float32Array; standardError: Float32Array | undefined }[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      maps.push(await new Rise(onePixel, { seed }).attribute(white, { nSamples: 60, gridSize: 4 }));
    }
    for (const at of [7, 50]) {
      const mean = maps.reduce((sum, { values }) => sum + values[at], 0) / seeds;
      const spread = Math.sqrt(maps.reduce((sum, { values }) => sum + (values[at] - mean) ** 2, 0) / (seeds - 1));
      const told = Math.sqrt(maps.reduce((sum, map) => sum + (map.standardError?.[at] ?? 0) ** 2, 0) / seeds);
      assert.ok(told / spread > 0.8 && told / spread < 1.25, `reported / seen is ${told / spread}`);
    }
    const one = await new Rise(onePixel).attribute(white, { nSamples: 1 });
    assert.equal(one.standardError, undefined);
  });

  it("says what is wrong with its options", async () => {
    const rise = new Rise(onePixel);
    const rejects = (options: object, name: string, message: RegExp) =>
      assert.rejects(rise.attribute(white, options), { name, message });
    await rejects({ nSamples: 0 }, "OptionError", /^nSamples is 0/);
    await rejects({ gridSize: 9 }, "OptionError", /^gridSize is 9: give 1 to 8 cells for images of 8 × 8 pixels/);
    await rejects({ preservationProbability: 0 }, "OptionError", /^preservationProbability is 0/);
    await rejects({ masks: { values: draw(10), shape: [1, 10] } }, "ShapeError", /expected \[masks, 8, 8\]/);
    await rejects({ masks: { values: draw(64).fill(2), shape: [1, 8, 8] } }, "OptionError", /^the masks have 2/);
    await rejects({ masks: { values: draw(64).fill(0), shape: [1, 8, 8] } }, "OptionError", /hide everything/);
    const rows = { values: draw(6), shape: [2, 3] };
    await assert.rejects(new Rise((y) => y.sum(1, true)).attribute(rows), {
      name: "ShapeError",
      message: "Rise takes images, [n, height, width, channels] or [n, channels, height, width], not [2, 3]",
    });
  });
});
