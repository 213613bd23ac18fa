import type { Locale } from "../../text/words.ts";
import type { ExplanationFields } from "../Explanation.ts";
import { partCount } from "../parts.ts";
import { chinese } from "./chinese.ts";
import { english } from "./english.ts";
import { factsOf } from "./facts.ts";

export interface DescribeOptions {
  /** Default `"en"`. */
  locale?: Locale;
  /** Names of the classes, by index (default: the table's, or else the index). */
  labels?: readonly string[];
  /** Which map of several (inputs run fastest, targets slowest); left out, all of them, a line each. */
  index?: number;
}

/** Facts to words, one map to a line. */
export function describe(fields: ExplanationFields, options: DescribeOptions = {}): string {
  const { locale = "en", labels, index } = options;
  const { classNames, targetName } = fields;
  const only = fields.probabilities.length === fields.inputShape[0] ? targetName : undefined;
  const unnamed = locale === "zh-CN" ? "类别 " : "class ";
  // A class of a table that is called by a number says nothing by itself.
  const ofTable = (target: number) => {
    const own = classNames?.[target] ?? only;
    return own === undefined || /^\d+$/.test(own) ? `${unnamed}${own ?? target}` : own;
  };
  const name = (target: number) => labels?.[target] ?? ofTable(target);
  const say = (map: number) => (locale === "zh-CN" ? chinese : english)(factsOf(fields, map), name);
  if (index !== undefined) return say(index);
  return Array.from({ length: partCount(fields) }, (_, map) => say(map)).join("\n");
}
