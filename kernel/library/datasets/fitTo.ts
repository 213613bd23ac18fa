import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { type PixelScale, pixelScale } from "../signature/pixelScale.ts";
import type { ImageSpec } from "../signature/Signature.ts";
import { UnknownPreprocessing } from "../signature/UnknownPreprocessing.ts";
import type { InputFile, InputFileOptions } from "./readInputFile.node.ts";

/** Numbers out of a file. */
interface Read {
  readonly values: Float32Array;
  readonly shape: readonly number[];
  /** Whether they are bytes, 0 to 255. */
  readonly isBytes: boolean;
}

const whiteOf = (isBytes: boolean) => (isBytes ? 255 : 1);
const times = (shape: readonly number[]) => shape.join(" × ");

/** Brings what a file held to the shape and the scale that a model takes, `[n, ...inputShape]`. */
export function fitTo({ values, shape, isBytes }: Read, file: string, options: InputFileOptions): InputFile {
  const { inputShape, image, invert } = options;
  const scale = isBytes && image ? pixelScale(image) : undefined;
  if (isBytes && image && !scale) throw new UnknownPreprocessing(image);
  const notes: string[] = [];
  if (isBytes && !image) notes.push(say`${file}: bytes were divided by 255.`);
  const white = whiteOf(isBytes);
  const turned = invert ? values.map((value) => white - value) : values;
  if (invert) notes.push(say`${file}: brightness was inverted.`);
  if (image && !isBytes) {
    if (!image.preprocess) notes.push(say`${file}: taken as it is, as numbers already prepared for the model.`);
    else if (!options.isAssumed) checkRange(values, file, image);
  }
  const exact = placed(shape, inputShape);
  const fitted =
    exact === undefined
      ? placedPictures({ values: turned, shape, isBytes }, file, options, notes)
      : { values: turned, count: exact };
  const scaled =
    image && scale
      ? inScale(fitted.values, image, scale, fitted.values.length / fitted.count / image.channels)
      : isBytes
        ? fitted.values.map((value) => value / 255)
        : fitted.values;
  return { inputs: { values: scaled, shape: [fitted.count, ...inputShape] }, isOfBytes: isBytes, notes };
}

/** Numbers that are said to be prepared, but that no byte gives, by far: likely bytes that were saved as floats. */
function checkRange(values: Float32Array, file: string, image: ImageSpec): void {
  const prepared = pixelScale(image);
  if (!prepared) return;
  const ends = prepared.scale.flatMap((scale, c) => [prepared.offset[c], 255 * scale + prepared.offset[c]]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const [least, most] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [high, low]);
  // Bicubic resizing overshoots, by less than half the range.
  const slack = (high - low) / 2;
  if (least >= low - slack && most <= high + slack) return;
  const short = (value: number) => String(Number(value.toFixed(2)));
  throw new DataError(
    say`${file} has values from ${short(least)} to ${short(most)}, but pictures prepared for this model have values from ${short(low)} to ${short(high)}. Prepare them that way, or save them as bytes (uint8, 0 to 255): those are prepared for you.`,
  );
}

/** Pictures of another size, with other channels or another layout than the model takes. */
function placedPictures(
  { values, shape, isBytes }: Read,
  file: string,
  { inputShape, image }: InputFileOptions,
  notes: string[],
): { values: Float32Array; count: number } {
  const batch = pictures(shape);
  if (!image || inputShape.length !== 3 || !batch) {
    throw new DataError(
      say`${file} has shape [${shape.join(", ")}], but the model takes [${inputShape.join(", ")}] or a batch of that`,
    );
  }
  const first = image.layout === "channelsFirst";
  const [height, width, channels] = first ? [inputShape[1], inputShape[2], inputShape[0]] : inputShape;
  if (shape.length === 3 && batch.channels === 1 && channels > 1 && shape[0] === channels) {
    const [, rows, columns] = shape;
    throw new DataError(
      say`${file} has shape [${shape.join(", ")}]: that may be one picture with its channels first, or ${channels} gray pictures. Save one picture as [${rows}, ${columns}, ${channels}], gray pictures as [${channels}, ${rows}, ${columns}, 1].`,
    );
  }
  const found = recolor(values, batch.channels, channels, file, whiteOf(isBytes));
  if (batch.channels !== channels)
    notes.push(say`${file}: converted from ${colors(batch.channels)} to ${colors(channels)}.`);
  const size = [batch.height, batch.width] as const;
  const resized = resize(found, batch.count, size, [height, width], channels);
  if (times(size) !== times([height, width]))
    notes.push(say`${file}: resized from ${times(size)} to ${times([height, width])} pixels.`);
  const ordered = first ? toChannelsFirst(resized, batch.count, height * width, channels) : resized;
  return { values: ordered, count: batch.count };
}

