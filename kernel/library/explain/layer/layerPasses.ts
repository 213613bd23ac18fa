import type { CamKind } from "../../engine/runner.ts";
import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import type { Axis } from "../../signature/axes.ts";
import { type Call, pairCount } from "../call/call.ts";

/** What a layer gives, without the batch dimension. */
export interface LayerShape {
  readonly shape: readonly number[];
  /** What each of its axes is; undefined where the engine does not say it. */
  readonly axes: readonly Axis[] | undefined;
}

/** A layer's activations and gradients for every pair, row-major `[pairs, ...shape]`. */
export interface LayerMaps extends LayerShape {
  readonly activations: Float32Array;
  readonly gradients: Float32Array;
}

/** A number for each place of a layer, for every pair. */
export interface SmallMaps {
  /** `[height, width]`, of a volume `[depth, height, width]`. */
  readonly size: readonly number[];
  readonly maps: Float32Array;
}

/** One forward and one backward pass for each pair, heard at a layer. */
export async function layerMaps(call: Call, layer: string): Promise<LayerMaps> {
  const pairs = pairCount(call);
  let shape: readonly number[] = [];
  let axes: readonly Axis[] | undefined;
  let activations: Float32Array = new Float32Array();
  let gradients: Float32Array = new Float32Array();
  await call.ownGradients(
    (start, rows, { layers }) => {
      const pass = layers.get(layer);
      if (!pass?.gradient) return;
      const size = pass.activation.length / rows;
      if (start === 0) {
        shape = pass.shape;
        axes = pass.axes;
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
  return { shape, axes, activations, gradients };
}

/** A class activation map of every pair at a layer's own size, `[pairs, ...size]`, by the same one pass. */
export async function camMaps(call: Call, layer: string, kind: CamKind): Promise<SmallMaps> {
  const pairs = pairCount(call);
  let size: SmallMaps["size"] = [];
  let maps: Float32Array = new Float32Array();
  await call.ownGradients(
    (start, rows, { cam }) => {
      if (!cam)
        throw new UnsupportedLayerError(say`the engine that runs this model gives no class activation map of ${layer}`);
      const places = sizeOf(cam.size);
      if (start === 0) {
        size = cam.size;
        maps = rows === pairs ? cam.map : new Float32Array(pairs * places);
      }
      if (rows < pairs) maps.set(cam.map, start * places);
    },
    { cam: { layer, kind }, onlyLayers: true },
  );
  return { size, maps };
}
