import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom } from "../../math/random.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { toLab } from "./lab.ts";
import { type Picture, type SeenOptions, segmentEach } from "./pictures.ts";
import type { FeatureMask } from "./segments.ts";

export interface QuickshiftOptions extends SeenOptions {
  /** Width of the Gaussian by which density is measured, in pixels, at least 1 (default 4, as lime). */
  kernelSize?: number;
  /** The longest step to a denser pixel; what would step further is a segment's center (default 200, as lime). */
  maxDist?: number;
  /** How much a difference of color counts beside one of place (default 0.2, as lime). */
  ratio?: number;
  /** Of the noise that decides between pixels of equal density (default 0). */
  seed?: number;
}

const quickshiftNames = {
  model: true,
  spec: true,
  kernelSize: true,
  maxDist: true,
  ratio: true,
  seed: true,
} as const satisfies Names<QuickshiftOptions>;

/**
 * Segments of like-colored neighboring pixels: each pixel steps to its nearest neighbor of higher density, and those
 * that end in the same place are one segment. In large flat areas, such as the ground of a drawing, all densities are
 * equal and the seed alone decides; and with lime's settings an image of 28 × 28 pixels falls into one or two segments.
 * Take `gridSegments` for small drawings.
 *
 * Vedaldi, Soatto 2008, "Quick Shift and Kernel Methods for Mode Seeking"; scikit-image's `quickshift`.
 *
 * @param inputs one or more pictures as a model takes them, with `{ model }`; or `[height, width, 1 or 3]` from 0 to 1 or from
 * 0 to 255, also `[n, …]` of them. Three channels are compared in CIE Lab.
 * @returns segments of each picture, `[height, width]` or `[n, height, width]`: a `featureMask`.
 * @throws ShapeError, OptionError.
 * @example
 * const segments = await quickshift(image, { model });
 * await new Lime(model).explainInstance(image, { segments });
 */
export async function quickshift(inputs: Inputs, options: QuickshiftOptions = {}): Promise<FeatureMask> {
  checkNames("quickshift()", quickshiftNames, options);
  const segment = ({ values, height, width, channels }: Picture) => {
    const random = createRandom(options.seed ?? 0);
    const noise = Float64Array.from({ length: height * width }, () => 1e-5 * random.normal());
    return shiftToModes(toLab(values, channels), [height, width], noise, options);
  };
  return segmentEach("quickshift", inputs, options, segment, [1, 3]);
}

/** The algorithm on colors `[h, w, 3]`, with the noise that breaks ties; segments are numbered by their centers. */
export function shiftToModes(
  lab: Float64Array,
  [height, width]: readonly [number, number],
  noise: ArrayLike<number>,
  { kernelSize = 4, maxDist = 200, ratio = 0.2 }: QuickshiftOptions,
): Int32Array {
  if (!(kernelSize >= 1)) throw new OptionError(say`kernelSize is ${kernelSize}: give at least 1`);
  const reach = Math.ceil(3 * kernelSize);
  const colors = lab.map((value) => value * ratio);
  const size = height * width;

  /** Calls `look` with each pixel of the window around `pixel`, row by row, and its squared distance. */
  const around = (pixel: number, look: (other: number, squared: number) => void) => {
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    const [bottom, right] = [Math.min(row + reach, height - 1), Math.min(column + reach, width - 1)];
    for (let r = Math.max(row - reach, 0); r <= bottom; r++) {
      for (let c = Math.max(column - reach, 0); c <= right; c++) {
        const other = r * width + c;
        let squared = (row - r) ** 2 + (column - c) ** 2;
        for (let k = 0; k < 3; k++) squared += (colors[pixel * 3 + k] - colors[other * 3 + k]) ** 2;
        look(other, squared);
      }
    }
  };

  const density = Float64Array.from({ length: size }, (_, pixel) => {
    let sum = 0;
    around(pixel, (_, squared) => {
      sum += Math.exp(-squared / (2 * kernelSize ** 2));
    });
    return sum + noise[pixel];
  });
  const root = Int32Array.from({ length: size }, (_, pixel) => {
    let nearest = Number.POSITIVE_INFINITY;
    let parent = pixel;
    around(pixel, (other, squared) => {
      if (density[other] > density[pixel] && squared < nearest) {
        nearest = squared;
        parent = other;
      }
    });
    return Math.sqrt(nearest) > maxDist ? pixel : parent;
  });
  // Every step leads to a higher density, so there are no circles: follow them to the end.
  for (let pixel = 0; pixel < size; pixel++) {
    while (root[root[pixel]] !== root[pixel]) root[pixel] = root[root[pixel]];
  }
  const numbers = new Map([...new Set(root)].sort((a, b) => a - b).map((center, index) => [center, index]));
  return root.map((center) => numbers.get(center) ?? 0);
}
