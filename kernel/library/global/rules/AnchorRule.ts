import type { DescribeOptions } from "../../explanation/describe/describe.ts";
import { type Displayable, displayable, displayKey, mime } from "../../ground/mimeBundle.ts";
import type { Column } from "../../signature/columns.ts";
import { percent } from "../../text/number.ts";
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

  describe({ locale = "en" }: Pick<DescribeOptions, "locale"> = {}): string {
    const { className, precision, interval, asked, coverage, wanted, reached } = this.fields;
    const [low, high] = interval.map(percent);
    if (locale === "zh-CN") {
      const rule = this.rule.length > 0 ? `只要 ${this.rule.join(" 且 ")}` : "无论各列取何值";
      const doubt = reached ? "" : `没有找到精度达到 ${percent(wanted)} 的规则；这是最好的一条。`;
      return `${rule}，模型就回答 ${className}：精度 ${percent(precision)}（${asked} 行抽样，${low} 到 ${high}），覆盖数据的 ${percent(coverage)}。${doubt}`;
    }
    const rule = this.rule.length > 0 ? `As long as ${this.rule.join(" and ")}` : "Whatever the columns hold";
    const doubt = reached ? "" : ` No rule reached the precision of ${percent(wanted)}; this is the best there was.`;
    return `${rule}, the model says ${className}: precision ${percent(precision)} (${low} to ${high}, of ${asked} rows drawn), coverage ${percent(coverage)} of the data.${doubt}`;
  }

  [displayKey]() {
    const text = this.describe();
    return displayable({ [mime.html]: `<p>${escapeHtml(text)}</p>`, [mime.text]: text })[displayKey]();
  }
}
