import type { Facts } from "../facts.ts";
import { answerEnglish } from "./answer.ts";
import { mapEnglish } from "./map.ts";
import { trustEnglish } from "./trust.ts";

/** What is known of a map, in English sentences. */
export const english = (facts: Facts): string =>
  [...answerEnglish(facts), ...mapEnglish(facts), ...trustEnglish(facts)].join(" ");
