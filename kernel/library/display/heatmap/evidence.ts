import { type Note, notesOf } from "../../../../renderers/shared/heatmapNotes.ts";
import type { Locale } from "../../../../renderers/shared/heatmapWords.ts";
import type { MapFacts } from "../../../../renderers/shared/mapFacts.ts";
import type { EvidencePayload } from "../../../payloads/explanationPayload.ts";
import type { HeatMap } from "./maps.ts";

/** Numbers by which a map can be judged, as far as its method gives any. */
export function evidenceOf({ part, values }: HeatMap, facts: MapFacts): EvidencePayload {
  const { delta, fit, standardError } = part;
  const total = (part.coefficients ?? values).reduce((sum, value) => sum + value, 0);
  const error = standardError && median(standardError);
  return {
    ...(isNumber(delta) && { convergenceDelta: delta }),
    ...(isNumber(fit) && { fit }),
    ...(isNumber(error) && { standardError: error }),
    ...(isNumber(total) && { total }),
    invalid: facts.invalid,
  };
}

/** The evidence below a map, in words; what is weak is a warning. */
export function notesBelow(
  { values, signed }: HeatMap,
  facts: MapFacts,
  evidence: EvidencePayload,
  locale: Locale,
): Note[] {
  return notesOf({ facts, evidence, signed, size: values.length }, locale);
}

const isNumber = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);
const median = (values: Float32Array) => values.toSorted()[Math.floor(values.length / 2)];
