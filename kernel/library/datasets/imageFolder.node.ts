import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Model } from "../engine/model.ts";
import { currentCell } from "../ground/cell.ts";
import { DataError, OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { decodePicture } from "../inputFiles/decodePicture.node.ts";
import type { Picture } from "../inputFiles/Picture.ts";
import { pictureNumbers } from "../inputFiles/pictureNumbers.ts";
import { imageInputOf, isSpec, type ReadImages } from "../inputFiles/readImage.node.ts";
import { recolored } from "../inputFiles/recolored.ts";
import { resized } from "../inputFiles/resized.ts";
import { shownImages } from "../inputFiles/shownImages.ts";
import { createRandom } from "../math/random.ts";
import { pixelScale } from "../signature/pixelScale.ts";
import type { ImageSpec } from "../signature/Signature.ts";
import { UnknownPreprocessing } from "../signature/UnknownPreprocessing.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { type ClassFolders, classFolders } from "./classFolders.node.ts";
import type { ExampleBatch, Examples } from "./imageSet.ts";
import { stratifiedOrder } from "./table/stratify.ts";
import type { SplitOptions } from "./table/Table.ts";

export interface ImageFolderOptions {
  /** What shows where a picture is transparent: a gray value, 0 black to 255 white. Default 255. */
  readonly ground?: number;
  /** Whether what was read stays in memory, at the model's size: 0.15 MB for each 224 × 224 in color. Default true. */
  readonly keep?: boolean;
}

const imageFolderNames = { ground: true, keep: true } as const satisfies Names<ImageFolderOptions>;

/**
 * Labeled pictures in a folder: a folder for each class, named by it, as torchvision's `ImageFolder` and Keras's
 * `image_dataset_from_directory` have it. Only the names are read now; a picture is read when it is first asked for, as
 * `readImage` reads it for this model. `train` and `evaluate` take the set; classes are known by name, whatever the order of
 * the model's.
 *
 * @param to a model with one image input, or what is known of such an input: `describeModel(model).inputs[0]`.
 * @throws DataError for a folder that is missing, has no folder in it, or a class without a picture; OptionError where
 * nobody says how pictures are prepared for the model, or its size is open.
 * @example
 * const pets = await imageFolder("pets", model);      // pets/cat/1.jpg, pets/dog/1.jpg, …
 * await pets.load();                                  // all at once, with progress
 * const { train: known, test } = pets.split(0.2);
 * await train(model, known);
 */
export async function imageFolder(
  folder: string,
  to: Model | ImageSpec,
  options: ImageFolderOptions = {},
): Promise<ImageFolder> {
  checkNames("imageFolder()", imageFolderNames, options);
  const spec = isSpec(to) ? to : imageInputOf(to);
  if (!spec.preprocess) throw new UnknownPreprocessing(spec);
  if (spec.height === null || spec.width === null) {
    throw new OptionError(
      say`the model takes pictures of any size, and a batch has one: give it with describeModel(model, { inputs: { kind: "image", height: 224, width: 224 } })`,
    );
  }
  return new ImageFolder(await classFolders(folder), spec, options);
}

export interface LoadPicturesOptions {
  /** Stops between two pictures; what was read is kept. Default: the running cell's. */
  readonly signal?: AbortSignal;
  /** Hears how far it is, from 0 to 1. Default: the running cell's progress bar. */
  readonly onProgress?: (fraction: number) => void;
}

const loadNames = { signal: true, onProgress: true } as const satisfies Names<LoadPicturesOptions>;
const splitNames = { seed: true, stratify: true } as const satisfies Names<SplitOptions>;

/** Labeled pictures in a folder, as a model takes them: see `imageFolder`. */
export class ImageFolder implements Examples {
  // Said outright: the bundler calls a class that names itself _ImageFolder.
  static get name(): string {
    return "ImageFolder";
  }

  /** How many pictures. */
  readonly size: number;
  /** Of one picture, in the model's layout. */
  readonly shape: readonly number[];
  /** Names of the files, in the set's order. */
  readonly files: readonly string[];
  /** Names of the classes: the folders', sorted. */
  readonly classNames: readonly string[];
  /** Class indices, `[size]`. */
  readonly classes: Int32Array;
  /** What was passed over in the folder, a sentence each. */
  readonly notes: readonly string[];
  readonly #spec: ImageSpec;
  readonly #options: ImageFolderOptions;
  /** Pictures at the model's size, by file. */
  readonly #kept: Map<string, Picture>;

  constructor(
    folders: ClassFolders,
    spec: ImageSpec,
    options: ImageFolderOptions = {},
    kept = new Map<string, Picture>(),
  ) {
    this.files = folders.files;
    this.classNames = folders.classNames;
    this.classes = folders.classes;
    this.notes = folders.notes;
    this.size = folders.files.length;
    const [height, width] = [spec.height ?? 0, spec.width ?? 0];
    this.shape = spec.layout === "channelsFirst" ? [spec.channels, height, width] : [height, width, spec.channels];
    this.#spec = spec;
    this.#options = options;
    this.#kept = kept;
  }

  /** The class of one picture. */
  labelAt(index: number): number {
    return this.classes[this.#place(index)];
  }

  /** The pictures at these places, `[n, ...shape]` in the model's scale, and their classes. Reads what was not read yet. */
  batch(indices: ArrayLike<number>): ExampleBatch {
    const scale = pixelScale(this.#spec);
    if (!scale) throw new UnknownPreprocessing(this.#spec);
    const each = this.shape.reduce((product, length) => product * length, 1);
    const inputs = new Float32Array(indices.length * each);
    const labels = new Int32Array(indices.length);
    for (let i = 0; i < indices.length; i++) {
      const file = this.files[this.#place(indices[i])];
      const picture = this.#kept.get(file) ?? this.#fitted(file, readFileSync(file));
      inputs.set(pictureNumbers(picture, this.#spec, scale), i * each);
      labels[i] = this.classes[indices[i]];
    }
    return { inputs, labels };
  }

  /**
   * The pictures at these places for `predict`, `attribute` and `explain`. Displayed, they show themselves.
   *
   * @returns float32 `[n, ...shape]`.
   */
  pictures(indices: ArrayLike<number>): ReadImages {
    const { inputs: values } = this.batch(indices);
    const names = Array.from(indices, (index) => basename(this.files[index]));
    return shownImages({ values, shape: [indices.length, ...this.shape], names, notes: [] }, this.#spec);
  }

  /**
   * Reads all pictures that were not read yet, with progress: 20 to 60 ms a megapixel. Needs `keep`.
   *
   * @throws DataError that names a file that cannot be read; the signal's reason where it is aborted.
   */
  async load(options: LoadPicturesOptions = {}): Promise<this> {
    checkNames("ImageFolder.load()", loadNames, options);
    if (this.#options.keep === false)
      throw new OptionError(say`load() keeps what it reads, and keep is false: leave out one of the two`);
    const cell = currentCell();
    const { signal = cell.signal } = options;
    for (const [i, file] of this.files.entries()) {
      signal.throwIfAborted();
      if (!this.#kept.has(file)) this.#fitted(file, await readFile(file));
      const [done, all] = [i + 1, this.size];
      if (options.onProgress) options.onProgress(done / all);
      else cell.progress(done / all, say`Read ${done} of ${all} pictures`);
    }
    return this;
  }

  /** The pictures at these places as a set of their own, which shares what was read. */
  take(indices: ArrayLike<number>): ImageFolder {
    const places = Array.from(indices, (index) => this.#place(index));
    const { classNames, notes } = this;
    const files = places.map((place) => this.files[place]);
    const classes = Int32Array.from(places, (place) => this.classes[place]);
    return new ImageFolder({ classNames, notes, files, classes }, this.#spec, this.#options, this.#kept);
  }

  /**
   * Shuffles the pictures and parts them in two.
   *
   * @param test share of the pictures that are set apart, above 0 and below 1 (rounded up), or how many.
   * @throws OptionError for a share or number that leaves one part empty.
   */
  split(test = 0.2, options: SplitOptions = {}): { train: ImageFolder; test: ImageFolder } {
    checkNames("split()", splitNames, options);
    const { seed = 42, stratify = false } = options;
    const count = test < 1 ? Math.ceil(test * this.size - 1e-9) : test;
    if (!Number.isInteger(count) || count < 1 || count >= this.size) {
      throw new OptionError(
        say`split(${test}) of ${this.size} pictures: give a fraction between 0 and 1, or a number of pictures below ${this.size}`,
      );
    }
    const order = createRandom(seed).permutation(this.size);
    const chosen = stratify ? stratifiedOrder(this.classes, order, count) : order;
    return { test: this.take(chosen.subarray(0, count)), train: this.take(chosen.subarray(count)) };
  }

  #fitted(file: string, bytes: Uint8Array): Picture {
    try {
      const { ground, keep = true } = this.#options;
      const decoded = decodePicture(bytes, ground === undefined ? {} : { ground });
      const { picture } = resized(recolored(decoded, this.#spec.channels, file), this.#spec);
      if (keep) this.#kept.set(file, picture);
      return picture;
    } catch (error) {
      if (!(error instanceof DataError) || error.message.includes(file)) throw error;
      throw new DataError(say`${file}: ${error.message}`, { cause: error });
    }
  }

  #place(index: number): number {
    if (Number.isInteger(index) && index >= 0 && index < this.size) return index;
    throw new OptionError(say`no image ${index}: the set has ${this.size} (0–${this.size - 1})`);
  }
}
