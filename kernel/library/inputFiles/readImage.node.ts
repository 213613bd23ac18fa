import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { describeModel } from "../engine/describeModel.ts";
import type { Model } from "../engine/model.ts";
import { DataError, OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { ImageSpec, InputSpec } from "../signature/Signature.ts";
import { UnknownPreprocessing } from "../signature/UnknownPreprocessing.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { type PictureInput, pictureInput } from "./pictureInput.ts";
import { shownImages } from "./shownImages.ts";

/** A picture file by its name, or its bytes. */
export type ImageFile = string | Uint8Array;

export interface ReadImageOptions {
  /** What shows where a picture is transparent: a gray value, 0 black to 255 white. Default 255. */
  readonly ground?: number;
}

const readImageNames = { ground: true } as const satisfies Names<ReadImageOptions>;

/** Pictures as a model takes them. */
export interface ReadImages {
  /** Row-major, in the model's layout and scale. */
  readonly values: Float32Array;
  /** `[n, height, width, channels]`, or `[n, channels, height, width]`. */
  readonly shape: readonly number[];
  /** What each picture is called: its file, without the folder. */
  readonly names: readonly string[];
  /** What was done to the pictures besides what the model's signature says, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads picture files as a model takes them: decoded, resized and cropped by the steps of the model's preprocessing,
 * its numbers, layout and order of colors. Several files give one batch.
 *
 * @param files one file, or several: names, or their bytes. JPEG, PNG, WebP.
 * @param to a model with one image input, or what is known of such an input: `describeModel(model).inputs[1]`.
 * @returns float32 `[n, ...]`, to be given to `predict`, `attribute` and `explain`; no tensor. Displayed in a notebook, it
 * shows the pictures as a person sees them.
 * @throws OptionError where nobody says how the pictures are prepared, with the presets and what to write, or where the
 * model has no image input, or several; DataError for a file that is missing, damaged or of another kind, or where
 * pictures of several sizes meet a model of open size.
 * @example
 * const model = await loadOnnx("resnet50.onnx", { inputs: preprocessing.imagenet });
 * const cat = await readImage("cat.jpg", model);
 * (await model.predict(cat)).describe();
 */
export async function readImage(
  files: ImageFile | readonly ImageFile[],
  to: Model | ImageSpec,
  options: ReadImageOptions = {},
): Promise<ReadImages> {
  checkNames("readImage()", readImageNames, options);
  const spec = isSpec(to) ? to : imageInputOf(to);
  if (!spec.preprocess) throw new UnknownPreprocessing(spec);
  const all = typeof files === "string" || files instanceof Uint8Array ? [files] : files;
  if (all.length === 0) throw new OptionError(say`readImage got no files: give at least one`);
  const names = all.map((file, i) => (typeof file === "string" ? basename(file) : say`picture ${i}`));
  const notes: string[] = [];
  const parts: PictureInput[] = [];
  for (const [i, file] of all.entries()) {
    const name = typeof file === "string" ? file : say`picture ${i}`;
    const part = pictureInput(typeof file === "string" ? await bytesOf(file) : file, name, spec, options);
    for (const note of part.notes) notes.push(all.length === 1 ? note : `${name}: ${note}`);
    const [first] = parts;
    if (first && (part.height !== first.height || part.width !== first.width)) {
      throw new DataError(
        say`${name} is ${part.height} × ${part.width} pixels, but the first is ${first.height} × ${first.width}: read pictures of several sizes one by one, or give the model's preprocessing a resize`,
      );
    }
    parts.push(part);
  }
  const { height, width } = parts[0];
  const row = spec.layout === "channelsFirst" ? [spec.channels, height, width] : [height, width, spec.channels];
  const values = joined(parts.map((part) => part.values));
  return shownImages({ values, shape: [all.length, ...row], names, notes }, spec);
}

export const isSpec = (to: Model | ImageSpec): to is ImageSpec =>
  typeof to === "object" && "kind" in to && to.kind === "image";

/** The one image that a model takes. */
export function imageInputOf(model: Model): ImageSpec {
  const { inputs } = describeModel(model);
  const images = inputs.filter((spec): spec is ImageSpec => spec.kind === "image");
  const [image] = images;
  if (image && images.length === 1) return image;
  const list = inputs.map(inBrief).join(", ");
  throw new OptionError(
    images.length > 1
      ? say`the model takes several images (${list}): give one of them in place of the model, describeModel(model).inputs[0]`
      : say`the model takes ${list}, and no image: say it with describeModel(model, { inputs: { kind: "image", layout: "channelsFirst" } }), or "channelsLast"`,
  );
}

const inBrief = ({ name, kind, shape }: InputSpec) =>
  `"${name}" ${kind} [${shape.map((size) => size ?? "?").join(", ")}]`;

async function bytesOf(file: string): Promise<Uint8Array> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? say`there is no such file` : error.message;
    throw new DataError(say`${file} cannot be read: ${why}.`);
  });
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}
