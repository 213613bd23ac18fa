import { tableBundle } from "../../drawing/table.ts";
import { language } from "../../ground/language.ts";
import { displayKey } from "../../ground/mimeBundle.ts";
import { type ClassScore, scoreOf } from "../../math/scores/classScores.ts";
import { areaUnderRoc } from "../../math/scores/rankCurves.ts";
import type { Locale } from "../../text/words.ts";
import { classWords } from "./classWords.ts";
import { type Evaluated, Evaluation } from "./Evaluation.ts";
import { scoreRows } from "./scoreRows.ts";

export interface LabelsEvaluated extends Evaluated {
  readonly classes: number;
  readonly classNames: readonly string[] | undefined;
  /** `[n, classes]`. */
  readonly labels: Int32Array;
  readonly probabilities: Float32Array;
}

/** Of a model whose labels are each there or not. */
export class LabelsEvaluation extends Evaluation {
  readonly kind = "labels";
  readonly #given: LabelsEvaluated;
  readonly #predictions: Int32Array;

  constructor(given: LabelsEvaluated) {
    super(given);
    this.#given = given;
    this.#predictions = Int32Array.from(given.probabilities, (p) => (p > 0.5 ? 1 : 0));
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
    return this.#predictions;
  }

  override get probabilities(): Float32Array {
    return this.#given.probabilities;
  }

  override get accuracy(): number {
    return this.#hits / this.count;
  }

  /** Examples with all labels right. */
  get #hits(): number {
    let hits = 0;
    for (let from = 0; from < this.labels.length; from += this.classes) {
      const own = this.predictions.subarray(from, from + this.classes);
      if (own.every((value, c) => value === this.labels[from + c])) hits++;
    }
    return hits;
  }

  override get byClass(): readonly (ClassScore & { readonly name: string })[] {
    return Array.from({ length: this.classes }, (_, c) => {
      let [found, wrong, missed] = [0, 0, 0];
      for (let at = c; at < this.labels.length; at += this.classes) {
        if (this.labels[at] && this.predictions[at]) found++;
        else if (this.predictions[at]) wrong++;
        else if (this.labels[at]) missed++;
      }
      return { name: this.#nameOf(c), ...scoreOf(found, wrong, missed) };
    });
  }

  override get f1(): number {
    return this.byClass.reduce((sum, { f1 }) => sum + f1, 0) / this.classes;
  }

  override get auc(): number {
    const column = (values: Int32Array | Float32Array, c: number) => values.filter((_, at) => at % this.classes === c);
    const areas = Array.from({ length: this.classes }, (_, c) =>
      areaUnderRoc(column(this.labels, c), column(this.probabilities, c)),
    );
    return areas.reduce((sum, area) => sum + area, 0) / this.classes;
  }

  describe({ locale = language() }: { locale?: Locale | undefined } = {}): string {
    const { kind, count, accuracy, f1, auc, loss } = this;
    return classWords({ kind, count, hits: this.#hits, accuracy, f1, auc, loss, names: [] }, locale);
  }

  [displayKey]() {
    return tableBundle(...scoreRows(this.byClass, this.describe().split("\n")));
  }

  #nameOf(c: number): string {
    return this.classNames?.[c] ?? String(c);
  }
}
