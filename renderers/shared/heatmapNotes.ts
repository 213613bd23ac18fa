import type { EvidencePayload } from "../../kernel/payloads/explanationPayload.ts";
import { number, tidyNumber } from "../../kernel/payloads/number.ts";
import type { MapFacts } from "./colorRange.ts";
import { type Locale, type Words, wordsIn } from "./heatmapWords.ts";
import type { MapMeaning } from "./mapMeaning.ts";

export interface Note {
  text: string;
  warning: boolean;
}

/** A map as its evidence judges it. */
export interface Judged {
  facts: MapFacts;
  evidence: EvidencePayload;
  meaning: MapMeaning;
  /** How many values there are. */
  size: number;
}

/** The evidence below a map, in words; what is weak is a warning. */
export function notesOf({ facts, evidence, meaning, size }: Judged, locale: Locale): Note[] {
  const words = wordsIn(locale);
  const { fit, standardError } = evidence;
  const texts = [
    facts.invalid > 0 ? words.invalid(tidyNumber(facts.invalid), tidyNumber(size)) : "",
    facts.constant === undefined ? "" : facts.constant === 0 ? words.zero : words.constant(number(facts.constant)),
    sumNote(evidence, meaning, words),
    fit === undefined ? "" : fitNote(fit, words),
    standardError ? words.error(short(standardError), short(2 * standardError)) : "",
    facts.constant === undefined ? roleNote(meaning, words) : "",
    meaning.about.isChaotic && facts.constant === undefined ? words.chaotic : "",
  ];
  return texts.filter(Boolean).map((text) => ({ text, warning: text.startsWith("▲") }));
}

function sumNote({ convergenceDelta: delta, total, adds }: EvidencePayload, { about }: MapMeaning, words: Words) {
  if (delta === undefined || total === undefined) return "";
  const say = {
    byMethod: words.addsUp,
    exact: words.addsUp,
    close: words.addsUp,
    fair: words.addsFairly,
    off: words.addsNot,
  }[adds ?? "fair"];
  return say(number(total), words.sums[about.sumsTo ?? "f(x) − f(baseline)"], number(total - delta));
}

function fitNote(fit: number, words: Words): string {
  const r2 = fit.toFixed(2).replace("-", "−");
  return (fit >= 0.8 ? words.goodFit : fit >= 0.5 ? words.fairFit : words.weakFit)(r2);
}

/** What the values are, where they are no evidence for or against. */
function roleNote({ about: { role }, signed }: MapMeaning, { notes }: Words): string {
  switch (role) {
    case "contribution":
    case "difference":
    case "unknown":
      return signed ? "" : notes.unsigned;
    case "sensitivity":
      return signed ? notes.sensitivity : notes.unsigned;
    default:
      return notes[role];
  }
}

const short = (value: number) => number(Number(value.toPrecision(2)));
