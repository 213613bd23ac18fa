import type * as tf from "@tensorflow/tfjs";
import type { Named } from "./columns.ts";

/**
 * One input as a tensor, or as numbers with their shape; a `Table` is such. Row-major, with the batch dimension:
 * `[n, ...]`. The columns and classes that it names are carried into the explanation; `names` are what each of the n is
 * called, as a file.
 */
export type InputArray =
  | tf.Tensor
  | ({
      readonly values: ArrayLike<number>;
      readonly shape: readonly number[];
      readonly names?: readonly string[] | undefined;
    } & Named);

/** Several inputs: by the names that the model gives them, or as a list in the model's order. Each has `n` rows. */
export type SeveralInputs = Readonly<Record<string, InputArray>> | readonly InputArray[];

/** What a model takes: one array, or one for each of its inputs. */
export type Inputs = InputArray | SeveralInputs;

/**
 * Baselines by name, in whatever scale the model counts: `"black"`, `"gray"` (halfway) and `"white"` as a person sees them,
 * which only pictures have whose preprocessing is known; `"mean"`, the input's own mean color (of a series, its mean
 * features); `"blurred"`, the input itself through a Gaussian of σ = 10/224 of its shorter side (10 pixels at 224 × 224, as
 * Fong and Vedaldi 2017, "Interpretable Explanations of Black Boxes by Meaningful Perturbation", section 4.3).
 */
export const baselineNames = ["black", "white", "gray", "blurred", "mean"] as const;
export type BaselineName = (typeof baselineNames)[number];
export const isBaselineName = (value: unknown): value is BaselineName => baselineNames.some((name) => name === value);

type OneBaseline = number | BaselineName | InputArray;

/** What stands for something that is absent: a number, a name, an array, or one of these for each input. */
export type Baseline = OneBaseline | Readonly<Record<string, OneBaseline>> | readonly OneBaseline[];
