import type { ExplanationFields } from "../Explanation.ts";
import type { Part } from "../parts.ts";
import { type Completeness, completenessOf } from "./completeness.ts";
import { thresholds } from "./thresholds.ts";

/** How far a map can be trusted, by what its method measured. */
export interface Evidence {
  readonly completeness: Completeness | undefined;
  /** R² of a linear model, and what is said of it. */
  readonly fit: { readonly r2: number; readonly verdict: "good" | "fair" | "weak" } | undefined;
  readonly sampling: Sampling | undefined;
  /** The largest |value| of a segment that looks the same present and absent: it cannot matter, so this much is chance. */
  readonly floor: number | undefined;
  /** Where the method found its number of samples itself: the bound of the standard errors, and whether it was met. */
  readonly auto: { readonly tolerance: number; readonly met: boolean; readonly evaluations: number } | undefined;
}

export type Sampling =
  /** Every coalition was evaluated. */
  | { readonly kind: "enumerated" }
  /** Too few samples to tell how far another would differ. */
  | { readonly kind: "unknown" }
  /** How many values are above two standard errors; `median` of those errors. */
  | { readonly kind: "measured"; readonly clear: number; readonly of: number; readonly median: number };

/** @returns also `found` with 0 in place of what may be chance, and whether any was. */
export function evidenceOf(fields: ExplanationFields, part: Part, found: Float32Array, index: number) {
  const chance = new Float32Array(found.length);
  const sampling = samplingOf(fields, part, found, chance);
  const floor = sampling?.kind === "enumerated" ? undefined : floorOf(fields, part, found);
  if (floor !== undefined) for (let i = 0; i < chance.length; i++) chance[i] = Math.max(chance[i], floor);
  const largest = found.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const whole = found.map((value) => (Math.abs(value) > thresholds.dust * largest ? value : 0));
  const { auto } = fields.options;
  const evidence: Evidence = {
    completeness: completenessOf(fields, part, found, index),
    fit: part.fit === undefined ? undefined : { r2: part.fit, verdict: fitVerdict(part.fit) },
    sampling,
    floor,
    auto: isAuto(auto) ? { tolerance: auto.tolerance, met: auto.met, evaluations: fields.modelPasses } : undefined,
  };
  const clear = whole.map((value, i) => (Math.abs(value) > chance[i] ? value : 0));
  return { evidence, clear, leftOut: clear.some((value, i) => value !== whole[i]) };
}

const fitVerdict = (r2: number) => (r2 >= thresholds.goodFit ? "good" : r2 >= thresholds.fairFit ? "fair" : "weak");

function samplingOf(
  { options, featureMask }: ExplanationFields,
  { standardError }: Part,
  found: Float32Array,
  chance: Float32Array,
): Sampling | undefined {
  if (standardError === undefined) return undefined;
  const errors = perFound(standardError, featureMask, found.length);
  if (options.enumerated === true && errors.every((error) => error === 0)) return { kind: "enumerated" };
  for (let i = 0; i < chance.length; i++) chance[i] = thresholds.standardErrors * errors[i];
  const median = errors.toSorted()[Math.floor(errors.length / 2)];
  if (!Number.isFinite(median)) return { kind: "unknown" };
  const clear = found.reduce((count, value, i) => count + (Math.abs(value) > chance[i] ? 1 : 0), 0);
  return { kind: "measured", clear, of: found.length, median };
}

const isAuto = (note: unknown): note is { tolerance: number; met: boolean } =>
  typeof note === "object" && note !== null && "tolerance" in note && "met" in note;

function floorOf(fields: ExplanationFields, part: Part, found: Float32Array): number | undefined {
  const { featureMask } = fields;
  if (!featureMask || !part.coefficients) return undefined;
  const removable = differsFromBaseline(fields, part);
  if (!removable) return undefined;
  const differs = new Uint8Array(found.length);
  for (const [i, segment] of featureMask.entries()) if (removable(i)) differs[segment] = 1;
  const most = found.reduce((max, value, segment) => (differs[segment] ? max : Math.max(max, Math.abs(value))), 0);
  return most > 0 ? most : undefined;
}

/** Whether a position of the input is another than the baseline's; undefined where no baseline is known. */
export function differsFromBaseline(
  { baseline, inputs }: ExplanationFields,
  { input }: Part,
): ((index: number) => boolean) | undefined {
  if (baseline === undefined) return undefined;
  if (typeof baseline === "number") return (index) => input[index] !== baseline;
  if (baseline.length === input.length) return (index) => input[index] !== baseline[index];
  if (baseline.length !== inputs.length) return undefined;
  const offset = (input.byteOffset - inputs.byteOffset) / inputs.BYTES_PER_ELEMENT;
  return (index) => input[index] !== baseline[offset + index];
}

/** One standard error per segment, out of those spread over the positions. */
function perFound(errors: Float32Array, mask: Int32Array | undefined, count: number): Float32Array {
  if (!mask || errors.length === count) return errors;
  const own = new Float32Array(count);
  for (const [i, segment] of mask.entries()) own[segment] = errors[i];
  return own;
}
