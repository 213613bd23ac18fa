import { type Axis, inputAxes } from "../../signature/axes.ts";
import type { InputArray } from "../../signature/Inputs.ts";
import { pixelScale } from "../../signature/pixelScale.ts";
import type { ImageSpec, InputSpec } from "../../signature/Signature.ts";
import { readArray } from "../call/inputs.ts";
import { boxes } from "./boxes.ts";
import { type FeatureMask, gridSegments } from "./segments.ts";
import { slic } from "./slic.ts";

/** About so many superpixels a photograph is cut into. */
export const aboutSo = 50;
/** A picture with a shorter side than this has few enough numbers to be taken one by one. */
const smallestSide = 32;

/** Whether an input is a photograph: a picture that is no drawing, and large enough to be cut into superpixels. */
export function isPhotograph(spec: InputSpec | undefined, row: readonly number[], axes: readonly Axis[]): boolean {
  const isDrawing = spec?.kind === "image" && spec.ground !== undefined;
  return !isDrawing && isPicture(axes) && shortSide(row, axes) >= smallestSide;
}

/**
 * What an input is cut into where nobody says it: photographs into about 50 SLIC superpixels each, drawings of 32 × 32 and
 * more into 7 × 7 squares, volumes (and arrays of four axes and more of which nothing is known) into about 60 cubes.
 *
 * @param inputs `[n, ...]`.
 * @returns undefined where each number is a part by itself.
 */
export async function defaultParts(inputs: InputArray, spec: InputSpec | undefined): Promise<FeatureMask | undefined> {
  const row = inputs.shape.slice(1);
  const axes = inputAxes(spec, row);
  if (isPhotograph(spec, row, axes)) return superpixels(inputs, spec);
  if (isPicture(axes)) return shortSide(row, axes) >= smallestSide ? squares(row, axes) : undefined;
  const isVolume = spec?.kind === "volume" || (row.length >= 4 && axes.every((axis) => axis === "unknown"));
  const size = row.reduce((all, length) => all * length, 1);
  if (!isVolume || size < smallestSide ** 2) return undefined;
  return boxes(row, axes, spec?.kind === "volume" ? spec.spacing : undefined);
}

/** About 7 × 7 squares of a picture, all channels alike; undefined of what is none. */
export function squares(row: readonly number[], axes: readonly Axis[]): FeatureMask | undefined {
  if (!isPicture(axes)) return undefined;
  const cell = Math.ceil(shortSide(row, axes) / 7);
  return gridSegments(
    row,
    axes.map((axis, i) => (axis === "channel" ? row[i] : cell)),
  );
}

/** About 50 SLIC segments of each picture as it is seen. */
async function superpixels(inputs: InputArray, spec: InputSpec | undefined): Promise<FeatureMask> {
  const { values, shape } = await readArray(inputs);
  const seen = spec?.kind === "image" ? spec : plainSpec(shape.slice(1));
  // Gray levels lie from 0 to 1, colors in Lab a hundred times as far apart.
  const compactness = seen.channels === 3 || seen.channels === 4 ? 10 : 0.1;
  return slic({ values, shape }, { nSegments: aboutSo, compactness, spec: seenSpec(seen, values) });
}

/** The spec, with its preprocessing taken to be from the least number to the largest where nobody says it. */
export function seenSpec(spec: ImageSpec, values: Float32Array): ImageSpec {
  if (pixelScale(spec)) return spec;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const factor = high > low ? (high - low) / 255 : 1;
  return { ...spec, preprocess: [{ kind: "rescale", factor, offset: low }] };
}

/** Three axes of which nothing is known are height, width and channels. */
const plainSpec = ([height, width, channels]: readonly number[]): ImageSpec => ({
  kind: "image",
  name: "input",
  dtype: "float32",
  shape: [height, width, channels],
  layout: "channelsLast",
  height,
  width,
  channels,
});

const isPicture = (axes: readonly Axis[]) => axes.length === 3 && axes.includes("height") && axes.includes("width");

const shortSide = (row: readonly number[], axes: readonly Axis[]) =>
  Math.min(row[axes.indexOf("height")], row[axes.indexOf("width")]);
