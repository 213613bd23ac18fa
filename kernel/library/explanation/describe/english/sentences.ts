import type { Facts } from "../facts.ts";
import type { Told } from "../told.ts";
import { answerEnglish } from "./answer.ts";
import { mapEnglish } from "./map.ts";
import { countingEnglish } from "./places.ts";
import { trustEnglish } from "./trust.ts";

/** What is known of a map, in English sentences. */
export function english(facts: Facts): Told {
  const [head, ...answer] = answerEnglish(facts);
  const counting = facts.state.kind === "map" ? countingEnglish(facts) : [];
  return { head, answer, map: mapEnglish(facts), counting, trust: trustEnglish(facts) };
}

export const joinedEnglish = (sentences: readonly string[]): string => sentences.join(" ");
