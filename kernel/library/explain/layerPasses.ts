import { UnsupportedLayerError } from "../errors.ts";
import { type Call, pairCount } from "./call.ts";

/** A layer's activations and gradients for every pair, row-major `[pairs, ...shape]`. */
export interface LayerMaps {
  /** Without the batch dimension. */
  readonly shape: readonly number[];
  readonly activations: Float32Array;
  readonly gradients: Float32Array;
}

/** One forward and one backward pass for each pair, heard at a layer. */
export async function layerMaps(call: Call, layer: string): Promise<LayerMaps> {
  const pairs = pairCount(call);
  let shape: readonly number[] = [];
  let activations: Float32Array = new Float32Array();
  let gradients: Float32Array = new Float32Array();
  await call.ownGradients(
    (start, rows, { layers }) => {
      const pass = layers.get(layer);
      if (!pass?.gradient) return;
      const size = pass.activation.length / rows;
      if (start === 0) {
        shape = pass.shape;
        // What came in one piece is not copied.
        activations = rows === pairs ? pass.activation : new Float32Array(pairs * size);
        gradients = rows === pairs ? pass.gradient : new Float32Array(pairs * size);
      }
      if (rows === pairs) return;
      activations.set(pass.activation, start * size);
      gradients.set(pass.gradient, start * size);
    },
    { layers: [layer], onlyLayers: true },
  );
  return { shape, activations, gradients };
}

/** @throws UnsupportedLayerError for a layer whose output is no stack of feature maps. */
export function requireFeatureMaps(layer: string, shape: readonly number[]): [number, number, number] {
  const [height, width, channels] = shape;
  if (shape.length === 3) return [height, width, channels];
  throw new UnsupportedLayerError(
    `the layer ${layer} gives [${shape.join(", ")}], not feature maps [height, width, channels]: name a convolution, or ` +
      "what comes after one",
  );
}
