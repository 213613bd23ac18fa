import { language } from "../../ground/language.ts";
import { spaced } from "../../text/chinese.ts";
import type { Locale } from "../../text/words.ts";
import { partCount } from "../parts.ts";
import { ofInput, type SeveralFields } from "../severalInputs.ts";
import { chinese } from "./chinese/sentences.ts";
import { type DescribeOptions, joined } from "./describe.ts";
import { english } from "./english/sentences.ts";
import { type Facts, factsOf } from "./facts.ts";
import { percent } from "./percent.ts";

/** What a map of several inputs says: a line of the whole, then a line of each input. */
export function describeSeveral(fields: SeveralFields, options: DescribeOptions = {}): string {
  const { locale = language(), labels, index } = options;
  const { inputParts, ...flat } = fields;
  const say = (map: number): string[] => {
    const whole = factsOf(flat, map, labels);
    const each = inputParts.map(({ name }) => ({ name, facts: factsOf(ofInput(fields, name), map, labels) }));
    const isChinese = locale === "zh-CN";
    const tell = isChinese ? chinese : english;
    const ofAll = tell(whole);
    const head = joined([ofAll.head, ...ofAll.answer, ...sharesOf(each, locale), ...ofAll.trust], locale);
    const lines = each.map(({ name, facts }) => {
      const { map, counting } = tell(facts);
      const text = joined([...map, ...counting], locale);
      return isChinese ? spaced(`${name}：${text}`) : `${name}: ${text}`;
    });
    return [head, ...lines];
  };
  const maps = index === undefined ? Array.from({ length: partCount(flat) }, (_, map) => map) : [index];
  return maps.flatMap(say).join("\n");
}

/** How much of all values each input holds; nothing where no input holds any. */
function sharesOf(each: readonly { readonly name: string; readonly facts: Facts }[], locale: Locale): string[] {
  const sizes = each.map(({ facts }) => (facts.positive?.sum ?? 0) + (facts.negative?.sum ?? 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (!(total > 0 && Number.isFinite(total))) return [];
  const shares = each.map(({ name }, i) => ({ name, share: percent(sizes[i] / total, locale) }));
  if (locale === "zh-CN")
    return [`各输入在 Σ|值| 中的份额：${shares.map(({ name, share }) => `${name} ${share}`).join("、")}。`];
  return [`Share of all |values|: ${shares.map(({ name, share }) => `${name} ${share}`).join(", ")}.`];
}
