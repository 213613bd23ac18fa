import { language } from "../../ground/language.ts";
import type { Locale } from "../../text/words.ts";
import type { ExplanationFields } from "../Explanation.ts";
import { partCount } from "../parts.ts";
import { chinese } from "./chinese/sentences.ts";
import { english } from "./english/sentences.ts";
import { factsOf } from "./facts.ts";

export interface DescribeOptions {
  /** Default: the notebook's language. */
  locale?: Locale;
  /** Names of the classes, by index (default: those that the model has, or else the index). */
  labels?: readonly string[];
  /** Which map of several (inputs run fastest, targets slowest); left out, all of them, a line each. */
  index?: number;
}

/** Facts to words, one map to a line. */
export function describe(fields: ExplanationFields, options: DescribeOptions = {}): string {
  const { locale = language(), labels, index } = options;
  const say = (map: number) => (locale === "zh-CN" ? chinese : english)(factsOf(fields, map, labels));
  if (index !== undefined) return say(index);
  return Array.from({ length: partCount(fields) }, (_, map) => say(map)).join("\n");
}
