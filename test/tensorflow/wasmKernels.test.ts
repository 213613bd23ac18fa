import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { assertNoLeak, ready } from "../tensorflow.ts";

/** The same gradient on wasm and on cpu, as arrays. */
async function onBoth(gradient: () => tf.Tensor): Promise<{ wasm: Float32Array; cpu: Float32Array }> {
  const run = async (backend: string) => {
    await tf.setBackend(backend);
    const result = tf.tidy(gradient);
    const values = (await result.data()) as Float32Array;
    result.dispose();
    return values;
  };
  const cpu = await run("cpu");
  return { wasm: await run("wasm"), cpu };
}

function assertClose(ours: Float32Array, cpu: Float32Array, tolerance: number): void {
  assert.equal(ours.length, cpu.length);
  const worst = ours.reduce((max, v, i) => Math.max(max, Math.abs(v - (cpu[i] as number))), 0);
  assert.ok(worst <= tolerance, `differs by ${worst}`);
}

const geometry = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: fc.integer({ min: 5, max: 9 }),
  width: fc.integer({ min: 5, max: 9 }),
  channels: fc.integer({ min: 1, max: 3 }),
  filterHeight: fc.integer({ min: 1, max: 4 }),
  filterWidth: fc.integer({ min: 1, max: 4 }),
  strideHeight: fc.integer({ min: 1, max: 3 }),
  strideWidth: fc.integer({ min: 1, max: 3 }),
  pad: fc.constantFrom("valid" as const, "same" as const),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

