import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { blur } from "../../math/blur.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { joinAlike, neighborsOf } from "./joinAlike.ts";
import { type SeenOptions, segmentEach } from "./pictures.ts";
import type { FeatureMask } from "./segments.ts";

export interface FelzenszwalbOptions extends SeenOptions {
  /** The larger, the larger are the segments (default 1, as scikit-image). */
  scale?: number;
  /** Width of the Gaussian that smooths the picture first, in pixels; 0 for none (default 0.8). */
  sigma?: number;
  /** Pixels of the smallest segment (default 20). */
  minSize?: number;
}

const felzenszwalbNames = {
  model: true,
  spec: true,
  scale: true,
  sigma: true,
  minSize: true,
} as const satisfies Names<FelzenszwalbOptions>;

/**
 * Segments that are more alike inside than across their borders: neighboring pixels are joined, the most alike first, as
 * long as their difference is below that inside both segments by no more than `scale` / 255 / size. Large flat areas
 * become one segment, so a drawing's ground does too.
 *
 * Felzenszwalb, Huttenlocher 2004, "Efficient Graph-Based Image Segmentation"; scikit-image's `felzenszwalb`.
 *
 * @param inputs one or more pictures as a model takes them, with `{ model }`; or `[height, width, channels]` from 0 to 1 or from
 * 0 to 255, also `[n, …]` of them.
 * @returns segments of each picture, `[height, width]` or `[n, height, width]`: a `featureMask`.
 * @throws ShapeError, OptionError.
 * @example
 * const segments = await felzenszwalb(image, { model, scale: 20, minSize: 10 });
 * await new KernelShap(model).attribute(image, { featureMask: segments });
 */
export async function felzenszwalb(inputs: Inputs, options: FelzenszwalbOptions = {}): Promise<FeatureMask> {
  checkNames("felzenszwalb()", felzenszwalbNames, options);
  const { scale = 1, sigma = 0.8, minSize = 20 } = options;
  for (const [name, value] of Object.entries({ scale, sigma, minSize })) {
    if (!(value >= 0 && Number.isFinite(value))) throw new OptionError(say`${name} is ${value}: give 0 or more`);
  }
  return segmentEach("felzenszwalb", inputs, options, ({ values, height, width, channels }) => {
    const smooth = blur(values, [height, width, channels], sigma);
    return joinAlike(neighborsOf(smooth, height, width, channels), { scale, minSize });
  });
}
