import { tableBundle } from "../drawing/table.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { language } from "../ground/language.ts";
import { type Displayable, displayKey } from "../ground/mimeBundle.ts";
import { number } from "../text/number.ts";
import type { Locale } from "../text/words.ts";
import { evaluatedChart } from "./evaluatedChart.ts";
import type { Scores } from "./Scores.ts";
import { type MeasureName, measureTitle, measureWords } from "./words.ts";

export interface EvaluatedFields {
  /** The rows, by name; `chance` is the last where it was asked for. */
  methods: readonly string[];
  /** The columns: for each measure the scores of every method, one for each input. */
  columns: ReadonlyMap<MeasureName, readonly Scores[]>;
  /** The maps that were measured, by method. */
  explanations: Readonly<Record<string, Explanation>>;
  /** Why a measure is missing. */
  notes: readonly string[];
  /** Rows that went through the model, all in all. */
  modelPasses: number;
  /** Whether the last row is chance. */
  chance: boolean;
  locale?: Locale | undefined;
}

/** Methods × measures. Shows itself as a table with what each measure asks and cannot tell; `chart()` shows the spread. */
export class MethodEvaluation implements EvaluatedFields, Displayable {
  readonly methods: readonly string[];
  readonly columns: ReadonlyMap<MeasureName, readonly Scores[]>;
  readonly explanations: Readonly<Record<string, Explanation>>;
  readonly notes: readonly string[];
  readonly modelPasses: number;
  readonly chance: boolean;
  readonly locale: Locale;

  constructor(fields: EvaluatedFields) {
    this.methods = fields.methods;
    this.columns = fields.columns;
    this.explanations = fields.explanations;
    this.notes = fields.notes;
    this.modelPasses = fields.modelPasses;
    this.chance = fields.chance;
    this.locale = fields.locale ?? language();
  }

  /** The scores of one method by one measure; undefined where they were not asked for, or could not be had. */
  scores(method: string, measure: MeasureName): Scores | undefined {
    return this.columns.get(measure)?.[this.methods.indexOf(method)];
  }

  /** A small chart for each measure: every input's score, each method's mean, and what chance scores. */
  chart(): Displayable {
    return evaluatedChart(this);
  }

  /** One line for each measure: what it asks, and what it cannot tell. */
  describe({ locale = this.locale }: { locale?: Locale } = {}): string {
    const { chance, columns, notes } = this;
    // Numbers drawn one by one are no bound for smooth maps, which correlate more whatever they show.
    const isPoor = chance && (columns.has("parameterRandomization") || columns.has("consistency"));
    return [...this.#limits(locale), ...(isPoor ? [ofChance[locale]] : []), ...notes].join("\n");
  }

  #limits(locale: Locale): string[] {
    return [...this.columns.keys()].map((measure) => {
      const { name, asks, cannotTell } = measureWords(measure, locale);
      return locale === "zh-CN" ? `${name}：${asks}局限：${cannotTell}` : `${name}: ${asks} Limits: ${cannotTell}`;
    });
  }

  [displayKey](): MimeBundle {
    const first = this.locale === "zh-CN" ? "方法" : "method";
    const rows = this.methods.map((method, i) => ({
      [first]: method,
      ...Object.fromEntries(
        [...this.columns].map(([measure, scores]) => [measureTitle(measure, this.locale), told(scores[i])]),
      ),
    }));
    const count = Object.values(this.explanations)[0].inputShape[0];
    const caption =
      this.locale === "zh-CN" ? `${count} 个输入的均值 ± 标准差` : `mean ± standard deviation over ${count} inputs`;
    return tableBundle(rows, { caption }, { notes: this.describe().split("\n") });
  }
}

const ofChance: Readonly<Record<Locale, string>> = {
  en: "The chance row is of maps whose numbers are drawn independently of each other. Smooth maps with nothing in common correlate more than that, so it is no bound for similarity and consistency.",
  "zh-CN":
    "随机基准一行的热力图，各个数值互相独立。平滑的热力图即使毫无关系，相关也比它高，因此它不是相似度和一致性的上限。",
};

/** With as many decimals as the spread's two leading digits have, three at most. */
function told(scores: Scores): string {
  const { mean, spread } = scores;
  if (Number.isNaN(mean)) return "–";
  if (Number.isNaN(spread) || spread === 0) return number(mean, 3);
  const decimals = Math.max(0, Math.min(3, 1 - Math.floor(Math.log10(spread))));
  const fixed = (value: number) => value.toFixed(decimals).replace("-", "−");
  return `${fixed(mean)}\u00a0±\u00a0${fixed(spread)}`;
}
