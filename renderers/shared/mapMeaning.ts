import { type AnswerPayload, isOfClasses } from "../../kernel/payloads/answer.ts";
import type { MapPayload } from "../../kernel/payloads/explanationPayload.ts";
import type { MeaningPayload } from "../../kernel/payloads/meaning.ts";
import type { Locale, Sides, Words } from "./heatmapWords.ts";
import { wordsIn } from "./heatmapWords.ts";

/** What a map's colors, legend and notes are made of: what its method and its model say of themselves. */
export interface MapMeaning {
  about: MeaningPayload;
  answer: AnswerPayload;
  output: MapPayload["output"];
  signed: boolean;
}

type Told = Pick<MapPayload, "method" | "about" | "answer" | "output" | "signed">;

/** Of a map; of one that was saved before maps said it, that nothing is known. */
export const meaningOf = ({ method, about, answer, output, signed }: Told): MapMeaning => ({
  about: about ?? { label: method, role: "unknown", extent: "input" },
  answer: answer ?? { kind: "values" },
  output,
  signed,
});

/** What the two sides of a signed scale are. */
export function sidesOf({ about, answer }: MapMeaning): Sides {
  switch (about.role) {
    case "contribution":
      return about.of !== "neuron" && isOfClasses(answer) ? "evidence" : "change";
    case "sensitivity":
      return "change";
    case "difference":
      return "size";
    default:
      return "sign";
  }
}

/** What is explained, without which one of it: `logit`, `probability`, `prediction`, `output`. */
export function outputName({ about, answer, output }: MapMeaning, words: Words): string {
  if (about.of === "neuron") return words.neuron;
  if (isOfClasses(answer)) return words[output];
  return answer.kind === "number" || answer.kind === "numbers" ? words.prediction : words.output;
}

/** What a scale measures: `probability`, `logit sensitivity`, `variance`. */
function measured(meaning: MapMeaning, words: Words): string {
  const { role } = meaning.about;
  switch (role) {
    case "contribution":
      return outputName(meaning, words);
    case "sensitivity":
    case "maskedAverage":
      return words[role](outputName(meaning, words));
    default:
      return words[role];
  }
}

/** Roles whose values are sizes by their nature: nobody needs to be told that they have no sign. */
const sizes: readonly string[] = ["variance", "importance", "attention", "activation", "localization", "maskedAverage"];

export interface ScaleWords {
  name: string;
  low: string;
  high: string;
}

/**
 * A color scale in words: what it measures and what its ends are. `low` and `high` are empty where values have no sign.
 *
 * @param meaning of the maps that share it. @param signed whether it has two sides as it is drawn now.
 */
export function scaleWords(meaning: MapMeaning, signed: boolean, locale: Locale): ScaleWords {
  const words = wordsIn(locale);
  const { role, extent } = meaning.about;
  const name = measured(meaning, words);
  const whole = extent === "part" ? words.bySegment(name) : name;
  if (signed) {
    const [low, high] = words.sides[sidesOf(meaning)];
    return { name: whole, low, high };
  }
  // A signed map whose sign the reader switched off is a magnitude, whatever its role.
  const isSize = sizes.includes(role) && !meaning.signed;
  return { name: isSize ? whole : words.magnitude(whole), low: "", high: "" };
}
