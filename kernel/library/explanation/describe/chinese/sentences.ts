import { spaced } from "../../../text/chinese.ts";
import type { Facts } from "../facts.ts";
import { answerChinese } from "./answer.ts";
import { mapChinese } from "./map.ts";
import { trustChinese } from "./trust.ts";

/** What is known of a map, in Simplified Chinese sentences. */
export const chinese = (facts: Facts): string =>
  spaced([...answerChinese(facts), ...mapChinese(facts), ...trustChinese(facts)].join(""));
