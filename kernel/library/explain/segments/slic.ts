import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { blur } from "../../math/blur.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { joinSmall } from "./joinSmall.ts";
import { toLab } from "./lab.ts";
import { type SeenOptions, segmentEach } from "./pictures.ts";
import type { FeatureMask } from "./segments.ts";

export interface SlicOptions extends SeenOptions {
  /** About how many segments (default 100, as scikit-image). */
  nSegments?: number;
  /**
   * How much nearness counts beside likeness of color (default 10): the larger, the squarer. It hangs on the contrast:
   * try 0.1 for gray pictures, whose colors are from 0 to 1, and 1 to 100 for colored ones, which are compared in Lab.
   */
  compactness?: number;
  /** Rounds of k-means at most (default 10). */
  maxNumIter?: number;
  /** Width of the Gaussian that smooths the picture first, in pixels; 0 (default) for none. */
  sigma?: number;
  /** Whether each segment is one piece (default true): small pieces join a neighbor. */
  enforceConnectivity?: boolean;
  /** The smallest piece, as a part of a segment's mean size (default 0.5). */
  minSizeFactor?: number;
  /** The largest piece, as a part of a segment's mean size (default 3). */
  maxSizeFactor?: number;
}

const slicNames = {
  model: true,
  spec: true,
  nSegments: true,
  compactness: true,
  maxNumIter: true,
  sigma: true,
  enforceConnectivity: true,
  minSizeFactor: true,
  maxSizeFactor: true,
} as const satisfies Names<SlicOptions>;

/**
 * Segments of like size: k-means on place and color together, from centers on a grid. Unlike `quickshift` and
 * `felzenszwalb` it cuts flat areas too, so each segment covers about as much of the picture as the others.
 *
 * Achanta et al. 2012, "SLIC Superpixels Compared to State-of-the-Art Superpixel Methods"; scikit-image's `slic`.
 *
 * @param inputs one or more pictures as a model takes them, with `{ model }`; or `[height, width, channels]` from 0 to 1 or from
 * 0 to 255, also `[n, …]` of them. Colors are stretched to fill their range; three channels are compared in CIE Lab.
 * @returns segments of each picture, `[height, width]` or `[n, height, width]`: a `featureMask`.
 * @throws ShapeError, OptionError.
 * @example
 * const segments = await slic(image, { model, nSegments: 50 });
 * await new KernelShap(model).attribute(image, { featureMask: segments });
 */
export async function slic(inputs: Inputs, options: SlicOptions = {}): Promise<FeatureMask> {
  checkNames("slic()", slicNames, options);
  const { nSegments = 100, compactness = 10, maxNumIter = 10, sigma = 0, enforceConnectivity = true } = options;
  const { minSizeFactor = 0.5, maxSizeFactor = 3 } = options;
  for (const [name, value] of Object.entries({ nSegments, maxNumIter })) {
    if (!Number.isInteger(value) || value < 1)
      throw new OptionError(say`${name} is ${value}: give a whole number, at least 1`);
  }
  if (!(compactness > 0 && Number.isFinite(compactness))) {
    throw new OptionError(say`compactness is ${compactness}: give a number above 0`);
  }
  for (const [name, value] of Object.entries({ sigma, minSizeFactor, maxSizeFactor })) {
    if (!(value >= 0 && Number.isFinite(value))) throw new OptionError(say`${name} is ${value}: give 0 or more`);
  }
  return segmentEach("slic", inputs, options, ({ values, height, width, channels }) => {
    const stretched = stretch(values);
    const colors = channels === 3 ? toLab(stretched, 3) : stretched;
    const smooth = sigma > 0 ? blur(colors, [height, width, channels], sigma) : colors;
    const scaled = smooth.map((value) => value / compactness);
    const centers = gridCenters(height, width, nSegments);
    const found = nearestCenters(scaled, [height, width, channels], centers, maxNumIter);
    if (!enforceConnectivity) return found;
    const size = (height * width) / centers.places.length;
    const [least, most] = [minSizeFactor, maxSizeFactor].map((factor) => Math.floor(factor * size));
    return joinSmall(found, height, width, least, Math.max(1, most));
  });
}

