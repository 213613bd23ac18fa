import { strongestOf, type Voxel, type Voxels } from "../../../../renderers/shared/volumePlanes.ts";
import type { Extent } from "../../explanation/Meaning.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import type { VolumeSpec } from "../../signature/Signature.ts";
import { placeSums } from "./placeSums.ts";

/** A map of a volume over the volume, both of the input's size. */
export interface Volume {
  /** Channels summed. */
  readonly map: Voxels;
  /** The first channel as it is shown, 0 black to 255 white. */
  readonly under: Voxels;
  /** The voxel with the largest |value|: planes go through it. */
  readonly at: Voxel;
  readonly spacing: VolumeSpec["spacing"];
}

interface Given {
  readonly values: Float32Array;
  readonly extent: Extent;
  readonly featureMask?: Int32Array | undefined;
  readonly shape: readonly number[];
  readonly input: Float32Array;
  readonly inputShape: readonly number[];
}

/**
 * @param given channels last, `[depth, height, width, channels]` or without channels. A coarser map, of a layer, is repeated
 * up to the input's size.
 */
export function volumeIn(given: Given, spec: VolumeSpec): Volume {
  const { input, inputShape } = given;
  const own = summed(given);
  const channels = sizeOf(inputShape.slice(3));
  const [depth, height, width] = inputShape;
  const map = enlarged(own, [depth, height, width]);
  const first = Float32Array.from({ length: input.length / channels }, (_, i) => input[i * channels]);
  return { map, under: { ...map, values: shown(first, spec.window) }, at: strongestOf(map), spacing: spec.spacing };
}

function summed({ shape, ...given }: Given): Voxels {
  const [depth, height, width] = shape;
  return { values: placeSums({ ...given, channels: sizeOf(shape.slice(3)) }), depth, height, width };
}

function enlarged(own: Voxels, [depth, height, width]: Voxel): Voxels {
  if (own.depth === depth && own.height === height && own.width === width) return own;
  const from = (at: number, size: number, of: number) => Math.floor((at * of) / size);
  const values = Float32Array.from({ length: depth * height * width }, (_, i) => {
    const [d, r, c] = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
    const row = from(d, depth, own.depth) * own.height + from(r, height, own.height);
    return own.values[row * own.width + from(c, width, own.width)];
  });
  return { values, depth, height, width };
}

/** Bytes by the window, or from the least value to the largest where none is stated. */
function shown(values: Float32Array, window: VolumeSpec["window"]): Uint8ClampedArray {
  let [low, high] = window ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  if (!window) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const range = high - low;
  return Uint8ClampedArray.from(values, (value) => (range > 0 ? ((value - low) / range) * 255 : 0));
}
