import { language } from "../../ground/language.ts";
import type { Locale } from "../../text/words.ts";
import type { ExplanationFields } from "../Explanation.ts";
import { partCount } from "../parts.ts";
import { chinese, joinedChinese } from "./chinese/sentences.ts";
import { english, joinedEnglish } from "./english/sentences.ts";
import { factsOf } from "./facts.ts";
import { allOf, type Told } from "./told.ts";

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
  const say = (map: number) => joined(allOf(told(fields, { locale, labels, index: map })), locale);
  if (index !== undefined) return say(index);
  return Array.from({ length: partCount(fields) }, (_, map) => say(map)).join("\n");
}

/** What is said of one map, sentence by sentence. */
export const told = (
  fields: ExplanationFields,
  { locale, labels, index }: { locale: Locale; labels?: readonly string[] | undefined; index: number },
): Told => (locale === "zh-CN" ? chinese : english)(factsOf(fields, index, labels));

/** Sentences as a paragraph. */
export const joined = (sentences: readonly string[], locale: Locale): string =>
  (locale === "zh-CN" ? joinedChinese : joinedEnglish)(sentences);
