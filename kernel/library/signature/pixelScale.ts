import type { ImageSpec } from "./Signature.ts";

/** How a model's number comes out of a byte, channel by channel in the model's order: `number = byte · scale + offset`. */
export interface PixelScale {
  readonly scale: readonly number[];
  readonly offset: readonly number[];
}

/** The steps of an image's preprocessing that change its numbers, as one; undefined where nobody says how it is preprocessed. */
export function pixelScale({ preprocess, channels }: ImageSpec): PixelScale | undefined {
  if (!preprocess) return undefined;
  const scale = new Array<number>(channels).fill(1);
  const offset = new Array<number>(channels).fill(0);
  for (const step of preprocess) {
    if (step.kind === "rescale") {
      for (let c = 0; c < channels; c++) {
        scale[c] *= step.factor;
        offset[c] = offset[c] * step.factor + (step.offset ?? 0);
      }
    }
    if (step.kind === "normalize") {
      for (let c = 0; c < channels; c++) {
        const std = step.std[c] ?? step.std[0] ?? 1;
        scale[c] /= std;
        offset[c] = (offset[c] - (step.mean[c] ?? step.mean[0] ?? 0)) / std;
      }
    }
  }
  return { scale, offset };
}
