import assert from "node:assert/strict";
import { join } from "node:path";
import { loadOnnx } from "../../../kernel/library/engine/index.ts";
import { Saliency } from "../../../kernel/library/explain/index.ts";
import { root } from "../../goldens.ts";

const folder = join(root, "test/engine/gradient/files");

/** The derivative of one output by all inputs. */
async function gradientOf(file: string, values: number[], shape: number[], target: number): Promise<number[]> {
  const model = await loadOnnx(join(folder, file));
  const found = await new Saliency(model).attribute(
    { values: Float32Array.from(values), shape },
    { target, abs: false },
  );
  return [...found.values];
}

describe("gradients of files that were silently wrong", () => {
  it("follows what an If captures, where a constant decides the branch: y = x + x · x", async () => {
    const x = [0.5, -1, 2];
    for (const target of [0, 1, 2]) {
      const expected = x.map((value, i) => (i === target ? 1 + 2 * value : 0));
      assert.deepEqual(await gradientOf("if-captures-input.onnx", x, [1, 3], target), expected);
    }
  });

  it("refuses an If that decides when it runs, in place of leaving out what it captures", async () => {
    const values = Array.from({ length: 4 * 36 }, (_, i) => Math.sin(i));
    const model = await loadOnnx(join(folder, "torch-lrn-if.onnx"));
    const inputs = {
      values: Float32Array.from(
        values.slice(
          0,
          model.inputShape.reduce((a, b) => a * b, 1),
        ),
      ),
      shape: [1, ...model.inputShape],
    };
    await assert.rejects(new Saliency(model).attribute(inputs, { target: 0 }), /operator If .*no gradient rule/);
  });

  it("gives 0, not NaN, where a ReLU is off before a root", async () => {
    const found = await gradientOf("relu-then-sqrt.onnx", [-1, 4, 0], [1, 3], 0);
    assert.deepEqual([found[0], found[2]], [0, 0]);
    assert.ok(Number.isFinite(found[1]) && found[1] !== 0);
  });

  it("finds the maxima that a MaxPool counts column by column", async () => {
    const values = Array.from({ length: 24 }, (_, i) => (i * 7) % 24);
    const found = await gradientOf("maxpool-storage-order-1.onnx", values, [1, 1, 4, 6], 0);
    for (let row = 0; row < 4; row += 2) {
      for (let column = 0; column < 6; column += 2) {
        const places = [0, 1, 6, 7].map((step) => row * 6 + column + step);
        const best = places.reduce((a, b) => ((values[b] ?? 0) > (values[a] ?? 0) ? b : a));
        for (const place of places) assert.equal(found[place] !== 0, place === best, `place ${place}`);
      }
    }
  });
});
