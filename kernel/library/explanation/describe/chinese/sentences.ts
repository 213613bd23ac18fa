import { spaced } from "../../../text/chinese.ts";
import type { Facts } from "../facts.ts";
import type { Told } from "../told.ts";
import { answerChinese } from "./answer.ts";
import { mapChinese } from "./map.ts";
import { countingChinese } from "./places.ts";
import { trustChinese } from "./trust.ts";

/** What is known of a map, in Simplified Chinese sentences. */
export function chinese(facts: Facts): Told {
  const [head, ...answer] = answerChinese(facts);
  const counting = facts.state.kind === "map" ? countingChinese(facts) : [];
  return { head, answer, map: mapChinese(facts), counting, trust: trustChinese(facts) };
}

export const joinedChinese = (sentences: readonly string[]): string => spaced(sentences.join(""));
