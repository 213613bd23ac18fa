import type { EngineName } from "../../engine/runner.ts";
import type { MimeBundle } from "../../ground/cell.ts";
import { OptionError } from "../../ground/errors.ts";
import type { Displayable } from "../../ground/mimeBundle.ts";
import { displayKey } from "../../ground/mimeBundle.ts";
import { say } from "../../ground/say.ts";
import type { ClassScore } from "../../math/scores/classScores.ts";
import type { NumberScore } from "../../math/scores/numberScores.ts";
import type { OutputSpec } from "../../signature/Signature.ts";
import type { Locale } from "../../text/words.ts";

/** What is the same for every kind of answer. */
export interface Evaluated {
  /** What the model answers. */
  readonly outputSpec: OutputSpec;
  /** How many examples. */
  readonly count: number;
  /** The loss that fits, mean over the examples: cross-entropy, binary cross-entropy or mean squared error; NaN where it is not known. */
  readonly loss: number;
  readonly engine: EngineName;
  /** Why the compiled engine was not used. */
  readonly reason?: string | undefined;
  readonly seconds: number;
}

/**
 * What a model makes of examples whose answers are known; row `i` belongs to example `i` of the data. Shows itself as a
 * table, `describe()`s itself in sentences.
 *
 * `kind` says what is measured: `"classes"` and `"binary"` (accuracy, F1, AUC), `"labels"` (the same of labels that do not
 * exclude each other), `"numbers"` (R², MAE, RMSE), `"several"` (an evaluation of each output, `of(name)`). What a kind does
 * not have is an OptionError when it is read.
 */
export abstract class Evaluation implements Displayable, Evaluated {
  abstract readonly kind: "classes" | "binary" | "labels" | "numbers" | "several";
  readonly outputSpec: OutputSpec;
  readonly count: number;
  readonly loss: number;
  readonly engine: EngineName;
  declare readonly reason?: string;
  readonly seconds: number;

  constructor({ outputSpec, count, loss, engine, reason, seconds }: Evaluated) {
    this.outputSpec = outputSpec;
    this.count = count;
    this.loss = loss;
    this.engine = engine;
    if (reason !== undefined) this.reason = reason;
    this.seconds = seconds;
  }

  /** Fraction answered rightly, 0 to 1; of labels the fraction of examples with all of them right (subset accuracy). */
  get accuracy(): number {
    return this.#lacks("accuracy");
  }

  /** How many classes or labels the model tells apart. */
  get classes(): number {
    return this.#lacks("classes");
  }

  /** Their names, where they are known. */
  get classNames(): readonly string[] | undefined {
    return undefined;
  }

  /** The right class of each example, `[n]`; of labels a 0 or 1 for each, `[n, classes]` row-major. */
  get labels(): Int32Array {
    return this.#lacks("labels");
  }

  /** The likeliest class of each example, `[n]`; of labels a 1 where the probability is above 0.5, `[n, classes]`. */
  get predictions(): Int32Array {
    return this.#lacks("predictions");
  }

  /** `[n, classes]` row-major; of classes each row sums to 1. */
  get probabilities(): Float32Array {
    return this.#lacks("probabilities");
  }

  /** Area under the ROC curve: of class 1 where there are two, else the mean over the classes or labels. NaN where it is not defined. */
  get auc(): number {
    return this.#lacks("auc");
  }

  /** F1: of class 1 where there are two, else the mean over the classes or labels. */
  get f1(): number {
    return this.#lacks("f1");
  }

  /** Of each class or label, by index. */
  get byClass(): readonly (ClassScore & { readonly name: string })[] {
    return this.#lacks("byClass");
  }

  /** What should have been answered, `[n, width]` row-major. */
  get targets(): Float32Array {
    return this.#lacks("targets");
  }

  /** What was answered, `[n, width]` row-major. */
  get answers(): Float32Array {
    return this.#lacks("answers");
  }

  /** answer − target, `[n, width]` row-major. */
  get residuals(): Float32Array {
    return this.#lacks("residuals");
  }

  /** 1 is perfect, 0 as good as always the mean; of several numbers their mean. */
  get r2(): number {
    return this.#lacks("r2");
  }

  /** Mean absolute error. */
  get mae(): number {
    return this.#lacks("mae");
  }

  /** Root of the mean squared error. */
  get rmse(): number {
    return this.#lacks("rmse");
  }

  /** Of each number that the model answers. */
  get byTarget(): readonly (NumberScore & { readonly name: string; readonly unit?: string | undefined })[] {
    return this.#lacks("byTarget");
  }

  /** The evaluation of one of several outputs, by its name or place. */
  of(output: string | number): Evaluation {
    if (output === 0 || output === this.outputSpec.name) return this;
    throw new OptionError(say`There is no output ${output}: the model has ${this.outputSpec.name}.`);
  }

  /** The result in sentences; the language is the notebook's unless you name one. */
  abstract describe(options?: { locale?: Locale | undefined }): string;

  abstract [displayKey](): MimeBundle | Promise<MimeBundle>;

  #lacks(what: string): never {
    const there = {
      classes: "accuracy, f1, auc, byClass, labels, predictions, probabilities",
      binary: "accuracy, f1, auc, byClass, labels, predictions, probabilities",
      labels: "accuracy, f1, auc, byClass, labels, predictions, probabilities",
      numbers: "r2, mae, rmse, byTarget, targets, answers, residuals",
      several: "of(name), outputs",
    }[this.kind];
    throw new OptionError(say`An evaluation of kind "${this.kind}" has no ${what}: it has loss, ${there}.`);
  }
}

/** What is read of an evaluation of classes, from `evaluate` or made by hand. */
export type ClassAnswers = Pick<Evaluation, "labels" | "predictions" | "probabilities" | "classes"> & {
  readonly kind?: Evaluation["kind"];
};

/** @throws OptionError for labels that do not exclude each other: an example has no one class then. */
export function requireClasses({ kind }: Pick<ClassAnswers, "kind">, what: string): void {
  if (kind !== "labels") return;
  throw new OptionError(
    say`${what} needs one class for each example: this evaluation is of labels that do not exclude each other.`,
  );
}