describe("the wasm backend's own kernels", () => {
  before(ready);
  afterEach(() => tf.setBackend("wasm"));

  it("Conv2DBackpropFilter equals cpu for any stride, pad and filter", async () => {
    await fc.assert(
      fc.asyncProperty(geometry, fc.integer({ min: 1, max: 4 }), async (g, filters) => {
        const { wasm, cpu } = await onBoth(() => {
          const x = tf.randomNormal<tf.Rank.R4>([g.batch, g.height, g.width, g.channels], 0, 1, "float32", g.seed);
          const w = tf.randomNormal<tf.Rank.R4>(
            [g.filterHeight, g.filterWidth, g.channels, filters],
            0,
            1,
            "float32",
            7,
          );
          const convolve = (v: tf.Tensor) => tf.conv2d(x, v as tf.Tensor4D, [g.strideHeight, g.strideWidth], g.pad);
          return tf.grad(convolve)(w, tf.randomNormal(convolve(w).shape, 0, 1, "float32", 3));
        });
        assertClose(wasm, cpu, 1e-5 * Math.max(1, ...cpu.map(Math.abs)));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("convolves, also depthwise and fused, as cpu does, where the stride is longer than the filter too", async () => {
    await fc.assert(
      fc.asyncProperty(geometry, fc.boolean(), fc.boolean(), async (g, depthwise, fused) => {
        const { wasm, cpu } = await onBoth(() => {
          const x = tf.randomNormal<tf.Rank.R4>([g.batch, g.height, g.width, g.channels], 0, 1, "float32", g.seed);
          const shape: [number, number, number, number] = [g.filterHeight, g.filterWidth, g.channels, 2];
          const filter = tf.randomNormal<tf.Rank.R4>(shape, 0, 1, "float32", 7);
          // A depthwise convolution takes one stride for both directions.
          const strides: [number, number] = [g.strideHeight, depthwise ? g.strideHeight : g.strideWidth];
          if (fused) return tf.fused[depthwise ? "depthwiseConv2d" : "conv2d"]({ x, filter, strides, pad: g.pad });
          return depthwise ? tf.depthwiseConv2d(x, filter, strides, g.pad) : tf.conv2d(x, filter, strides, g.pad);
        });
        assertClose(wasm, cpu, 1e-5 * Math.max(1, ...cpu.map(Math.abs)));
        assert.ok(wasm.some((value) => value !== 0));
      }),
      { numRuns: 120, seed: 3 },
    );
  });

  it("borrows the kernels that wasm lacks from cpu, and leaks nothing", async () => {
    const programs: Record<string, () => tf.Tensor> = {
      depthwiseFilter: () => {
        const x = tf.randomNormal<tf.Rank.R4>([2, 6, 6, 3], 0, 1, "float32", 1);
        const w = tf.randomNormal([3, 3, 3, 2], 0, 1, "float32", 2);
        return tf.grad((v) => tf.square(tf.depthwiseConv2d(x, v as tf.Tensor4D, 2, "same")))(w);
      },
      depthwiseInput: () => {
        const x = tf.randomNormal([2, 6, 6, 3], 0, 1, "float32", 1);
        const w = tf.randomNormal<tf.Rank.R4>([3, 3, 3, 2], 0, 1, "float32", 2);
        return tf.grad((v) => tf.square(tf.depthwiseConv2d(v as tf.Tensor4D, w, 1, "valid")))(x);
      },
      gather: () => tf.grad((v) => tf.square(tf.gather(v, [2, 0, 2])))(tf.range(0, 12).reshape([4, 3])),
      einsum: () => tf.einsum("bij,bjk->bik", tf.range(0, 12).reshape([2, 2, 3]), tf.range(0, 12).reshape([2, 3, 2])),
    };
    for (const [name, program] of Object.entries(programs)) {
      const { wasm, cpu } = await assertNoLeak(() => onBoth(program));
      assertClose(wasm, cpu, 1e-4);
      assert.ok(
        wasm.some((value) => value !== 0),
        name,
      );
      const buffers = () => [
        tf.memory().numDataBuffers,
        tf.findBackend("cpu").numDataIds(),
        tf.findBackend("wasm").numDataIds(),
      ];
      const before = buffers();
      for (let i = 0; i < 20; i++) tf.tidy(() => void program());
      assert.deepEqual(buffers(), before, name);
    }
  });

  it("MaxPoolGrad equals cpu for any stride, pad and window, with many ties", async () => {
    await fc.assert(
      fc.asyncProperty(geometry, async (g) => {
        const { wasm, cpu } = await onBoth(() => {
          // Only the values 0, 1 and 2: nearly every window has a tie.
          const shape: [number, number, number, number] = [g.batch, g.height, g.width, g.channels];
          const x = tf.floor(tf.randomUniform<tf.Rank.R4>(shape, 0, 3, "float32", g.seed)) as tf.Tensor4D;
          const pool = (v: tf.Tensor) =>
            tf.maxPool(v as tf.Tensor4D, [g.filterHeight, g.filterWidth], [g.strideHeight, g.strideWidth], g.pad);
          const dy = tf.randomNormal(pool(x).shape, 0, 1, "float32", 3);
          return tf.grad(pool)(x, dy);
        });
        assertClose(wasm, cpu, 1e-5);
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it("gives a tied maximum's gradient to the first cell, row by row", async () => {
    const gradient = tf.tidy(() => {
      const x = tf.tensor4d([5, 9, 9, 9], [1, 2, 2, 1]);
      return tf.grad((v) => tf.maxPool(v as tf.Tensor4D, 2, 2, "valid"))(x);
    });
    assert.deepEqual([...(await gradient.data())], [0, 1, 0, 0]);
    gradient.dispose();
  });

  it("has every kernel that training a CNN needs, and leaks nothing in 100 steps", async () => {
    await assertNoLeak(async () => {
      const model = tf.sequential({
        layers: [
          tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 3, kernelSize: 3, activation: "relu" }),
          tf.layers.maxPooling2d({ poolSize: 2 }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 2, activation: "softmax" }),
        ],
      });
      const optimizer = tf.train.adam(0.01);
      const x = tf.randomNormal([4, 8, 8, 1], 0, 1, "float32", 1);
      const labels = tf.oneHot([0, 1, 0, 1], 2);
      const step = () =>
        tf.tidy(() => {
          optimizer.minimize(() => tf.losses.logLoss(labels, model.apply(x) as tf.Tensor));
        });
      step();
      await assertNoLeak(() => {
        for (let i = 0; i < 100; i++) step();
      });
      optimizer.dispose();
      model.dispose();
      x.dispose();
      labels.dispose();
    });
  });
});
