import type { LayerPass } from "../../engine/runner.ts";
import { type Call, pairCount } from "../call/call.ts";
import type { LayerShape } from "./layerPasses.ts";

/** What is heard at a layer in each step of the way from baseline to input: `take` gets one row at a time, steps in order. */
export async function walkLayer(
  call: Call,
  layer: string,
  from: Float32Array,
  alphas: ArrayLike<number>,
  take: (pair: number, step: number, pass: { activation: Float32Array; gradient: Float32Array }) => void,
): Promise<LayerShape> {
  const { size, count, values: x } = call.rows;
  const steps = alphas.length;
  let found: LayerShape = { shape: [], axes: undefined };
  await call.gradients(
    pairCount(call) * steps,
    (index, buffer, offset) => {
      const start = (Math.floor(index / steps) % count) * size;
      for (let i = 0; i < size; i++) {
        const base = from[start + i];
        buffer[offset + i] = base + alphas[index % steps] * (x[start + i] - base);
      }
      return Math.floor(index / steps) % count;
    },
    (index) => call.targets.classes[Math.floor(index / steps)],
    (first, rows, { layers }) => {
      const pass: LayerPass | undefined = layers.get(layer);
      if (!pass?.gradient) return;
      found = { shape: pass.shape, axes: pass.axes };
      const one = pass.activation.length / rows;
      for (let row = 0; row < rows; row++) {
        const index = first + row;
        take(Math.floor(index / steps), index % steps, {
          activation: pass.activation.subarray(row * one, (row + 1) * one),
          gradient: pass.gradient.subarray(row * one, (row + 1) * one),
        });
      }
    },
    { layers: [layer], onlyLayers: true },
  );
  return found;
}
