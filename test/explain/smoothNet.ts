import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadOnnx } from "../../kernel/library/engine/index.ts";
import type { Model } from "../../kernel/library/engine/model.ts";
import type { Runner } from "../../kernel/library/engine/runner.ts";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import { goldens, root } from "../goldens.ts";

const golden = goldens("pictures");

/** A net of tanh and two pictures with their channels first, `test/golden/pictures/make.py`'s. */
export async function smooth() {
  const model = await loadOnnx(readFileSync(join(root, "test/golden/pictures/smooth.onnx")));
  const { values, shape } = golden("input");
  return { model, x: { values: values as Float32Array, shape } };
}

/** The last feature map of the net. */
export const lastLayer = "/tc/Tanh_output_0";

/** Whether all numbers are within a part of the largest. */
export function nearly(found: ArrayLike<number>, expected: ArrayLike<number>, part: number): void {
  assert.equal(found.length, expected.length);
  let [most, apart] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    most = Math.max(most, Math.abs(expected[i]));
    const difference = Math.abs(found[i] - expected[i]);
    apart = difference > apart || Number.isNaN(difference) ? difference : apart;
  }
  assert.ok(apart <= part * most, `${apart} apart, of ${most}: ${apart / most}`);
}

/** The same net as one that takes its pictures with the channels last, and what brings maps of it back. */
export async function lastChannels() {
  const { model, x } = await smooth();
  const [count, channels, height, width] = x.shape;
  const size = channels * height * width;
  const turn = (values: ArrayLike<number>, from: (c: number, place: number) => number, to: typeof from) => {
    const turned = new Float32Array(values.length);
    for (let row = 0; row < values.length; row += size) {
      for (let c = 0; c < channels; c++) {
        for (let p = 0; p < height * width; p++) turned[row + to(c, p)] = values[row + from(c, p)];
      }
    }
    return turned;
  };
  const first = (c: number, place: number) => c * height * width + place;
  const last = (c: number, place: number) => place * channels + c;
  const runner = await runnerFor(model, {});
  const turnedRunner: Runner = {
    ...runner,
    signature: {
      ...runner.signature,
      inputs: [
        {
          kind: "image",
          name: "image",
          dtype: "float32",
          shape: [height, width, channels],
          layout: "channelsLast",
          height,
          width,
          channels,
        },
      ],
    },
    inputShape: [height, width, channels],
    predict: (batch, options) => runner.predict({ ...batch, values: turn(batch.values, last, first) }, options),
    async gradients(batch, options) {
      const found = await runner.gradients({ ...batch, values: turn(batch.values, last, first) }, options);
      return { ...found, input: turn(found.input, first, last) };
    },
  };
  return {
    model: { runner: async () => turnedRunner } as unknown as Model,
    x: { values: turn(x.values, first, last), shape: [count, height, width, channels] },
    back: (values: ArrayLike<number>) => turn(values, last, first),
  };
}
