import assert from "node:assert/strict";
import { join } from "node:path";
import { loadOnnx, type OnnxModel } from "../../kernel/library/engine/index.ts";
import { AttentionRollout, GradientAttentionRollout, RawAttention } from "../../kernel/library/explain/index.ts";
import { type Golden, goldens, root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

const golden = goldens("vision");
const load = (name: string) => loadOnnx(join(root, "test/golden/vision", `${name}.onnx`));
const near = (ours: ArrayLike<number>, { name, values }: Golden) => {
  assert.equal(ours.length, values.length, name);
  const most = Math.max(...Array.from(values, Math.abs));
  for (let i = 0; i < ours.length; i++) assert.ok(Math.abs(ours[i] - values[i]) <= 1e-4 * most, `${name} ${i}`);
};

/** Tokens before the patches, and how these lie. */
const networks = {
  torchvision: { first: 1, grid: [4, 4], blocks: 3 },
  registers: { first: 5, grid: [4, 6], blocks: 2 },
  twoTokens: { first: 2, grid: [4, 4], blocks: 2 },
  folded: { first: 1, grid: [3, 4], blocks: 2 },
} as const;

describe("attention of vision transformers that others made", () => {
  before(ready);

  for (const [name, { first, grid, blocks }] of Object.entries(networks)) {
    describe(name, () => {
      let model: OnnxModel;
      const { values, shape } = golden(`${name}-image`);
      const image = { values, shape };
      const none = { upsample: "none" } as const;
      before(async () => {
        model = await load(name);
      });

      it("is found, with its patches and the tokens before them", async () => {
        const { attention } = await model.runner();
        assert.deepEqual({ grid: attention?.grid, before: attention?.before }, { grid, before: first });
        assert.equal(attention?.scores.length, blocks);
        assert.ok(attention?.scores.every((each) => model.valueNames.includes(each)));
      });

      it("rolls out as in torch, and for a class", async () => {
        const rollout = await new AttentionRollout(model).attribute(image, none);
        assert.deepEqual(rollout.shape, [2, ...grid, 1]);
        near(rollout.values, golden(`${name}-rollout`));
        const gradient = await new GradientAttentionRollout(model).attribute(image, { ...none, target: 3 });
        near(gradient.values, golden(`${name}-gradient`));
        const head = await new RawAttention(model).attribute(image, { ...none, heads: 1 });
        near(head.values, golden(`${name}-head1`));
      });

      it("is shown head by head, of every block", async () => {
        const each = await new RawAttention(model).byHead(image, none);
        assert.equal(each.length, 2 * blocks);
        near(each[2 * blocks - 1].values, golden(`${name}-head1`));
        assert.deepEqual(
          each.map(({ options }) => options.heads),
          Array.from({ length: 2 * blocks }, (_, i) => i % 2),
        );
        const alone = { ...none, heads: 0, layers: each[0].options.layers as string[] };
        assert.deepEqual(each[0].values, (await new RawAttention(model).attribute(image, alone)).values);
      });

      it("is laid over the picture's own height and width", async () => {
        const map = await new AttentionRollout(model).attribute(image);
        assert.deepEqual(map.shape, [2, shape[2], shape[3], 1]);
        const { values: patches } = await new AttentionRollout(model).attribute(image, none);
        assert.equal(map.values[0], patches[0]);
        assert.equal(map.values[8 * shape[3] + 8], patches[grid[1] + 1]);
      });
    });
  }

  it("says what it cannot map, and what to give", async () => {
    const model = await load("registers");
    const { values, shape } = golden("registers-image");
    const image = { values: values.slice(0, values.length / 2), shape: [1, ...shape.slice(1)] };
    const rollout = new AttentionRollout(model);
    const whole = await rollout.attribute(image, { upsample: "none" });
    const given = await rollout.attribute(image, { upsample: "none", patches: [4, 6] });
    assert.deepEqual(given.values, whole.values);
    await assert.rejects(rollout.attribute(image, { patches: [5, 6] }), {
      name: "OptionError",
      message: "patches is [5, 6]: give their rows and columns, which make at most the 29 tokens",
    });
    await assert.rejects(rollout.attribute(image, { heads: 2 }), /heads is 2, but the attention has 2, counted from 0/);
    const other = model.valueNames.find((name) => name.includes("layer_norm")) ?? "";
    await assert.rejects(rollout.attribute(image, { layers: [other] }), { name: "UnsupportedLayerError" });
    const [most, least] = [
      await rollout.attribute(image, { heads: "max", upsample: "none" }),
      await rollout.attribute(image, { heads: "min", upsample: "none" }),
    ];
    assert.ok(most.values.every((value, i) => value > whole.values[i] && least.values[i] < whole.values[i]));
    // Every row of a rollout sums to 1: with the mean over the patches some of each patch is its own.
    const patches = await rollout.attribute(image, { from: "patches", upsample: "none" });
    assert.ok(Math.abs(patches.values.reduce((a, b) => a + b) - whole.values.reduce((a, b) => a + b)) > 0.01);
  });
});
