import type { EvidencePayload } from "../../kernel/payloads/explanationPayload.ts";
import { number } from "../../kernel/payloads/number.ts";
import { type Locale, wordsIn } from "./heatmapWords.ts";
import type { MapFacts } from "./mapFacts.ts";

export interface Note {
  text: string;
  warning: boolean;
}

/** A map as its evidence judges it. */
export interface Judged {
  facts: MapFacts;
  evidence: EvidencePayload;
  signed: boolean;
  /** How many values there are. */
  size: number;
}

/** The evidence below a map, in words; what is weak is a warning. */
export function notesOf({ facts, evidence, signed, size }: Judged, locale: Locale): Note[] {
  const words = wordsIn(locale);
  const notes: Note[] = [];
  const say = (text: string) => notes.push({ text, warning: text.startsWith("▲") });
  if (facts.invalid > 0) say(words.invalid(facts.invalid, size));
  if (facts.constant === 0) say(words.zero);
  else if (facts.constant !== undefined) say(words.constant(number(facts.constant)));
  const { convergenceDelta: delta, total, fit, standardError } = evidence;
  if (delta !== undefined && total !== undefined) {
    const difference = total - delta;
    const holds = Math.abs(delta) <= 0.05 * Math.max(Math.abs(difference), 1e-6);
    say((holds ? words.addsUp : words.addsNot)(number(total), number(difference)));
  }
  if (fit !== undefined) {
    const told = fit.toFixed(2).replace("-", "−");
    say((fit >= 0.8 ? words.goodFit : fit >= 0.5 ? words.fairFit : words.weakFit)(told));
  }
  if (standardError !== undefined) say(words.error(short(standardError), short(2 * standardError)));
  if (!signed && facts.constant === undefined) say(words.unsigned);
  return notes;
}

const short = (value: number) => number(Number(value.toPrecision(2)));
