import type { DescribeOptions } from "../../explanation/describe/describe.ts";
import { precisePercent as percent } from "../../explanation/describe/percent.ts";
import { language } from "../../ground/language.ts";
import { type Displayable, displayable, displayKey, mime } from "../../ground/mimeBundle.ts";
import type { Column } from "../../signature/columns.ts";
import { spaced } from "../../text/chinese.ts";
import { tidyNumber } from "../../text/number.ts";
import { escapeHtml } from "../../text/text.ts";
import { type Condition, conditionText } from "./conditions.ts";

export interface AnchorRuleFields {
  readonly conditions: readonly Condition[];
  readonly columns: readonly Column[];
  /** The class that the model gives the row. */
  readonly predicted: number;
  readonly className: string;
  /** Share of the rows drawn with the anchor that got the same answer, and the bounds of what it may truly be. */
  readonly precision: number;
  readonly interval: readonly [low: number, high: number];
  /** Rows that were drawn for it. */
  readonly asked: number;
  /** Share of the data's rows that it speaks of. */
  readonly coverage: number;
  /** The precision that was asked for, and whether it was reached. */
  readonly wanted: number;
  readonly reached: boolean;
  readonly modelPasses: number;
}

/** A rule that holds an answer. Shows itself as a sentence. */
export class AnchorRule implements Displayable {
  readonly fields: AnchorRuleFields;

  constructor(fields: AnchorRuleFields) {
    this.fields = fields;
  }

  /** `age ≤ 37`, `city = Oslo`: none where the model says the same anyway. */
  get rule(): readonly string[] {
    return this.fields.conditions.map((condition) => conditionText(condition, this.fields.columns));
  }

  get precision(): number {
    return this.fields.precision;
  }

  get coverage(): number {
    return this.fields.coverage;
  }

  describe({ locale = language() }: Pick<DescribeOptions, "locale"> = {}): string {
    const { className, precision, interval, asked, coverage, wanted, reached } = this.fields;
    const share = (value: number) => percent(value, locale);
    const [low, high] = interval.map(share);
    if (locale === "zh-CN") {
      const rule = this.rule.length > 0 ? `只要 ${this.rule.join(" 且 ")}` : "无论各列取何值";
      const doubt = reached ? "" : `没有找到精度达到 ${share(wanted)} 的规则，这是其中最好的一条。`;
      return spaced(
        `${rule}，模型就预测为 ${className}。精度 ${share(precision)}（95% 置信区间 ${low}–${high}，抽样 ${tidyNumber(asked)} 行），覆盖率 ${share(coverage)}。${doubt}`,
      );
    }
    const rule = this.rule.length > 0 ? `As long as ${this.rule.join(" and ")}` : "Whatever the values of the columns";
    const doubt = reached ? "" : ` No rule reached a precision of ${share(wanted)}; this is the best one found.`;
    return `${rule}, the model predicts ${className}: precision ${share(precision)} (${low} to ${high}, from ${tidyNumber(asked)} sampled rows), coverage ${share(coverage)}.${doubt}`;
  }

  [displayKey]() {
    const text = this.describe();
    return displayable({ [mime.html]: `<p>${escapeHtml(text)}</p>`, [mime.text]: text })[displayKey]();
  }
}
