import type { EngineChoice, Output } from "../../engine/runner.ts";
import type { InputArray } from "../../signature/Inputs.ts";
import type { Names } from "../../text/checkNames.ts";
import type { RegionTarget } from "./regionTarget.ts";

/** What every method takes: in its constructor as its defaults, and in each call. */
export interface CommonOptions {
  /** `"logit"`: the number before a final softmax or sigmoid; `"probability"`: the one after it. */
  output?: Output;
  /** Which engine runs the model (default `"auto"`). */
  engine?: EngineChoice;
  /** Rows that the method hands to the engine at a time (default: as many as 16 MB hold, at most 1024, or 1 MB of short ones). */
  internalBatchSize?: number;
  /** Stops the method at its next inner batch (default: the interruption of the running cell). */
  signal?: AbortSignal;
  /** Told how far it is, from 0 to 1, after each batch (default: the running cell's progress, after a second). */
  onProgress?: (fraction: number) => void;
}

export const commonNames = {
  output: true,
  engine: true,
  internalBatchSize: true,
  signal: true,
  onProgress: true,
} as const satisfies Names<CommonOptions>;

/** Options of a method that draws random numbers. */
export interface SeededOptions extends CommonOptions {
  /** Default 0. The same seed gives the same values on the same engine. */
  seed?: number;
}

export const seededNames = { ...commonNames, seed: true } as const satisfies Names<SeededOptions>;

/**
 * What of an output is explained. Of a vector: a class, or a list with one class for each input. Of an output with more
 * axes (pixels, steps): a tuple with a number for each axis, `[row, column, class]`, or a list of such tuples, one for
 * each input. A number (or a typed array, one number for each input) counts the places of such an output row-major.
 */
export type OneTarget = number | string | ArrayLike<number> | readonly string[] | readonly (readonly number[])[];

/** An output by its name, and a place in it; with a class and a region, where it is a segmentation. */
export interface PlaceTarget extends RegionTarget {
  readonly output?: string | undefined;
  /** Default `"predicted"`: the largest of its values. */
  readonly at?: OneTarget | "predicted" | undefined;
}

/** Which outputs of the model are explained. */
export interface TargetOptions {
  /**
   * A class for all inputs, or one for each, by number or by name (`"tabby"`); left out, the predicted class of each (the largest value of the output). Of a
   * model of several outputs the first is meant; another is named: `{ boxes: [3, 0] }`, `{ mood: 2 }`, and
   * `{ mood: "predicted" }` for the largest value of it.
   *
   * Of a segmentation `{ class: 1, region: mask }` is one number for many places, in one pass: `region` is `"predicted"`
   * (default: where the model predicts the class), `{ top, left, height, width }`, or a mask of the places; `reduce` is
   * `"sum"` (default) or `"mean"`. Without a target a segmentation explains the class that most places are predicted to be,
   * over these places. `{ output: "scores", at: 3 }` names an output and a place in it, whatever the output is called.
   *
   * @example
   * await new Saliency(segmenter).attribute(image, { target: [12, 30, 4] }); // row 12, column 30, class 4
   * await new Saliency(segmenter).attribute(image, { target: { class: 4, region: { top: 8, left: 24, height: 16, width: 16 } } });
   */
  target?: OneTarget | RegionTarget | PlaceTarget | Readonly<Record<string, OneTarget | "predicted">>;
  /** Several classes (or tuples) for each input in shared passes: the explanation gets a leading axis. */
  targets?: ManyTargets | Readonly<Record<string, ManyTargets>>;
}

export const targetNames = { target: true, targets: true } as const satisfies Names<TargetOptions>;

type ManyTargets = "all" | readonly (number | string)[] | readonly (readonly number[])[];

/** What is not explained. */
export interface FixedOptions {
  /**
   * Of a model of several inputs, those that are held still: they go to the model as they are, get no map, and are no
   * feature. By name, one row for all examples or one for each: `{ attention_mask }`.
   */
  fixed?: Readonly<Record<string, InputArray>>;
}

export const fixedNames = { fixed: true } as const satisfies Names<FixedOptions>;

export type AttributeOptions = CommonOptions & TargetOptions & FixedOptions;
