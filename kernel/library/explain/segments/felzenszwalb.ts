import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { blur } from "../../math/blur.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { type Picture, type SeenOptions, segmentEach } from "./pictures.ts";
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
  return segmentEach("felzenszwalb", inputs, options, (picture) => joinAlike(picture, { scale, sigma, minSize }));
}

function joinAlike(
  { values, height, width, channels }: Picture,
  { scale, sigma, minSize }: Required<Omit<FelzenszwalbOptions, keyof SeenOptions>>,
): Int32Array {
  const smooth = blur(values, [height, width, channels], sigma);
  const { from, to, costs } = edgesOf(smooth, height, width, channels);
  const order = Int32Array.from(costs.keys()).sort((a, b) => costs[a] - costs[b] || a - b);

  const root = Int32Array.from({ length: height * width }, (_, pixel) => pixel);
  const sizes = new Int32Array(root.length).fill(1);
  const inside = new Float64Array(root.length);
  const find = (pixel: number) => {
    let at = pixel;
    while (root[at] !== at) {
      root[at] = root[root[at]];
      at = root[at];
    }
    return at;
  };
  const join = (a: number, b: number) => {
    // The first pixel names a segment.
    const [first, second] = a < b ? [a, b] : [b, a];
    root[second] = first;
    sizes[first] += sizes[second];
    return first;
  };
  const allowed = (segment: number) => inside[segment] + scale / 255 / sizes[segment];
  for (const edge of order) {
    const [a, b] = [find(from[edge]), find(to[edge])];
    if (a !== b && costs[edge] < Math.min(allowed(a), allowed(b))) inside[join(a, b)] = costs[edge];
  }
  for (const edge of order) {
    const [a, b] = [find(from[edge]), find(to[edge])];
    if (a !== b && (sizes[a] < minSize || sizes[b] < minSize)) join(a, b);
  }
  const of = root.map((_, pixel) => find(pixel));
  const numbers = new Map([...new Set(of)].sort((a, b) => a - b).map((first, index) => [first, index]));
  return of.map((first) => numbers.get(first) ?? 0);
}

/** Each pixel with its neighbors, diagonal ones too, and how far apart their colors are. */
function edgesOf(colors: Float64Array, height: number, width: number, channels: number) {
  const from: number[] = [];
  const to: number[] = [];
  const costs: number[] = [];
  const add = (a: number, b: number) => {
    let squared = 0;
    for (let k = 0; k < channels; k++) squared += (colors[a * channels + k] - colors[b * channels + k]) ** 2;
    from.push(a);
    to.push(b);
    costs.push(Math.sqrt(squared));
  };
  // Right, down, down and right, up and right: of equal edges the earlier is taken first.
  for (const [down, right] of [
    [0, 1],
    [1, 0],
    [1, 1],
    [-1, 1],
  ]) {
    for (let row = Math.max(0, -down); row < Math.min(height, height - down); row++) {
      for (let column = 0; column < width - right; column++) {
        add(row * width + column, (row + down) * width + column + right);
      }
    }
  }
  return { from, to, costs: Float64Array.from(costs) };
}
