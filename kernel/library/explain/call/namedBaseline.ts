import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { blurAlong } from "../../math/blur.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import { type Axis, inputAxes } from "../../signature/axes.ts";
import type { BaselineName } from "../../signature/Inputs.ts";
import { type PixelScale, pixelScale } from "../../signature/pixelScale.ts";
import type { ImageSpec } from "../../signature/Signature.ts";
import { UnknownPreprocessing } from "../../signature/UnknownPreprocessing.ts";
import type { Rows } from "./inputs.ts";

/** σ of the blurred baseline, as a part of the shorter side: 10 pixels at 224 (Fong and Vedaldi 2017, section 4.3). */
const sigmaOfSide = 10 / 224;

/** Axes along which values have neighbors. */
const places: readonly Axis[] = ["depth", "height", "width", "step"];

type NamedRows = Pick<Rows, "values" | "shape" | "count" | "size" | "spec">;

/**
 * A baseline by its name, in the model's scale: rows as many as the inputs.
 *
 * @throws OptionError where the inputs have no such thing, or nobody says how they are scaled.
 */
export function namedBaseline(name: BaselineName, rows: NamedRows): Float32Array {
  if (name === "blurred") return blurred(rows, placeAxes(name, rows));
  if (name === "mean") return meanOver(rows, placeAxes(name, rows));
  const spec = pictureSpec(name, rows);
  const stated = pixelScale(spec);
  if (stated) return even(rows, byteOf(name, spec), spec, stated);
  throw new OptionError(
    say`It is unknown which number is ${name} in the model's inputs; the baselines "blurred", "mean" and a number need no scale. ${new UnknownPreprocessing(spec).message}`,
  );
}

function placeAxes(name: BaselineName, rows: NamedRows): readonly number[] {
  const found = inputAxes(rows.spec, rows.shape.slice(1)).flatMap((axis, i) => (places.includes(axis) ? [i] : []));
  if (found.length > 0) return found;
  throw new OptionError(
    say`baselines is "${name}", but inputs of shape [${rows.shape.join(", ")}] have no neighbors to average over: give a number, or rows of the inputs' shape`,
  );
}

function pictureSpec(name: BaselineName, { spec, shape }: NamedRows): ImageSpec {
  if (spec?.kind === "image") return spec;
  throw new OptionError(
    say`baselines is "${name}", but inputs of shape [${shape.join(", ")}] are no pictures: give a number, or rows of the inputs' shape`,
  );
}

const shades: Readonly<Record<string, number>> = { black: 0, gray: 127.5, white: 255 };

function byteOf(name: BaselineName, { photometric }: ImageSpec): number {
  const { [name]: shade } = shades;
  return photometric === "whiteIsZero" ? 255 - shade : shade;
}

/** The same byte everywhere, as the model counts it. */
function even(
  { values, size, count }: NamedRows,
  byte: number,
  spec: ImageSpec,
  { scale, offset }: PixelScale,
): Float32Array {
  const pixels = size / spec.channels;
  const channelOf = (i: number) => (spec.layout === "channelsFirst" ? Math.floor(i / pixels) : i % spec.channels);
  const row = Float32Array.from({ length: size }, (_, i) => byte * scale[channelOf(i)] + offset[channelOf(i)]);
  const all = new Float32Array(values.length);
  for (let i = 0; i < count; i++) all.set(row, i * size);
  return all;
}

function blurred({ values, shape }: NamedRows, along: readonly number[]): Float32Array {
  const sizes = shape.slice(1);
  const sigma = sigmaOfSide * Math.min(...along.map((axis) => sizes[axis]));
  let smooth: Float64Array = Float64Array.from(values);
  for (const axis of along) {
    const outer = shape[0] * sizeOf(sizes.slice(0, axis));
    smooth = blurAlong(smooth, [outer, sizes[axis], sizeOf(sizes.slice(axis + 1))], sigma);
  }
  return Float32Array.from(smooth);
}

/** Each channel's mean over all places, of each row by itself. */
function meanOver({ values, shape, size, count }: NamedRows, along: readonly number[]): Float32Array {
  const sizes = shape.slice(1);
  const strides = sizes.map((_, axis) => sizeOf(sizes.slice(axis + 1)));
  /** Where a number's channel lies: its own place with the places' axes at 0. */
  const channelOf = Int32Array.from({ length: size }, (_, i) =>
    along.reduce((at, axis) => at - (Math.floor(i / strides[axis]) % sizes[axis]) * strides[axis], i),
  );
  const perChannel = along.reduce((all, axis) => all * sizes[axis], 1);
  const means = new Float32Array(values.length);
  for (let row = 0; row < count; row++) {
    const sums = new Float64Array(size);
    for (let i = 0; i < size; i++) sums[channelOf[i]] += values[row * size + i];
    for (let i = 0; i < size; i++) means[row * size + i] = sums[channelOf[i]] / perChannel;
  }
  return means;
}
