import type { Axis } from "../../signature/axes.ts";
import type { InputArray } from "../../signature/Inputs.ts";
import { pixelScale } from "../../signature/pixelScale.ts";
import type { ImageSpec, InputSpec } from "../../signature/Signature.ts";
import { readArray } from "../call/inputs.ts";
import { type FeatureMask, gridSegments } from "./segments.ts";
import { slic } from "./slic.ts";

/** About so many parts an input is cut into. */
const wanted = 50;
/** A picture with a shorter side than this has few enough numbers to be taken one by one. */
export const smallestSide = 32;

/** Whether an input is a photograph: a picture that is no drawing, and large enough to be cut into superpixels. */
export function isPhotograph(spec: InputSpec | undefined, row: readonly number[], axes: readonly Axis[]): boolean {
  const isDrawing = spec?.kind === "image" && spec.ground !== undefined;
  return !isDrawing && isPicture(axes) && shortSide(row, axes) >= smallestSide;
}

/**
 * What an input is cut into where nobody says it: photographs into about 50 SLIC superpixels each, drawings of 32 × 32 and
 * more into 7 × 7 squares, volumes (and other arrays of three axes and more of which nothing is known) into about 50 cubes.
 *
 * @param inputs `[n, ...]`.
 * @returns undefined where each number is a part by itself.
 */
export async function defaultParts(
  inputs: InputArray,
  spec: InputSpec | undefined,
  axes: readonly Axis[],
): Promise<FeatureMask | undefined> {
  const row = inputs.shape.slice(1);
  if (isPhotograph(spec, row, axes)) return superpixels(inputs, spec);
  if (isPicture(axes)) {
    const side = shortSide(row, axes);
    return side >= smallestSide ? blocks(row, axes, Math.ceil(side / 7)) : undefined;
  }
  const isVolume = spec?.kind === "volume" || (row.length >= 3 && axes.every((axis) => axis === "unknown"));
  const size = row.reduce((all, length) => all * length, 1);
  if (!isVolume || size < smallestSide ** 2) return undefined;
  return blocks(row, axes, sideOfCubes(row.filter((_, axis) => axes[axis] !== "channel")));
}

/** About 50 SLIC segments of each picture as it is seen. */
async function superpixels(inputs: InputArray, spec: InputSpec | undefined): Promise<FeatureMask> {
  const { values, shape } = await readArray(inputs);
  const seen = spec?.kind === "image" ? spec : plainSpec(shape.slice(1));
  // Gray levels lie from 0 to 1, colors in Lab a hundred times as far apart.
  const compactness = seen.channels === 3 || seen.channels === 4 ? 10 : 0.1;
  return slic({ values, shape }, { nSegments: wanted, compactness, spec: seenSpec(seen, values) });
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

/** The side of the cubes of which about 50 fill a box; an axis that is shorter than a cube has one of them. */
function sideOfCubes(box: readonly number[]): number {
  const size = box.reduce((all, length) => all * length, 1);
  const count = (side: number) => box.reduce((all, length) => all * Math.ceil(length / side), 1);
  let side = Math.max(1, Math.floor((size / wanted) ** (1 / box.length)));
  while (count(side) > 1.5 * wanted) side++;
  return side;
}

/** Blocks over all axes but the channels', as a mask of the whole row. */
function blocks(row: readonly number[], axes: readonly Axis[], cell: number): FeatureMask {
  const at = axes.indexOf("channel");
  const box = row.filter((_, axis) => axis !== at);
  const { values } = gridSegments(box, cell);
  if (at < 0) return { values, shape: box };
  const inner = row.slice(at + 1).reduce((all, length) => all * length, 1);
  const size = values.length * row[at];
  const place = (i: number) => Math.floor(i / (inner * row[at])) * inner + (i % inner);
  return { values: Int32Array.from({ length: size }, (_, i) => values[place(i)]), shape: row };
}
