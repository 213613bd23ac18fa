import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { quadrature } from "../../math/quadrature.ts";
import type { Baseline, Inputs } from "../../signature/Inputs.ts";
import { pixelScale } from "../../signature/pixelScale.ts";
import type { ImageSpec } from "../../signature/Signature.ts";
import { seenPicture } from "../../signature/seenPicture.ts";
import type { About } from "../call/about.ts";
import { type Call, pairCount } from "../call/call.ts";
import { named, readArray, readBaselines } from "../call/inputs.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { type PictureRows, pictureRows } from "../call/pictureRows.ts";
import { anyWhole, choice, logitRules, plain, type Rules, targetRules, whole } from "../call/rules.ts";
import { atScales } from "../segments/atScales.ts";
import { dilated, masksOf, type Places } from "../segments/masks.ts";
import type { FeatureMask } from "../segments/segments.ts";
import { integrate } from "./path.ts";
import { rankRegions } from "./rankRegions.ts";

export interface XraiOptions extends AttributeOptions {
  /**
   * Where the paths of Integrated Gradients start: a number, one picture, or one for each input; a list of such: their
   * mean. Default: black and white, where the model says how its numbers come out of bytes; else each picture's own least
   * and largest number.
   */
  baselines?: Baseline | readonly Baseline[];
  /** Points on each path, placed by Gauss and Legendre (default 50). */
  nSteps?: number;
  /**
   * Segments of your own, for all inputs: a segmentation (`[height, width]`, as `slic` gives it), a list of such, or masks
   * of 0 and 1 that may overlap, `[masks, height, width]`. Default: Felzenszwalb's at six scales, as PAIR.
   */
  segments?: FeatureMask | readonly FeatureMask[];
  /** Values of another method in the shape of the inputs, in place of Integrated Gradients. */
  attribution?: Inputs;
  /** `"full"` (default) chooses each region after the ones before it; `"fast"` orders the segments once. */
  algorithm?: "full" | "fast";
  /** Pixels that a region must have (default: 50 of a picture of 224 × 224, as PAIR; of others in proportion). */
  minPixelDiff?: number;
}

const rules = {
  ...logitRules,
  ...targetRules,
  baselines: plain("rows"),
  nSteps: whole(50),
  segments: plain("any"),
  attribution: plain("array"),
  algorithm: choice(["full", "fast"], "full"),
  minPixelDiff: anyWhole(),
} as const satisfies Rules;

/**
 * XRAI: regions of a picture by how much attribution each of their pixels has. Integrated Gradients from black and from
 * white, the largest over the channels, are summed over overlapping segments; the segment that adds most for each pixel is
 * taken, and so on until the picture is covered. Less grain than a map of pixels, and borders of things.
 *
 * Values are means of the contributions in a region, not sums: they add up to nothing. `regions` has the rank of each
 * place's region, 1 for the first: `map.regions.map((rank) => Number(rank <= 3))` is a mask of the three best.
 *
 * Kapishnikov et al. 2019, "XRAI: Better Attributions Through Regions", algorithm 1; PAIR's `XRAI`.
 *
 * @example
 * const map = await new Xrai(model).attribute(photo, { target: 285 });
 */
export class Xrai extends Method<XraiOptions> {
  static readonly about: About = {
    name: "Xrai",
    label: "XRAI",
    family: "gradient",
    role: "localization",
    signed: true,
    extent: "place",
    removal: "baseline",
    explains: ["image"],
    needs: { gradients: true },
    options: rules,
  };

