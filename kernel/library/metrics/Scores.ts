import { escapeHtml } from "../../../renderers/shared/escapeHtml.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { language } from "../ground/language.ts";
import { type Displayable, displayKey, mime } from "../ground/mimeBundle.ts";
import { mean, standardDeviation } from "../math/statistics.ts";
import { number } from "../text/number.ts";
import { type Locale, methodName } from "../text/words.ts";
import { type MeasureName, measureWords } from "./words.ts";

export interface ScoresFields {
  measure: MeasureName;
  /** Class name of the method that made the maps. */
  method: string;
  /** One for each map (inputs run fastest, targets slowest); NaN where the measure is not defined. */
  scores: Float64Array;
  /** Of each score, where it was sampled: the sampling's error, not the spread over the inputs. */
  standardError?: Float64Array | undefined;
  /** Rows that went through the model. */
  modelPasses: number;
}

/** What a measure found of an explanation's maps. Shows itself as a sentence, with what the measure cannot tell. */
export class Scores implements ScoresFields, Displayable {
  readonly measure: MeasureName;
  readonly method: string;
  readonly scores: Float64Array;
  readonly standardError: Float64Array | undefined;
  readonly modelPasses: number;

  constructor({ measure, method, scores, standardError, modelPasses }: ScoresFields) {
    this.measure = measure;
    this.method = method;
    this.scores = scores;
    this.standardError = standardError;
    this.modelPasses = modelPasses;
  }

  /** Mean of the scores that are defined; NaN where none is. */
  get mean(): number {
    return mean(this.#defined);
  }

  /** Standard deviation over the maps; NaN where fewer than two are defined. */
  get spread(): number {
    return standardDeviation(this.#defined);
  }

  get #defined(): Float64Array {
    return this.scores.filter((score) => !Number.isNaN(score));
  }

  /** The mean, its spread and its error; what the measure asks; what it cannot tell. */
  describe({ locale = language() }: { locale?: Locale } = {}): string {
    const { name, asks, cannotTell } = measureWords(this.measure, locale);
    const [count, defined] = [this.scores.length, this.#defined.length];
    const value = number(this.mean, 3);
    const spread = number(this.spread, 2);
    const error = this.standardError && number(mean(this.standardError), 2);
    const method = methodName(this.method);
    if (locale === "zh-CN") {
      const over = defined > 1 ? `（${defined} 幅图，标准差 ${spread}）` : "";
      const sampled = error === undefined ? "" : `，抽样标准误 ${error}`;
      const missing = defined < count ? `有 ${count - defined} 幅图无法计算。` : "";
      return `${method} 的${name}：${value}${over}${sampled}。${asks}${missing}局限：${cannotTell}`;
    }
    const over = defined > 1 ? ` over ${defined} maps, standard deviation ${spread}` : "";
    const sampled = error === undefined ? "" : `, standard error of the sampling ${error}`;
    const missing = defined < count ? ` It is not defined for ${count - defined} of the maps.` : "";
    return `${method}, ${name}: ${value}${over}${sampled}. ${asks}${missing} Limits: ${cannotTell}`;
  }

  [displayKey](): MimeBundle | Promise<MimeBundle> {
    const text = this.describe();
    return { [mime.html]: `<p>${escapeHtml(text)}</p>`, [mime.text]: text };
  }
}
