import type { MapFacts } from "../../../../renderers/shared/colorRange.ts";
import { type Note, notesOf } from "../../../../renderers/shared/heatmapNotes.ts";
import type { Locale } from "../../../../renderers/shared/heatmapWords.ts";
import type { EvidencePayload } from "../../../payloads/explanationPayload.ts";
import { completenessOf } from "../../explanation/describe/completeness.ts";
import type { HeatMap } from "./maps.ts";

/** Numbers by which a map can be judged, as far as its method gives any. */
export function evidenceOf({ part, explanation, index }: HeatMap, facts: MapFacts): EvidencePayload {
  const { fit, standardError } = part;
  const found = part.coefficients ?? part.values;
  // One input of several does not add up by itself.
  const adds = explanation.within ? undefined : completenessOf(explanation, part, found, index);
  const total = found.reduce((sum, value) => sum + value, 0);
  const error = standardError && median(standardError);
  return {
    ...(adds && { convergenceDelta: adds.sum - adds.difference, adds: adds.verdict }),
    ...(isNumber(fit) && { fit }),
    ...(isNumber(error) && { standardError: error }),
    ...(isNumber(total) && { total }),
    invalid: facts.invalid,
  };
}

/** The evidence below a map, in words; what is weak is a warning. */
export function notesBelow(
  { values, meaning }: HeatMap,
  facts: MapFacts,
  evidence: EvidencePayload,
  locale: Locale,
): Note[] {
  return notesOf({ facts, evidence, meaning, size: values.length }, locale);
}

const isNumber = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);
const median = (values: Float32Array) => values.toSorted()[Math.floor(values.length / 2)];