  /**
   * Values are one for each place, `[n, height, width, 1]` whatever the layout, in units of the output per pixel; of the
   * logit by default. Cost: 2 `nSteps` forward and backward passes per input and target (none where the attribution is
   * given), one prediction per input, and about half a second of work on segments per input.
   *
   * @param inputs pictures as the model takes them, `[n, ...]`, float32. Other inputs of the model stay as they are.
   * @throws ShapeError where they are no pictures, or segments or attribution do not fit them; DataError, TargetError,
   * OptionError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: XraiOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { nSteps, algorithm, baselines } = settings;
    const call = await this.begin(inputs, settings);
    const pictures = pictureRows(this.about.name, call);
    const { height, width } = pictures;
    const { count } = pictures.rows;
    const places = height * width;
    const minPixelDiff = settings.minPixelDiff ?? Math.max(1, Math.round((50 * places) / 224 ** 2));
    const own = settings.segments && (await givenMasks(settings.segments, height, width));
    const attribution = settings.attribution
      ? await givenAttribution(settings.attribution, pictures)
      : await integrated(call, pictures, baselines, nSteps);
    const masks = Array.from({ length: count }, (_, row) => own ?? masksOfPicture(pictures, row));
    const pairs = pairCount(call);
    const values = new Float32Array(pairs * places);
    const regions = new Int32Array(pairs * places);
    for (let pair = 0; pair < pairs; pair++) {
      const found = rankRegions(largestOfChannels(attribution(pair), pictures), masks[pair % count], {
        minPixelDiff,
        fast: algorithm === "fast",
      });
      values.set(found.values, pair * places);
      regions.set(found.ranks, pair * places);
    }
    return call.explanation({
      ...pictures.finding,
      values,
      shape: [...call.targets.leading, count, height, width, 1],
      regions,
      options: { algorithm, minPixelDiff, ...(settings.attribution ? {} : { nSteps }) },
    });
  }
}

/** Integrated Gradients of each pair's picture, the mean over the baselines. */
async function integrated(
  call: Call,
  pictures: PictureRows,
  baselines: XraiOptions["baselines"],
  nSteps: number,
): Promise<(pair: number) => Float32Array> {
  const list = Array.isArray(baselines)
    ? (baselines as readonly Baseline[])
    : baselines === undefined
      ? []
      : [baselines];
  if (baselines !== undefined && list.length === 0)
    throw new OptionError(say`baselines is an empty list: give at least one`);
  const starts =
    baselines === undefined
      ? blackAndWhite(pictures)
      : await Promise.all(list.map((each) => readBaselines(each as Baseline, pictures.rows)));
  const path = quadrature("gausslegendre", nSteps);
  const all = await integrate(call, starts.map(pictures.rowsWith), path);
  return (pair) => pictures.part(all, pair);
}

/** What black and white are in the model's scale; where nobody says it, each picture's least and largest number. */
function blackAndWhite({ rows, spec, channels, at }: PictureRows): Float32Array[] {
  const stated = spec && pixelScale(spec);
  return [0, 255].map((byte) => {
    const all = new Float32Array(rows.values.length);
    for (let row = 0; row < rows.count; row++) {
      const picture = rows.values.subarray(row * rows.size, (row + 1) * rows.size);
      const extreme = picture.reduce(byte === 0 ? (a, b) => Math.min(a, b) : (a, b) => Math.max(a, b));
      for (let channel = 0; channel < channels; channel++) {
        const value = stated ? byte * stated.scale[channel] + stated.offset[channel] : extreme;
        for (let place = 0; place < rows.size / channels; place++) all[row * rows.size + at(place, channel)] = value;
      }
    }
    return all;
  });
}

function largestOfChannels(attribution: Float32Array, { channels, height, width, at }: PictureRows): Float64Array {
  return Float64Array.from({ length: height * width }, (_, place) => {
    let most = -Infinity;
    for (let channel = 0; channel < channels; channel++) most = Math.max(most, attribution[at(place, channel)]);
    return most;
  });
}

/** Felzenszwalb's segments of one picture, each a little larger, as PAIR has them. */
function masksOfPicture({ rows, spec, shape, axes, height, width, channels }: PictureRows, row: number): Places[] {
  const assumed: ImageSpec = {
    kind: "image",
    name: "input",
    dtype: "float32",
    shape,
    layout: axes[0] === "channel" ? "channelsFirst" : "channelsLast",
    height,
    width,
    channels,
  };
  const picture = rows.values.subarray(row * rows.size, (row + 1) * rows.size);
  const seen = seenPicture(spec ?? assumed, picture, { height, width });
  const radius = Math.round((5 * Math.sqrt(height * width)) / 224);
  return atScales(seen).flatMap((segments) => masksOf(segments).map((mask) => dilated(mask, [height, width], radius)));
}

/** @throws ShapeError for segments of another size. */
async function givenMasks(
  segments: FeatureMask | readonly FeatureMask[],
  height: number,
  width: number,
): Promise<Places[]> {
  const list = Array.isArray(segments) ? (segments as readonly FeatureMask[]) : [segments as FeatureMask];
  const masks: Places[] = [];
  for (const each of list) {
    const { values, shape } = await readArray(each);
    const [first, ...rest] = shape;
    if (shape.join() === `${height},${width}`) masks.push(...masksOf(values));
    else if (list.length === 1 && rest.join() === `${height},${width}`) {
      for (let mask = 0; mask < first; mask++) {
        const own = values.subarray(mask * height * width, (mask + 1) * height * width);
        masks.push(Int32Array.from(own.keys()).filter((place) => own[place] !== 0));
      }
    } else {
      throw new ShapeError(
        say`segments of shape ${named(shape)} do not fit pictures of ${height} × ${width}: give ${named([height, width])}, a list of such, or masks, ${named(["masks", height, width])}`,
      );
    }
  }
  if (masks.length === 0) throw new OptionError(say`segments is an empty list: give at least one`);
  return masks;
}

/** @throws ShapeError for values of another shape than the inputs'. */
async function givenAttribution(attribution: Inputs, { rows }: PictureRows): Promise<(pair: number) => Float32Array> {
  const { values, shape } = await readArray(attribution);
  const [count, ...row] = rows.shape;
  const isOne = shape.join() === row.join() || shape.join() === `1,${row}`;
  if (!isOne && shape.join() !== rows.shape.join()) {
    throw new ShapeError(
      say`an attribution of shape ${named(shape)} does not fit inputs of shape ${named(rows.shape)}: give ${named(row)} or ${named(rows.shape)}`,
    );
  }
  return (pair) => {
    const start = isOne ? 0 : (pair % count) * rows.size;
    return values.subarray(start, start + rows.size);
  };
}
