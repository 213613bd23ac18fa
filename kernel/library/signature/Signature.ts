import type { Column } from "./columns.ts";

/** What a model takes and answers. Plain JSON. What is not known of it is `values`, never guessed. */
export interface Signature {
  /** In the model's order. */
  readonly inputs: readonly InputSpec[];
  /** In the model's order. */
  readonly outputs: readonly OutputSpec[];
}

/** The dtype that a model asks for. */
export type InputDtype = "float32" | "float16" | "float64" | "int32" | "int64" | "uint8" | "int8" | "bool" | "string";

interface InputHead {
  readonly name: string;
  readonly dtype: InputDtype;
  /** Of one example, without the batch axis; `null` where a size is open, `[]` where not even the axes are known. */
  readonly shape: readonly (number | null)[];
}

/** How the axes of an image stand: `[height, width, channels]` or `[channels, height, width]`. */
export type ImageLayout = "channelsLast" | "channelsFirst";

/** How pixels are weighed where a picture is made smaller or larger: Pillow's names, all of them antialiased as Pillow's. */
export type ResizeFilter = "nearest" | "box" | "bilinear" | "hamming" | "bicubic" | "lanczos";

/**
 * A step on the way from a picture file to a model's input, in torchvision's words. The picture's bytes, 0 to 255, go
 * through the steps in their order: first those of its size, then those of its numbers.
 */
export type PreprocessStep =
  /** To a shorter side of so many pixels; the other in proportion, rounded down. Default filter `"bilinear"`. */
  | { readonly kind: "resize"; readonly shortestEdge: number; readonly filter?: ResizeFilter }
  /** To this size, whatever the proportions. */
  | {
      readonly kind: "resize";
      readonly exact: readonly [height: number, width: number];
      readonly filter?: ResizeFilter;
    }
  /** The middle, `[height, width]`, or the largest square in it. What a smaller picture lacks is black. */
  | { readonly kind: "centerCrop"; readonly size: readonly [height: number, width: number] | "shorterSide" }
  /** The middle of this share of height and width. */
  | { readonly kind: "centerCrop"; readonly fraction: number }
  /** `value · factor + offset`; the offset is 0 by default. */
  | { readonly kind: "rescale"; readonly factor: number; readonly offset?: number }
  /** `(value − mean) / std`: one number of each channel in the model's order, or one for all. */
  | { readonly kind: "normalize"; readonly mean: readonly number[]; readonly std: readonly number[] };

export interface ImageSpec extends InputHead {
  readonly kind: "image";
  readonly layout: ImageLayout;
  readonly height: number | null;
  readonly width: number | null;
  /** How many channels. */
  readonly channels: number;
  readonly channelNames?: readonly string[] | undefined;
  /** Order of the colors, where there are colors. */
  readonly colorOrder?: "rgb" | "bgr" | undefined;
  /** What 0 looks like, as TIFF has it: MNIST's digits are `blackIsZero`, white ink on black. */
  readonly photometric?: "blackIsZero" | "whiteIsZero" | undefined;
  /**
   * Of handwriting and other drawings: the value of the empty ground between the strokes (MNIST: 0). Only where it is
   * stated do words speak of strokes.
   */
  readonly ground?: number | undefined;
  /** How its numbers come out of a picture's bytes; `[]`: they are the bytes. Undefined: nobody says it. */
  readonly preprocess?: readonly PreprocessStep[] | undefined;
}

export interface VolumeSpec extends InputHead {
  readonly kind: "volume";
  readonly layout: ImageLayout;
  readonly depth: number | null;
  readonly height: number | null;
  readonly width: number | null;
  readonly channels: number;
  /** From one voxel to the next along depth, height and width, in millimeters. */
  readonly spacing?: readonly [depth: number, height: number, width: number] | undefined;
  /** The values that are shown as black and as white, of a scan: `[-160, 240]` for soft tissue in a CT. */
  readonly window?: readonly [low: number, high: number] | undefined;
}

