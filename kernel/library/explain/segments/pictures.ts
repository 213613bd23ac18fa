import type { Model } from "../../engine/model.ts";
import { runnerFor } from "../../engine/runnerFor.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { pixelScale } from "../../signature/pixelScale.ts";
import type { ImageSpec, InputSpec } from "../../signature/Signature.ts";
import { seenPicture, usualBands } from "../../signature/seenPicture.ts";
import { UnknownPreprocessing } from "../../signature/UnknownPreprocessing.ts";
import { readArray } from "../call/inputs.ts";
import type { FeatureMask } from "./segments.ts";

/** Whose input a picture is: without it, it is `[height, width, channels]` from 0 to 1 or 0 to 255. */
export interface SeenOptions {
  /** The model that takes it: layout and preprocessing are its own, and the picture is segmented as a person sees it. */
  model?: Model;
  /** In place of `model`: what the input is. */
  spec?: InputSpec;
}

/** A picture to be segmented, row by row: colors from 0 to 1, channels last. */
export interface Picture {
  readonly values: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Segments each picture of some inputs as a person sees it.
 *
 * @param allowed numbers of channels (default: any).
 * @returns the segments of one picture, `[height, width]`, or of each of several, `[n, height, width]`.
 * @throws ShapeError for what is no picture, OptionError for numbers of which nobody says how colors become them.
 */
export async function segmentEach(
  reader: string,
  inputs: Inputs,
  options: SeenOptions,
  segment: (picture: Picture) => Int32Array,
  allowed?: readonly number[],
): Promise<FeatureMask> {
  const pictures = await readPictures(reader, inputs, options, allowed);
  const [{ height, width }] = pictures;
  const size = height * width;
  const values = new Int32Array(pictures.length * size);
  for (const [i, picture] of pictures.entries()) values.set(segment(picture), i * size);
  return { values, shape: pictures.length === 1 ? [height, width] : [pictures.length, height, width] };
}

async function readPictures(
  reader: string,
  inputs: Inputs,
  options: SeenOptions,
  allowed: readonly number[] | undefined,
): Promise<Picture[]> {
  const { values, shape } = await readArray(inputs);
  const spec = await specOf(reader, options, shape);
  const row = shape.length === 4 ? shape.slice(1) : shape;
  const count = shape.length === 4 ? shape[0] : 1;
  const [height, width, channels] = spec?.layout === "channelsFirst" ? [row[1], row[2], row[0]] : row;
  const told = allowed && !spec ? allowed.join(" or ") : "channels";
  if (row.length !== 3 || count < 1 || (!spec && allowed?.includes(channels) === false)) {
    throw new ShapeError(
      say`${reader} takes an image of [height, width, ${told}], not [${shape.join(", ")}]: of another layout, give the model whose input it is, ${reader}(inputs, { model })`,
    );
  }
  if (spec && spec.channels !== channels) {
    throw new ShapeError(
      say`${reader} got [${shape.join(", ")}], but the model's picture has ${spec.channels} channels`,
    );
  }
  const size = height * width * channels;
  const scale = spec && pixelScale(spec) ? undefined : plainScale(reader, values, spec);
  return Array.from({ length: count }, (_, i) => {
    const own = values.subarray(i * size, (i + 1) * size);
    if (!spec) return { values: scale === 1 ? own : own.map((value) => value / 255), height, width, channels };
    return asSeen(
      scale ? { ...spec, preprocess: [{ kind: "rescale", factor: scale / 255 }] } : spec,
      own,
      height,
      width,
    );
  });
}

/** A picture's colors; of more channels than are shown together, all of them. */
function asSeen(spec: ImageSpec, values: Float32Array, height: number, width: number): Picture {
  const { channels } = spec;
  if (usualBands(channels).length === 3 || channels === 1) {
    const seen = seenPicture(spec, values, { height, width });
    return { values: Float64Array.from(seen.data, (byte) => byte / 255), height, width, channels: seen.channels };
  }
  const bands = Array.from(
    { length: channels },
    (_, band) => seenPicture(spec, values, { height, width }, [band]).data,
  );
  const all = Float64Array.from({ length: height * width * channels }, (_, i) => {
    return bands[i % channels][Math.floor(i / channels)] / 255;
  });
  return { values: all, height, width, channels };
}

/** 1 for colors from 0 to 1, 255 for bytes. */
function plainScale(reader: string, values: Float32Array, spec: ImageSpec | undefined): 1 | 255 {
  const outside = values.find((value) => !(value >= 0 && value <= 255));
  if (outside === undefined) return values.every((value) => value <= 1) ? 1 : 255;
  throw new OptionError(
    spec
      ? say`${reader} segments a picture as a person sees it, but the numbers are such as ${outside}. ${new UnknownPreprocessing(spec).message}`
      : say`${reader} takes colors from 0 to 1 or from 0 to 255, but found ${outside}: give the model whose input it is, ${reader}(inputs, { model }), or segments of your own`,
  );
}

/** @throws OptionError where the model takes no picture, or several. */
async function specOf(
  reader: string,
  { model, spec: given }: SeenOptions,
  shape: readonly number[],
): Promise<ImageSpec | undefined> {
  if (given === undefined && model === undefined) return undefined;
  const inputs = given ? [given] : await inputsOf(model as Model, shape);
  const images = inputs.filter((spec): spec is ImageSpec => spec.kind === "image");
  if (images.length === 1) return images[0];
  const kinds = inputs.map(({ name, kind }) => `${name}: ${kind}`).join(", ");
  throw new OptionError(
    images.length > 1
      ? say`the model takes several pictures (${kinds}): give the spec of the one that it is, ${reader}(inputs, { spec: model.signature.inputs[0] })`
      : say`${reader} segments pictures, but the model takes ${kinds}: give segments of your own, or say what its input is, describeModel(model, { inputs: { ${inputs[0].name}: { kind: "image" } } })`,
  );
}

async function inputsOf(model: Model, shape: readonly number[]): Promise<readonly InputSpec[]> {
  const row = shape.length === 4 ? shape.slice(1) : shape;
  return (await runnerFor(model, { inputShape: row })).signature.inputs;
}
