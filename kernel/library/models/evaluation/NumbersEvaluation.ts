import { tableBundle } from "../../drawing/table.ts";
import { language } from "../../ground/language.ts";
import { displayKey } from "../../ground/mimeBundle.ts";
import { type NumberScore, numberScore } from "../../math/scores/numberScores.ts";
import { spaced } from "../../text/chinese.ts";
import { number, tidyNumber } from "../../text/number.ts";
import type { Locale } from "../../text/words.ts";
import { type Evaluated, Evaluation } from "./Evaluation.ts";

export interface NumbersEvaluated extends Evaluated {
  /** Numbers of one example. */
  readonly width: number;
  readonly names: readonly string[];
  readonly units: readonly (string | undefined)[];
  readonly targets: Float32Array;
  readonly answers: Float32Array;
}

/** Of a model that answers numbers. */
export class NumbersEvaluation extends Evaluation {
  readonly kind = "numbers";
  readonly #given: NumbersEvaluated;
  #byTarget: (NumberScore & { name: string; unit?: string | undefined })[] | undefined;

  constructor(given: NumbersEvaluated) {
    super(given);
    this.#given = given;
  }

  override get targets(): Float32Array {
    return this.#given.targets;
  }

  override get answers(): Float32Array {
    return this.#given.answers;
  }

  override get residuals(): Float32Array {
    return this.answers.map((answer, i) => answer - this.targets[i]);
  }

  override get byTarget(): readonly (NumberScore & { readonly name: string; readonly unit?: string | undefined })[] {
    const { width, names, units } = this.#given;
    this.#byTarget ??= Array.from({ length: width }, (_, k) => {
      const of = (values: Float32Array) => values.filter((_, at) => at % width === k);
      return { name: names[k] ?? String(k), unit: units[k], ...numberScore(of(this.targets), of(this.answers)) };
    });
    return this.#byTarget;
  }

  override get r2(): number {
    return this.byTarget.reduce((sum, { r2 }) => sum + r2, 0) / this.byTarget.length;
  }

  override get mae(): number {
    return this.byTarget.reduce((sum, { mae }) => sum + mae, 0) / this.byTarget.length;
  }

  override get rmse(): number {
    return this.byTarget.reduce((sum, { rmse }) => sum + rmse, 0) / this.byTarget.length;
  }

  describe({ locale = language() }: { locale?: Locale | undefined } = {}): string {
    const { byTarget, count } = this;
    const [only] = byTarget;
    if (byTarget.length === 1 && only) return sentences(only, count, locale);
    return locale === "zh-CN"
      ? `${tidyNumber(count)} 个样本，${byTarget.length} 个数值：平均 R² ${number(this.r2, 3)}，平均绝对误差 ${number(this.mae, 3)}，均方根误差 ${number(this.rmse, 3)}（各数值平均）。`
      : `${tidyNumber(count)} examples, ${byTarget.length} numbers: R² ${number(this.r2, 3)}, mean absolute error ${number(this.mae, 3)}, root mean squared error ${number(this.rmse, 3)} (means over the numbers).`;
  }

  [displayKey]() {
    const words = heads[language()];
    const rows = this.byTarget.map(({ name, unit, r2, mae, rmse, bias }) => ({
      [words.target]: unit === undefined ? name : `${name} (${unit})`,
      "R²": r2,
      [words.mae]: mae,
      [words.rmse]: rmse,
      [words.bias]: bias,
    }));
    return tableBundle(rows, {}, { notes: this.describe().split("\n") });
  }
}

const heads = {
  en: { target: "target", mae: "mean absolute error", rmse: "root mean squared error", bias: "mean error" },
  "zh-CN": { target: "目标", mae: "平均绝对误差", rmse: "均方根误差", bias: "平均误差" },
} as const;

function sentences(
  { name, unit, r2, mae, rmse, bias }: NumbersEvaluation["byTarget"][number],
  count: number,
  locale: Locale,
) {
  const told = (value: number) => (unit === undefined ? number(value, 3) : `${number(value, 3)} ${unit}`);
  if (locale === "zh-CN") {
    const explained = Number.isNaN(r2) ? "所有目标值都相同，因此没有 R²" : `R² ${number(r2, 3)}`;
    const way = bias > 0 ? "偏高" : "偏低";
    return spaced(
      `${tidyNumber(count)} 个样本的 ${name}：${explained}，平均绝对误差 ${told(mae)}，均方根误差 ${told(rmse)}。${bias === 0 ? "" : `\n预测平均${way} ${told(Math.abs(bias))}。`}`,
    );
  }
  const explained = Number.isNaN(r2) ? "no R², since all targets are the same" : `R² ${number(r2, 3)}`;
  const way = bias > 0 ? "too high" : "too low";
  return `${name} in ${tidyNumber(count)} ${count === 1 ? "example" : "examples"}: ${explained}, mean absolute error ${told(mae)}, root mean squared error ${told(rmse)}.${bias === 0 ? "" : `\nOn average the answer is ${way} by ${told(Math.abs(bias))}.`}`;
}