/** Bytes as the model's numbers, channel by channel. */
function inScale(
  values: Float32Array,
  { layout, channels, photometric }: ImageSpec,
  scale: PixelScale,
  places: number,
): Float32Array {
  return values.map((byte, at) => {
    const channel = layout === "channelsFirst" ? Math.floor(at / places) % channels : at % channels;
    const shade = photometric === "whiteIsZero" ? 255 - byte : byte;
    return shade * scale.scale[channel] + scale.offset[channel];
  });
}

const colors = (channels: number) => (channels === 1 ? say`gray` : channels === 3 ? "RGB" : say`${channels} channels`);

/** How many inputs these are, where nothing but axes of length 1 is missing. */
function placed(shape: readonly number[], inputShape: readonly number[]): number | undefined {
  const bare = (of: readonly number[]) => of.filter((size) => size !== 1).join();
  const [count, ...rest] = shape;
  if (bare(shape) === bare(inputShape)) return 1;
  return shape.length > 1 && bare(rest) === bare(inputShape) ? count : undefined;
}

/** `[h, w]`, `[h, w, 1–4]`, `[n, h, w]` or `[n, h, w, 1–4]`. */
function pictures(shape: readonly number[]) {
  const last = shape.at(-1) ?? 0;
  const hasChannels = shape.length > 2 && last <= 4;
  const inner = hasChannels ? shape : [...shape, 1];
  if (inner.length < 3 || inner.length > 4) return undefined;
  const [count, height, width, channels] = inner.length === 3 ? [1, ...inner] : inner;
  return { count, height, width, channels };
}

/** Gray and color, with or without opacity, as gray or color; what is transparent shows black. */
function recolor(values: Float32Array, from: number, to: number, file: string, white: number): Float32Array {
  if (from === to) return values;
  if (to !== 1 && to !== 3) throw new DataError(say`${file} has ${from} channels, but the model takes ${to}`);
  const pixels = values.length / from;
  const result = new Float32Array(pixels * to);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const own = values.subarray(pixel * from, (pixel + 1) * from);
    const opacity = from === 2 || from === 4 ? own[from - 1] / white : 1;
    const rgb = from >= 3 ? own.subarray(0, 3) : [own[0], own[0], own[0]];
    const gray = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    for (let c = 0; c < to; c++) result[pixel * to + c] = opacity * (to === 1 ? gray : rgb[c]);
  }
  return result;
}

/** The mean over the area that a new pixel covers, or, where it covers less than one, between the nearest (bilinear). */
function resize(
  values: Float32Array,
  count: number,
  [height, width]: readonly [number, number],
  [rows, columns]: readonly [number, number],
  channels: number,
): Float32Array {
  if (height === rows && width === columns) return values;
  const down = weights(height, rows);
  const across = weights(width, columns);
  const result = new Float32Array(count * rows * columns * channels);
  for (let at = 0; at < result.length; at++) {
    const c = at % channels;
    const [column, row, image] = [
      Math.floor(at / channels) % columns,
      Math.floor(at / channels / columns) % rows,
      Math.floor(at / channels / columns / rows),
    ];
    for (const [y, wy] of down[row]) {
      for (const [x, wx] of across[column]) {
        result[at] += wy * wx * values[((image * height + y) * width + x) * channels + c];
      }
    }
  }
  return result;
}

/** For each of `to` places, which of `from` it is made of, and how much of each. */
function weights(from: number, to: number): (readonly [number, number])[][] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, place) => {
    const middle = (place + 0.5) * scale - 0.5;
    const near = Array.from({ length: Math.ceil(2 * reach) + 1 }, (_, i) => Math.ceil(middle - reach) + i);
    const own = near.map(
      (at) => [Math.min(from - 1, Math.max(0, at)), Math.max(0, 1 - Math.abs(at - middle) / reach)] as const,
    );
    const total = own.reduce((sum, [, weight]) => sum + weight, 0);
    return own.filter(([, weight]) => weight > 0).map(([at, weight]) => [at, weight / total] as const);
  });
}

function toChannelsFirst(values: Float32Array, count: number, pixels: number, channels: number): Float32Array {
  return values
    .map((_, at) => {
      const [pixel, channel, image] = [
        at % pixels,
        Math.floor(at / pixels) % channels,
        Math.floor(at / pixels / channels),
      ];
      return values[(image * pixels + pixel) * channels + channel];
    })
    .subarray(0, count * pixels * channels);
}
