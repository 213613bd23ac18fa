import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type * as tf from "@tensorflow/tfjs";
import { loadOnnx } from "../../kernel/library/engine/index.ts";
import {
  explain,
  GradCam,
  gridSegments,
  IntegratedGradients,
  Occlusion,
  Saliency,
} from "../../kernel/library/explain/index.ts";
import { boxes } from "../../kernel/library/explain/segments/boxes.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { goldens, root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";

const golden = goldens("volumes");
/** The largest output. */
const target = 2;
const size = [2, 6, 8, 8] as const;

/** Channels first to channels last. */
const turned = (values: ArrayLike<number>) => {
  const [channels, ...places] = size;
  const count = places[0] * places[1] * places[2];
  return Float32Array.from(
    { length: count * channels },
    (_, i) => values[(i % channels) * count + Math.floor(i / channels)],
  );
};

function near(found: ArrayLike<number>, wanted: ArrayLike<number>, what: string): void {
  assert.equal(found.length, wanted.length, what);
  const most = Array.from(wanted).reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  for (let i = 0; i < wanted.length; i++) {
    assert.ok(Math.abs(found[i] - wanted[i]) <= 1e-4 * most, `${what}[${i}]: ${found[i]}, ${wanted[i]}`);
  }
}

for (const layout of ["first", "last"] as const) {
  describe(`a volume of two channels, channels ${layout}`, () => {
    let model: Awaited<ReturnType<typeof loadOnnx>>;
    const isFirst = layout === "first";
    const own = (values: ArrayLike<number>) => (isFirst ? Float32Array.from(values) : turned(values));
    const shape = isFirst ? [1, 2, 6, 8, 8] : [1, 6, 8, 8, 2];
    const input = () => ({ shape, values: own(golden("input").values) });
    before(async () => {
      await ready();
      model = await loadOnnx(await readFile(join(root, `test/golden/volumes/${layout}.onnx`)));
    });

    it("is read as one from the convolution over three axes", () => {
      const [spec] = model.signature.inputs;
      assert.equal(spec.kind, "volume");
      assert.deepEqual(spec.kind === "volume" && [spec.layout, spec.channels, spec.depth, spec.height, spec.width], [
        isFirst ? "channelsFirst" : "channelsLast",
        2,
        6,
        8,
        8,
      ]);
    });

    it("has Captum's gradient, integrated gradients and windows over three axes", async () => {
      const gradient = await new Saliency(model).attribute(input(), { target, abs: false });
      near(gradient.values, own(golden("saliency").values), "saliency");
      const ig = await new IntegratedGradients(model).attribute(input(), { target, nSteps: 50 });
      near(ig.values, own(golden("ig").values), "ig");
      const windows = await new Occlusion(model).attribute(input(), {
        target,
        slidingWindowShapes: isFirst ? [2, 2, 3, 4] : [2, 3, 4, 2],
        strides: isFirst ? [2, 1, 2, 2] : [1, 2, 2, 2],
      });
      near(windows.values, own(golden("occlusion").values), "occlusion");
    });

    it("has Captum's Grad-CAM of a convolution over three axes, one value for each place", async () => {
      const cam = (upsample: "none" | "bilinear"): Promise<Explanation> =>
        new GradCam(model, "/conv2/Conv_output_0").attribute(input(), { target, relu: false, upsample });
      const small = await cam("none");
      assert.deepEqual(small.shape, [1, 3, 4, 4, 1]);
      near(small.values, golden("gradcam").values, "gradcam");
      const large = await cam("bilinear");
      assert.deepEqual(large.shape, [1, 6, 8, 8, 1]);
      const [{ depth, row, column, position }] = large.top(1);
      assert.deepEqual([depth, row, column, 0], position);
      assert.match(
        large.describe({ locale: "en" }),
        /(in|on) the [a-z ]+ of slices \d–\d .*Positions are \(depth, row, column\), counted from 0\./,
      );
    });

    it("is told by slices, row and column of the strongest voxel in either layout", async () => {
      const ig = await new IntegratedGradients(model).attribute(input(), { target, nSteps: 50 });
      const [best] = ig.top(1);
      const at = Array.from(golden("ig").values).reduce(
        (most, value, i, all) => (Math.abs(value) > Math.abs(all[most]) ? i : most),
        0,
      );
      const place = at % (6 * 8 * 8);
      assert.deepEqual(
        [best.depth, best.row, best.column],
        [Math.floor(place / 64), Math.floor(place / 8) % 8, place % 8],
      );
      assert.match(ig.describe({ locale: "en" }), /of 384 voxels\. Positions are \(depth, row, column\)/);
    });
  });
}

describe("parts of a volume", () => {
  it("are boxes of all channels, numbered slice by slice, smaller at the far edges", () => {
    const { values, shape } = gridSegments([3, 2, 4], [2, 1, 3]);
    assert.deepEqual(shape, [3, 2, 4]);
    assert.deepEqual([...values.subarray(0, 8)], [0, 0, 0, 1, 2, 2, 2, 3]);
    assert.deepEqual([...values.subarray(16)], [4, 4, 4, 5, 6, 6, 6, 7]);
    assert.throws(() => gridSegments([3, 2, 4], [2, 1]), /a cell of \[2, 1\] pixels: .* one for each of 3 axes/);
  });

  it("are about 60 cubes by default, in millimeters where the spacing is known", () => {
    const axes = ["channel", "depth", "height", "width"] as const;
    const cubes = boxes([2, 16, 64, 64], axes);
    const count = cubes.values.reduce((most, part) => Math.max(most, part + 1), 0);
    assert.ok(count >= 30 && count <= 100, String(count));
    const half = 16 * 64 * 64;
    assert.deepEqual(cubes.values.subarray(0, half), cubes.values.subarray(half));
    // Slices 10 mm apart, pixels 1 mm: a cube has few slices and many pixels.
    const { values } = boxes([1, 16, 64, 64], axes, [10, 1, 1]);
    const across = values.subarray(0, 64).findIndex((part) => part !== 0);
    const deep = Array.from({ length: 16 }, (_, slice) => values[slice * 64 * 64]).findIndex((part) => part !== 0);
    assert.ok(Math.abs(across - 10 * deep) < 10, `${deep} × ${across}`);
  });

  it("let explain() answer for a volume, and for numbers on four axes of which nothing is known", async () => {
    await ready();
    const mean = (batch: tf.Tensor) => batch.reshape([-1, 65536]).mean(1, true) as tf.Tensor;
    const values = Float32Array.from({ length: 65536 }, (_, i) => (i % 4096 < 64 ? 1 : 0));
    const report = await explain(mean, { shape: [1, 1, 16, 64, 64], values }, { methods: ["KernelShap"] });
    const [map] = report.explanations;
    const sum = Array.from(map.coefficients ?? []).reduce((total, value) => total + value, 0);
    assert.ok(Math.abs(sum - (64 * 16) / 65536) < 1e-4, String(sum));
  });
});
