import * as tf from "@tensorflow/tfjs";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { ImageSpec } from "../signature/Signature.ts";
import type { InputHint } from "../signature/SignatureOptions.ts";
import { setInput } from "./digitsInput.ts";

/** Rows for training or prediction, without tensors. */
export interface ExampleBatch {
  /** `[n, ...shape]` row-major, float32. */
  readonly inputs: Float32Array;
  /** Class indices, `[n]`. */
  readonly labels: Int32Array;
}

/** Labeled examples that a training loop can draw from. */
export interface Examples {
  /** How many. */
  readonly size: number;
  /** Of one example: `[28, 28, 1]`. */
  readonly shape: readonly number[];
  /** What an example is to a model; a model that is trained on it knows it from then on. */
  readonly input?: InputHint;
  /** Names of the classes, where they have some: a model with names knows its own by them, whatever the order. */
  readonly classNames?: readonly string[] | undefined;
  /** The class of one example. */
  labelAt(index: number): number;
  /** The examples at these places, in this order. */
  batch(indices: ArrayLike<number>): ExampleBatch;
}

/** What the pictures of a set are, besides their size and scale. */
export type PictureHint = Pick<ImageSpec, "photometric" | "ground" | "colorOrder" | "channelNames">;

/** byte / 255, looked up: a third of the time of the division. */
const unit = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * Labeled gray or color images. The pixels stay as bytes (47 MB for 60,000 digits); the tensors are made when they
 * are first asked for and belong to the set: `dispose()` frees them, and asking again makes them anew.
 *
 * @example
 * const { test } = await mnist.load();
 * const seven = test.image(0);        // [1, 28, 28, 1], yours to dispose
 * test.labelAt(0);                    // 7
 */
export class ImageSet implements Examples {
  // Said outright: the bundler calls a class that names itself _ImageSet.
  static get name(): string {
    return "ImageSet";
  }

  readonly size: number;
  readonly shape: readonly [number, number, number];
  /** `[size, height, width, channels]` row-major, 0 to 255. */
  readonly pixels: Uint8Array;
  /** Class indices, one byte each. */
  readonly classes: Uint8Array;
  readonly input: InputHint;
  readonly #known: PictureHint;
  #images: tf.Tensor4D | undefined;
  #labels: tf.Tensor1D | undefined;

  constructor(
    pixels: Uint8Array,
    classes: Uint8Array,
    shape: readonly [number, number, number],
    known: PictureHint = {},
  ) {
    this.pixels = pixels;
    this.classes = classes;
    this.shape = shape;
    this.size = classes.length;
    this.input = { ...setInput, ...known };
    this.#known = known;
  }

  /** All images, float32 `[size, height, width, channels]` in [0, 1]. 172 MB for 55,000 digits: prefer `image` or `slice`. */
  get images(): tf.Tensor4D {
    if (!this.#images || this.#images.isDisposed) {
      this.#images = tf.keep(tf.tensor4d(this.#floats(this.pixels), [this.size, ...this.shape]));
    }
    return this.#images;
  }

  /** All labels, int32 `[size]`. */
  get labels(): tf.Tensor1D {
    if (!this.#labels || this.#labels.isDisposed) {
      this.#labels = tf.keep(tf.tensor1d(Int32Array.from(this.classes), "int32"));
    }
    return this.#labels;
  }

  /** One image as a new tensor `[1, height, width, channels]` in [0, 1], which the caller disposes. */
  image(index: number): tf.Tensor4D {
    return tf.tensor4d(this.batch([index]).inputs, [1, ...this.shape]);
  }

  /** The class of one image. */
  labelAt(index: number): number {
    return this.classes[this.#place(index)] as number;
  }

  /** The images from `begin` up to, not including, `end` as a set of their own over the same bytes. */
  slice(begin: number, end: number = this.size): ImageSet {
    const pixels = this.#pixelsOfOne;
    const bytes = this.pixels.subarray(begin * pixels, end * pixels);
    return new ImageSet(bytes, this.classes.subarray(begin, end), this.shape, this.#known);
  }

  /** The images at these places as plain values, `[n, height, width, channels]` in [0, 1]: what `imageGrid` draws. */
  pictures(indices: ArrayLike<number>): { values: Float32Array; shape: readonly number[] } {
    return { values: this.batch(indices).inputs, shape: [indices.length, ...this.shape] };
  }

  batch(indices: ArrayLike<number>): ExampleBatch {
    const pixels = this.#pixelsOfOne;
    const inputs = new Float32Array(indices.length * pixels);
    const labels = new Int32Array(indices.length);
    for (let i = 0; i < indices.length; i++) {
      const place = this.#place(indices[i] as number);
      labels[i] = this.classes[place] as number;
      const from = place * pixels;
      for (let p = 0; p < pixels; p++) inputs[i * pixels + p] = unit[this.pixels[from + p] as number] as number;
    }
    return { inputs, labels };
  }

  /** Frees the tensors of `images` and `labels`; the set stays usable. */
  dispose(): void {
    for (const tensor of [this.#images, this.#labels]) if (tensor && !tensor.isDisposed) tensor.dispose();
    this.#images = undefined;
    this.#labels = undefined;
  }

  get #pixelsOfOne(): number {
    return this.shape[0] * this.shape[1] * this.shape[2];
  }

  #floats(bytes: Uint8Array): Float32Array {
    const values = new Float32Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) values[i] = unit[bytes[i] as number] as number;
    return values;
  }

  #place(index: number): number {
    if (Number.isInteger(index) && index >= 0 && index < this.size) return index;
    throw new OptionError(say`no image ${index}: the set has ${this.size} (0–${this.size - 1})`);
  }
}