/** `[steps, features]`, or `[features, steps]` as PyTorch's convolutions over one axis take it. */
export interface SeriesSpec extends InputHead {
  readonly kind: "series";
  /** Default `"featuresLast"`. */
  readonly layout?: "featuresLast" | "featuresFirst" | undefined;
  readonly steps: number | null;
  readonly features: number;
  readonly featureNames?: readonly string[] | undefined;
  readonly unit?: string | undefined;
  /** Steps a second. */
  readonly rate?: number | undefined;
}

/** Whole numbers that stand for words or parts of words: they have no gradient. */
export interface TokensSpec extends InputHead {
  readonly kind: "tokens";
  readonly length: number | null;
  /** Text of each token number. */
  readonly vocabulary?: readonly string[] | undefined;
  /** The number that only fills up. */
  readonly padding?: number | undefined;
  /** How many token numbers there are. */
  readonly size?: number | undefined;
}

export interface TableSpec extends InputHead {
  readonly kind: "table";
  readonly columns: readonly Column[];
}

/** Numbers of which nothing is known: told by their index. */
export interface ValuesSpec extends InputHead {
  readonly kind: "values";
}

export type InputSpec = ImageSpec | VolumeSpec | SeriesSpec | TokensSpec | TableSpec | ValuesSpec;
export type InputKind = InputSpec["kind"];

interface OutputHead {
  readonly name: string;
  /** Of one example, without the batch axis; `null` where a size is open. */
  readonly shape: readonly (number | null)[];
}

/** One of `count` classes, at least two, in a vector. */
export interface ClassesSpec extends OutputHead {
  readonly kind: "classes";
  readonly count: number;
  readonly classNames?: readonly string[] | undefined;
  /** What the model gives: probabilities (`softmax`, or another way), or logits that no softmax follows. */
  readonly from: "softmax" | "logits";
}

/** One unit that is the probability (or its logit) of the second of two classes. */
export interface BinarySpec extends OutputHead {
  readonly kind: "binary";
  /** Of 0 and of 1. */
  readonly classNames?: readonly [string, string] | undefined;
  readonly from: "sigmoid" | "logit";
}

/** `count` labels, each there or not. */
export interface LabelsSpec extends OutputHead {
  readonly kind: "labels";
  readonly count: number;
  readonly classNames?: readonly string[] | undefined;
  readonly from: "sigmoid" | "logits";
}

/** A regression of one number. */
export interface NumberSpec extends OutputHead {
  readonly kind: "number";
  /** What is predicted: `price`. */
  readonly targetName?: string | undefined;
  readonly unit?: string | undefined;
}

/** A regression of several numbers. */
export interface NumbersSpec extends OutputHead {
  readonly kind: "numbers";
  readonly count: number;
  readonly targetNames?: readonly string[] | undefined;
  readonly units?: readonly string[] | undefined;
}

/** Classes of each place: segmentation. */
export interface PixelsSpec extends OutputHead {
  readonly kind: "pixels";
  readonly layout: ImageLayout;
  readonly classes: number;
  readonly classNames?: readonly string[] | undefined;
  readonly from: "softmax" | "logits" | "sigmoid";
}

/** Coordinates and scores of boxes, whose number may change. */
export interface BoxesSpec extends OutputHead {
  readonly kind: "boxes";
  readonly classNames?: readonly string[] | undefined;
}

/** Anything else: an embedding, a reconstruction, a vector of which nothing is said, a function's result. */
export interface AnswerValuesSpec extends OutputHead {
  readonly kind: "values";
  readonly valueNames?: readonly string[] | undefined;
  /** What ends the model, where that keeps the values between 0 and 1. */
  readonly from?: "softmax" | "sigmoid" | undefined;
}

export type OutputSpec =
  | ClassesSpec
  | BinarySpec
  | LabelsSpec
  | NumberSpec
  | NumbersSpec
  | PixelsSpec
  | BoxesSpec
  | AnswerValuesSpec;
export type OutputKind = OutputSpec["kind"];
