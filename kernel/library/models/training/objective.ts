import { type Head, type LossFunction, type MetricName, metricOf } from "../../engine/tfjs/losses.ts";
import { isOfNumbers, type LossName, lossNames } from "../../engine/train/index.ts";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import type { OutputSpec } from "../../signature/Signature.ts";
import type { GivenTarget } from "./rows.ts";

/** How the targets that came are given to the loss: class indices or numbers as they are, or a 1 at the place of the class. */
export type Encoding = "indices" | "numbers" | "oneHot";

/** What one output learns. */
export interface Objective extends Head {
  readonly encoding: Encoding;
  /** How many classes or labels it tells apart; 0 of numbers. */
  readonly classes: number;
}

export interface ObjectiveOptions {
  /** In place of the one that fits. */
  loss?: LossName | LossFunction | undefined;
  /** Of several outputs. Default 1. */
  weight?: number | undefined;
  /** `"training"` or `"validation"`, for the errors. */
  what: string;
}

/**
 * What one output learns from its targets: by what the model is known to answer, then by what the data is called.
 *
 * @throws ShapeError where the targets do not fit the output; OptionError for a loss that does not fit them.
 */
export function objectiveOf(spec: OutputSpec, given: GivenTarget, options: ObjectiveOptions): Objective {
  const { loss, weight = 1, what } = options;
  if (typeof loss === "string" && !lossNames.includes(loss)) {
    throw new OptionError(say`There is no loss "${loss}": there are ${lossNames.join(", ")}, or a function.`);
  }
  const natural = naturalOf(...asLossSays(spec, given, loss), what);
  if (loss === undefined || loss === natural.loss) return { ...natural, weight };
  if (loss === "sparseCategoricalCrossentropy") {
    throw new OptionError(
      say`The loss ${loss} takes one class index for each example: the ${what} set has [${given.shape.join(", ")}]. Use categoricalCrossentropy.`,
    );
  }
  // A function of the user's own is given what the natural loss would be.
  const encoding = natural.encoding === "indices" && typeof loss === "string" ? "oneHot" : natural.encoding;
  const metric =
    natural.metric === "sparseCategoricalAccuracy" && encoding === "oneHot" ? "categoricalAccuracy" : natural.metric;
  return { ...natural, loss, weight, encoding, metric };
}

/** Whether a head's metric is the one that the compiled engine measures with this loss. */
export const isCompiled = ({ loss, metric }: Head): boolean => typeof loss === "string" && metricOf(loss) === metric;

/** What the model is not known for, a loss by name tells: classes, labels or numbers. */
function asLossSays(
  spec: OutputSpec,
  given: GivenTarget,
  loss: LossName | LossFunction | undefined,
): [OutputSpec, GivenTarget] {
  if (typeof loss !== "string" || (spec.kind !== "values" && spec.kind !== "number")) return [spec, given];
  if (isOfNumbers(loss)) return [spec, { ...given, as: "numbers" }];
  if (spec.kind === "number") {
    return [loss === "binaryCrossentropy" ? { ...spec, kind: "binary", from: "logit" } : spec, given];
  }
  return loss === "binaryCrossentropy"
    ? [{ ...spec, kind: "labels", count: sizeOfRow(spec), from: spec.from === "sigmoid" ? "sigmoid" : "logits" }, given]
    : [spec, { ...given, as: "labels" }];
}

const sizeOfRow = ({ shape }: OutputSpec): number => sizeOf(shape.map((size) => size ?? 1));

type Natural = Omit<Objective, "weight" | "loss" | "metric"> & { readonly loss: LossName; readonly metric: MetricName };

const natural = (loss: LossName, encoding: Encoding, classes: number, fromLogits: boolean): Natural => ({
  loss,
  metric: metricOf(loss),
  encoding,
  classes,
  fromLogits,
});

const crossEntropy = (isIndex: boolean, classes: number, fromLogits: boolean) =>
  isIndex
    ? natural("sparseCategoricalCrossentropy", "indices", classes, fromLogits)
    : natural("categoricalCrossentropy", "numbers", classes, fromLogits);

const binary = (classes: number, fromLogits: boolean, encoding: Encoding = "numbers") =>
  natural("binaryCrossentropy", encoding, classes, fromLogits);

const squared = natural("meanSquaredError", "numbers", 0, false);

function naturalOf(spec: OutputSpec, given: GivenTarget, what: string): Natural {
  const size = sizeOfRow(spec);
  const width = sizeOf(given.shape);
  const last = spec.shape.at(-1) ?? 1;
  const isLabels = given.as !== "numbers";
  const unfit = (expected: string) =>
    new ShapeError(
      say`The ${what} ${isLabels ? say`labels` : say`targets`} have shape [${["n", ...given.shape].join(", ")}], but the model's output ${spec.name} is [${["n", ...spec.shape.map((n) => n ?? "?")].join(", ")}]: expected ${expected}.`,
    );
  switch (spec.kind) {
    case "classes":
      if (width === 1 || width === size) return crossEntropy(width === 1, spec.count, spec.from === "logits");
      throw unfit(say`one class index for each example, or a share of each of the ${spec.count} classes`);
    case "binary":
      if (width === 1) return binary(2, spec.from === "logit");
      throw unfit(say`one number for each example, 0 or 1`);
    case "labels":
      if (width === size) return binary(size, spec.from === "logits");
      if (width === 1 && isLabels) return binary(size, spec.from === "logits", "oneHot");
      throw unfit(say`a 0 or 1 for each of the ${size} labels`);
    case "number":
      if (width !== 1) throw unfit(say`one number for each example`);
      // Two classes on one linear unit: the data says what the unit is.
      return given.as === "classes" ? binary(2, true) : squared;
    case "numbers":
      if (width === size && given.as !== "classes") return squared;
      throw unfit(say`${size} numbers for each example`);
    case "pixels":
      if (spec.layout === "channelsFirst") break;
      if (spec.from === "sigmoid" && width === size) return binary(last, false);
      if (spec.from !== "sigmoid" && (width === size / last || width === size)) {
        return crossEntropy(width !== size, last, spec.from === "logits");
      }
      throw unfit(say`a class index for each place, or a share of each class there`);
  }
  // Of the rest nothing is known: what the data is called decides.
  if (isLabels && spec.shape.length === 1 && size > 1 && (width === 1 || width === size)) {
    const from = spec.kind === "values" ? spec.from : undefined;
    if (from === "sigmoid") return binary(size, false, width === size ? "numbers" : "oneHot");
    return crossEntropy(width === 1, size, from === undefined);
  }
  if (width === size && given.as !== "classes") return squared;
  throw unfit(isLabels ? say`one class index for each example` : say`${size} numbers for each example`);
}
