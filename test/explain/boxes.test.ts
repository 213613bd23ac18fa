import assert from "node:assert/strict";
import { join } from "node:path";
import { loadOnnx, type OnnxModel } from "../../kernel/library/engine/index.ts";
import { boxedOf } from "../../kernel/library/explain/call/boxed.ts";
import { FeatureAblation, KernelShap, Rise, Saliency } from "../../kernel/library/explain/index.ts";
import { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { deletion } from "../../kernel/library/metrics/index.ts";
import { type Golden, goldens, root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

const fail = () => assert.fail("the model finds no boxes");
const golden = goldens("detection");
const load = (name: string) =>
  loadOnnx(join(root, "test/golden/detection", `${name}.onnx`), { classNames: ["cat", "dog", "cow"] });
const image = { values: golden("image").values, shape: [1, 3, 32, 48] };
/** Cells of 8 pixels. */
const cells = {
  shape: [1, 3, 32, 48],
  values: Int32Array.from({ length: 4608 }, (_, i) => 6 * Math.floor((i % 1536) / 48 / 8) + Math.floor((i % 48) / 8)),
};
const near = (ours: ArrayLike<number>, { name, values }: Golden, least = 1e-5) => {
  assert.equal(ours.length, values.length, name);
  for (let i = 0; i < ours.length; i++) {
    assert.ok(Math.abs(ours[i] - values[i]) <= least, `${name} ${i}: ${ours[i]} instead of ${values[i]}`);
  }
};

for (const name of ["labels", "classes"]) {
  describe(`a detector without a batch axis, NonMaxSuppression within: ${name}`, () => {
    let model: OnnxModel;
    before(async () => {
      await ready();
      model = await load(name);
    });

    it("is read: a picture, channels first, and boxes as many as there are", async () => {
      const [input] = model.signature.inputs;
      assert.deepEqual(
        [input.kind, "layout" in input && input.layout, input.shape],
        ["image", "channelsFirst", [3, 32, 48]],
      );
      assert.ok(model.signature.outputs.every(({ kind }) => kind === "boxes"));
      const [boxes] = await model.detect(image);
      near(
        boxes.flatMap(({ box }) => [...box]),
        golden(`${name}-boxes`),
        1e-3,
      );
      near(
        boxes.map(({ score }) => score),
        golden(`${name}-scores`),
      );
      assert.ok(boxes.every(({ label }) => label === 0 || label === 1 || label === 2));
    });

    for (const at of [0, 2]) {
      it(`matches box ${at} as D-RISE does, with the same masks and cells`, async () => {
        const target = { output: "scores", at };
        const masks = golden("masks").values;
        const shown = Float32Array.from({ length: 60 * 4608 }, (_, i) => {
          const [mask, at] = [Math.floor(i / 4608), i % 4608];
          return image.values[at] * masks[mask * 1536 + (at % 1536)];
        });
        const runner = await model.runner();
        const own = { values: Float32Array.from(image.values), count: 1 };
        const { signal } = new AbortController();
        const focus = await boxedOf(runner, runner.detect ?? fail, own, { target: at }, signal);
        const { outputs } = await focus.runner.predict({ values: shown, count: 60 }, { output: "probability" });
        near(outputs, golden(`${name}-${at}-similarity`));
        const given = { values: Float32Array.from(masks), shape: [60, 32, 48] };
        const rise = await new Rise(model).attribute(image, { target, masks: given });
        near(rise.values.slice(0, 1536), golden(`${name}-${at}-rise`));
        const ablation = await new FeatureAblation(model).attribute(image, { target, featureMask: cells });
        near(ablation.coefficients ?? [], golden(`${name}-${at}-ablation`));
        assert.equal(ablation.target, at);
        const [region] = ablation.targetRegions ?? [];
        assert.deepEqual([region.size, region.from], [[32, 48], "box"]);
        const [left, top, right, bottom] = golden(`${name}-boxes`).values.slice(4 * at, 4 * at + 4);
        const [first] = region.runs;
        assert.deepEqual(
          [Math.floor(first / 48), first % 48],
          [Math.max(0, Math.floor(top)), Math.max(0, Math.floor(left))],
        );
        const across = Math.min(48, Math.ceil(right)) - Math.max(0, Math.floor(left));
        assert.deepEqual(
          [region.runs[1], region.runs.length / 2],
          [across, Math.min(32, Math.ceil(bottom)) - Math.max(0, Math.floor(top))],
        );
      });
    }

    it("explains the surest box where none is named, adds up, and is told in words", async () => {
      const map = await new KernelShap(model).attribute(image, { featureMask: cells, nSamples: 300, seed: 1 });
      assert.equal(map.target, 0);
      const total = Array.from(map.coefficients ?? []).reduce(
        (sum, value) => sum + value,
        map.expectedValue?.[0] ?? Number.NaN,
      );
      assert.ok(Math.abs(total - (map.answers?.[0] ?? 0)) < 1e-5);
      // The box itself is found: of it the match is its own score.
      assert.ok(Math.abs((map.answers?.[0] ?? 0) - golden(`${name}-scores`).values[0]) < 1e-5);
      assert.match(
        map.describe(),
        /explains box 0, (cat|dog|cow) \(score 0\.\d+\), from \(\d+, \d+\) to \(\d+, \d+\)\. What counts is how well/,
      );
      assert.match(map.describe({ locale: "zh-CN" }), /第 0 个框（从 0 起），(cat|dog|cow)，得分 0\.\d+，位于/);
      const back = Explanation.fromJSON(JSON.parse(JSON.stringify(map)));
      assert.equal(back.describe(), map.describe());
      const { scores } = await deletion(model, map);
      assert.ok(Number.isFinite(scores[0]));
    });

    it("says what it cannot do, and what to ask instead", async () => {
      await assert.rejects(new Saliency(model).attribute(image), {
        name: "GradientNotFoundError",
        message: /NonMaxSuppression.*D-RISE/,
      });
      await assert.rejects(model.predict(image), {
        name: "UnsupportedLayerError",
        message: /model\.detect\(pictures\)/,
      });
      const count = golden(`${name}-scores`).values.length;
      await assert.rejects(
        new KernelShap(model).attribute(image, { target: { output: "scores", at: 99 }, featureMask: cells }),
        {
          name: "TargetError",
          message: `box 99 is not there: the model finds ${count} in input 0 (0–${count - 1})`,
        },
      );
      await assert.rejects(model.detect({ values: new Float32Array(12), shape: [1, 3, 2, 2] }), { name: "ShapeError" });
    });
  });
}