function stretch(values: ArrayLike<number>): Float64Array {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return Float64Array.from(values, (value) => (value - low) / (high === low ? 1 : high - low));
}

interface Grid {
  readonly places: readonly (readonly [row: number, column: number])[];
  readonly steps: readonly [down: number, right: number];
}

/** As many centers as come near to `count`, as far apart downwards as across. */
function gridCenters(height: number, width: number, count: number): Grid {
  const { starts, steps } = spacing(height, width, count);
  const places: [number, number][] = [];
  for (let row = starts[0]; row < height; row += steps[0]) {
    for (let column = starts[1]; column < width; column += steps[1]) places.push([row, column]);
  }
  return { places, steps };
}

function spacing(height: number, width: number, count: number) {
  if (height * width <= count) return { starts: [0, 0], steps: [1, 1] } as const;
  const even = Math.sqrt((height * width) / count);
  const short = Math.min(height, width);
  // A side that is shorter than a step has one center; all steps go along the other.
  const wanted = (side: number) => (even <= short ? even : side === short ? short : side / count);
  const [down, right] = [wanted(height), wanted(width)];
  return {
    starts: [Math.floor(down / 2), Math.floor(right / 2)],
    steps: [Math.max(1, roundHalfEven(down)), Math.max(1, roundHalfEven(right))],
  } as const;
}

/** As NumPy rounds. */
const roundHalfEven = (value: number) => (value % 1 === 0.5 ? 2 * Math.round(value / 2) : Math.round(value));

/** The number of the center that each pixel ends at, after rounds of k-means in which centers look two steps around. */
function nearestCenters(
  colors: Float64Array,
  [height, width, channels]: readonly [number, number, number],
  { places, steps }: Grid,
  rounds: number,
): Int32Array {
  const features = 2 + channels;
  const centers = new Float64Array(places.length * features);
  for (const [k, place] of places.entries()) centers.set(place, k * features);
  // How far a center looks is counted from the centers there are, which may be other than were wanted.
  const reach = spacing(height, width, places.length).steps;
  const weight = 1 / Math.max(...steps) ** 2;
  const owner = new Int32Array(height * width);
  const nearest = new Float64Array(owner.length);
  const sizes = new Int32Array(places.length);
  for (let round = 0; round < rounds; round++) {
    nearest.fill(Number.POSITIVE_INFINITY);
    for (let k = 0; k < places.length; k++) {
      // A center without any pixel has no place (NaN) and looks at none.
      const [row, column] = [centers[k * features], centers[k * features + 1]];
      const bottom = Math.trunc(Math.min(row + 2 * reach[0] + 1, height));
      const right = Math.trunc(Math.min(column + 2 * reach[1] + 1, width));
      for (let r = Math.trunc(Math.max(row - 2 * reach[0], 0)); r < bottom; r++) {
        for (let c = Math.trunc(Math.max(column - 2 * reach[1], 0)); c < right; c++) {
          const pixel = r * width + c;
          let distance = ((row - r) ** 2 + (column - c) ** 2) * weight;
          let color = 0;
          for (let i = 0; i < channels; i++)
            color += (colors[pixel * channels + i] - centers[k * features + 2 + i]) ** 2;
          distance += color;
          if (nearest[pixel] <= distance) continue;
          nearest[pixel] = distance;
          owner[pixel] = k;
        }
      }
    }
    sizes.fill(0);
    centers.fill(0);
    for (let pixel = 0; pixel < owner.length; pixel++) {
      const at = owner[pixel] * features;
      sizes[owner[pixel]]++;
      centers[at] += Math.floor(pixel / width);
      centers[at + 1] += pixel % width;
      for (let i = 0; i < channels; i++) centers[at + 2 + i] += colors[pixel * channels + i];
    }
    for (let i = 0; i < centers.length; i++) centers[i] /= sizes[Math.floor(i / features)];
  }
  return owner;
}
