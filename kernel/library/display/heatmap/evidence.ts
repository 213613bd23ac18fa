import { type Note, notesOf } from "../../../../renderers/shared/heatmapNotes.ts";
import type { Locale } from "../../../../renderers/shared/heatmapWords.ts";
import type { MapFacts } from "../../../../renderers/shared/mapFacts.ts";
import type { EvidencePayload } from "../../../payloads/explanationPayload.ts";
import type { HeatMap } from "./maps.ts";

/** Numbers by which a map can be judged, as far as its method gives any. */
export function evidenceOf({ part, explanation }: HeatMap, facts: MapFacts): EvidencePayload {
  const { delta, fit, standardError } = part;
  const found = part.coefficients ?? part.values;
  const total = found.reduce((sum, value) => sum + value, 0);
  const error = standardError && median(standardError);
  return {
    ...(isNumber(delta) && { convergenceDelta: delta, adds: addsOf(delta, found, explanation) }),
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

/** Where the values cancel, their sum says nothing of them: a gap is judged by Σ|values|. */
function addsOf(delta: number, found: Float32Array, { about }: HeatMap["explanation"]): EvidencePayload["adds"] {
  const total = found.reduce((sum, value) => sum + value, 0);
  const size = found.reduce((sum, value) => sum + Math.abs(value), 0);
  const error = delta === 0 ? 0 : Math.abs(delta) / Math.max(size, Math.abs(total - delta));
  if (about.sumIsExact) return "byMethod";
  return error <= 0.01 ? "close" : error <= 0.05 ? "fair" : "off";
}

const isNumber = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);
const median = (values: Float32Array) => values.toSorted()[Math.floor(values.length / 2)];
