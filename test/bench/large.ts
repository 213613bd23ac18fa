import { setTimeout as wait } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs";
import { IntegratedGradients } from "../../kernel/library/explain/index.ts";

const side = 224;
const stages = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];

/** VGG16's shape: 138 million weights, drawn at random. */
function vgg16(): tf.LayersModel {
  const model = tf.sequential();
  const drawn = (seed: number) => tf.initializers.glorotUniform({ seed });
  let seed = 1;
  for (const [stage, widths] of stages.entries()) {
    for (const [i, filters] of widths.entries()) {
      model.add(
        tf.layers.conv2d({
          ...(stage + i === 0 ? { inputShape: [side, side, 3] } : {}),
          ...{ name: `block${stage + 1}_conv${i + 1}`, filters, kernelSize: 3, padding: "same", activation: "relu" },
          kernelInitializer: drawn(seed++),
        }),
      );
    }
    model.add(tf.layers.maxPooling2d({ name: `block${stage + 1}_pool`, poolSize: 2, strides: 2 }));
  }
  model.add(tf.layers.flatten());
  for (const units of [4096, 4096])
    model.add(tf.layers.dense({ units, activation: "relu", kernelInitializer: drawn(seed++) }));
  model.add(tf.layers.dense({ units: 1000, activation: "softmax", kernelInitializer: drawn(seed++) }));
  return model;
}

const gigabytes = () => (process.resourceUsage().maxRSS / 2 ** 20).toFixed(2);

/** Integrated gradients with 50 steps on a VGG16-shaped model: peak of memory, progress, and how soon an abort is heard. */
export async function run(): Promise<void> {
  await tf.setBackend("cpu");
  const model = vgg16();
  console.log(`the model is there; peak of memory ${gigabytes()} GiB`);
  const image = {
    values: Float32Array.from({ length: side * side * 3 }, (_, i) => 0.5 + 0.5 * Math.sin(i * 0.01)),
    shape: [1, side, side, 3],
  };
  const method = new IntegratedGradients(model);
  const told: number[] = [];
  let [longest, last] = [0, performance.now()];
  const onProgress = (fraction: number) => {
    const now = performance.now();
    if (told.length > 0) longest = Math.max(longest, now - last);
    last = now;
    told.push(fraction);
  };
  const began = performance.now();
  await method.attribute(image, { target: 7, nSteps: 50, onProgress });
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `IG 50: ${seconds.toFixed(1)} s, peak of memory ${gigabytes()} GiB (goal 4), progress told ${told.length} times, ` +
      `${(longest / 1000).toFixed(2)} s between two at most`,
  );
  for (const after of [200, 1500, 4000]) {
    const controller = new AbortController();
    // Counted from when the abort was due: while a run of the engine holds the thread, no timer rings.
    const due = performance.now() + after;
    const stopped = method.attribute(image, { target: 7, nSteps: 50, signal: controller.signal }).catch(() => {});
    await wait(Math.max(0, due - performance.now()));
    const work = process.cpuUsage();
    controller.abort();
    await stopped;
    const late = Math.max(0, performance.now() - due) / 1000;
    const { user, system } = process.cpuUsage(work);
    console.log(
      `aborted after ${after} ms: stopped ${late.toFixed(2)} s later (goal 2), ${((user + system) / 1e6).toFixed(2)} s of ` +
        "processor time after the abort was heard",
    );
  }
  model.dispose();
}
