import type { EvidencePayload } from "../../../../renderers/shared/explanationPayload.ts";
import { number } from "../number.ts";
import type { HeatMap } from "./maps.ts";
import type { MapFacts } from "./range.ts";
import { type Locale, wordsIn } from "./words.ts";

export interface Note {
  text: string;
  warning: boolean;
}

/** Numbers by which a map can be judged, as far as its method gives any. */
export function evidenceOf({ part: { delta, fit, standardError } }: HeatMap, facts: MapFacts): EvidencePayload {
  const error = standardError && median(standardError);
  return {
    ...(isNumber(delta) && { convergenceDelta: delta }),
    ...(isNumber(fit) && { fit }),
    ...(isNumber(error) && { standardError: error }),
    invalid: facts.invalid,
  };
}

/** The evidence below a map, in words; what is weak is a warning. */
export function notesOf(map: HeatMap, facts: MapFacts, evidence: EvidencePayload, locale: Locale): Note[] {
  const words = wordsIn(locale);
  const notes: Note[] = [];
  const say = (text: string) => notes.push({ text, warning: text.startsWith("▲") });
  if (facts.invalid > 0) say(words.invalid(facts.invalid, map.values.length));
  if (facts.constant === 0) say(words.zero);
  else if (facts.constant !== undefined) say(words.constant(number(facts.constant)));
  const { convergenceDelta: delta, fit, standardError } = evidence;
  if (delta !== undefined) {
    const sum = total(map);
    const difference = sum - delta;
    const holds = Math.abs(delta) <= 0.05 * Math.max(Math.abs(difference), 1e-6);
    say((holds ? words.addsUp : words.addsNot)(number(sum), number(difference)));
  }
  if (fit !== undefined) {
    const told = fit.toFixed(2).replace("-", "−");
    say((fit >= 0.8 ? words.goodFit : fit >= 0.5 ? words.fairFit : words.weakFit)(told));
  }
  if (standardError !== undefined) say(words.error(short(standardError), short(2 * standardError)));
  if (!map.signed && facts.constant === undefined) say(words.unsigned);
  return notes;
}

/** Σ of what was attributed: the segments' coefficients, where a map only repeats them at every position. */
const total = ({ part, values }: HeatMap) => (part.coefficients ?? values).reduce((sum, value) => sum + value, 0);

const isNumber = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);
const median = (values: Float32Array) => values.toSorted()[Math.floor(values.length / 2)];
const short = (value: number) => number(Number(value.toPrecision(2)));
