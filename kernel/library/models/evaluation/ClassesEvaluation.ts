import { tableBundle } from "../../drawing/table.ts";
import { OptionError } from "../../ground/errors.ts";
import { language } from "../../ground/language.ts";
import { displayKey } from "../../ground/mimeBundle.ts";
import { say } from "../../ground/say.ts";
import { type ClassScore, classScores, macroF1 } from "../../math/scores/classScores.ts";
import { areaUnderRoc } from "../../math/scores/rankCurves.ts";
import type { Locale } from "../../text/words.ts";
import { classWords } from "./classWords.ts";
import { type Evaluated, Evaluation } from "./Evaluation.ts";
import { scoreRows } from "./scoreRows.ts";
import { type Suspicion, suspicionOf } from "./suspicion.ts";

export interface ClassesEvaluated extends Evaluated {
  readonly classes: number;
  readonly classNames: readonly string[] | undefined;
  readonly labels: Int32Array;
  readonly predictions: Int32Array;
  /** Undefined where the answers are not known to be probabilities. */
  readonly probabilities: Float32Array | undefined;
}

/** Of a model that tells classes apart. */
export class ClassesEvaluation extends Evaluation {
  readonly kind: "classes" | "binary";
  readonly #given: ClassesEvaluated;
  #byClass: (ClassScore & { name: string })[] | undefined;
  #auc: number | undefined;

  constructor(given: ClassesEvaluated) {
    super(given);
    this.kind = given.classes === 2 ? "binary" : "classes";
    this.#given = given;
  }

  override get classes(): number {
    return this.#given.classes;
  }

  override get classNames(): readonly string[] | undefined {
    return this.#given.classNames;
  }

  override get labels(): Int32Array {
    return this.#given.labels;
  }

  override get predictions(): Int32Array {
    return this.#given.predictions;
  }

  override get probabilities(): Float32Array {
    if (this.#given.probabilities) return this.#given.probabilities;
    throw new OptionError(
      say`It is unknown whether ${this.outputSpec.name} gives logits or probabilities: say so with describeModel(model, { outputs: { kind: "classes", from: "logits" } }).`,
    );
  }

  override get accuracy(): number {
    return this.#hits / this.labels.length;
  }

  get #hits(): number {
    return this.labels.reduce((hits, label, i) => hits + (label === this.predictions[i] ? 1 : 0), 0);
  }

  override get byClass(): readonly (ClassScore & { readonly name: string })[] {
    this.#byClass ??= classScores(this.labels, this.predictions, this.classes).map((score, c) => ({
      name: this.#nameOf(c),
      ...score,
    }));
    return this.#byClass;
  }

  override get f1(): number {
    return this.classes === 2 ? (this.byClass[1]?.f1 ?? 0) : macroF1(this.byClass);
  }

  override get auc(): number {
    this.#auc ??= this.#areaUnderRoc();
    return this.#auc;
  }

  /** Where accuracy is far below chance: the order of the classes under which it is high. */
  get suspicion(): Suspicion | undefined {
    return suspicionOf(this.labels, this.predictions, this.classes);
  }

  describe({ locale = language() }: { locale?: Locale | undefined } = {}): string {
    const { kind, count, accuracy, f1, loss, suspicion } = this;
    const auc = this.#given.probabilities ? this.auc : Number.NaN;
    const facts = { kind, count, hits: this.#hits, accuracy, f1, auc, loss, suspicion };
    return classWords({ ...facts, names: this.classNames ?? [] }, locale);
  }

  [displayKey]() {
    return tableBundle(...scoreRows(this.byClass, this.describe().split("\n")));
  }

  #nameOf(c: number): string {
    return this.classNames?.[c] ?? String(c);
  }

  #areaUnderRoc(): number {
    const { labels, probabilities, classes } = this;
    const of = (c: number) =>
      areaUnderRoc(
        labels.map((label) => (label === c ? 1 : 0)),
        Float32Array.from(labels, (_, i) => probabilities[i * classes + c]),
      );
    if (classes === 2) return of(1);
    const areas = Array.from({ length: classes }, (_, c) => of(c));
    return areas.reduce((sum, area) => sum + area, 0) / classes;
  }
}
