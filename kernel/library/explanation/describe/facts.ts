import type { Output } from "../../engine/runner.ts";
import { tellsClasses } from "../../signature/classes.ts";
import { type Meaning, unknownMeaning } from "../about.ts";
import { countOfHalf } from "../bySize.ts";
import { channelsLast } from "../channelsLast.ts";
import type { ExplanationFields } from "../Explanation.ts";
import { type Part, partOf, withOwnMask } from "../parts.ts";
import { placeOf } from "../top.ts";
import { type Area, areasOf } from "./areas.ts";
import { inkOf } from "./ink.ts";

/** Evidence of one direction: where it lies, as shares of its own sum. */
export interface Side {
  /** Σ|value|. */
  readonly sum: number;
  /** The areas that hold most of it, strongest first. */
  readonly areas: readonly { readonly area: Area; readonly share: number }[];
  /** Of a row of a table: the columns that hold at least half of it, three at most, strongest first. */
  readonly cells: readonly Cell[] | undefined;
  /** The share that lies on ink, where the input is a drawing. */
  readonly onInk: number | undefined;
  readonly strongest: {
    readonly position: readonly number[];
    readonly value: number;
    readonly segment: number | undefined;
  };
}

/** A column, or several that are explained together, as it is told: `age = 42`. */
export interface Cell {
  readonly text: string;
  readonly value: number;
  readonly share: number;
}

/** How far a map can be trusted, by what its method measured. Relative numbers: 0.01 is 1 %. */
export interface Evidence {
  /** |Σ values − (F(x) − F(baseline))| / |F(x) − F(baseline)|; `exact` where the method forces the sum. */
  readonly completeness?: {
    readonly sum: number;
    readonly difference: number;
    readonly error: number;
    readonly exact: boolean;
  };
  readonly fit?: number;
  /**
   * The largest |value| of a segment that looks the same present and absent: it cannot matter, so this much is chance.
   */
  readonly floor?: number;
  /** Segments whose |value| is over two standard errors; all coalitions asked where `exact`. */
  readonly sampling?: { readonly clear: number; readonly of: number; readonly median: number; readonly exact: boolean };
  /** Where the method found its number of samples itself: the bound of the standard errors, whether it was met, passes. */
  readonly auto?: { readonly tolerance: number; readonly met: boolean; readonly passes: number };
}

export type State =
  | { readonly kind: "map" }
  | { readonly kind: "zero" }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "invalid"; readonly count: number; readonly of: number };

/** The sentences that there are for each role. */
function roleOf({ of, role, signed }: Meaning, ofRow: boolean): Facts["role"] {
  switch (role) {
    case "difference":
    case "activation":
    case "attention":
      return role;
    case "maskedAverage":
      return "visibility";
    case "sensitivity":
    case "modifiedGradient":
      if (of === "neuron") return "neuron";
      return signed && ofRow ? "slope" : signed ? "evidence" : "sensitivity";
    case "importance":
    case "variance":
      return "sensitivity";
    default:
      return of === "neuron" ? "neuron" : "evidence";
  }
}

/** Everything that a description may say. */
export interface Facts {
  readonly method: string;
  /** The method's name as people write it. */
  readonly label: string;
  readonly output: Output;
  readonly target: number;
  readonly probability: number;
  /** Whether what is explained is a number that the model predicts, and no class. */
  readonly isNumber: boolean;
  /** Whether the model gives probabilities; without a softmax at its end it gives scores. */
  readonly isProbability: boolean;
  readonly predicted: number;
  readonly predictedProbability: number;
  /** The most probable class besides the target and, if it is another, the predicted one. */
  readonly next: { readonly target: number; readonly probability: number } | undefined;
  readonly state: State;
  /**
   * What its values are: evidence for and against, sensitivity without direction, a layer's own output, what raises and
   * lowers an inner neuron, where attention lies, answers while a place was visible, told as differences from their
   * mean, how the answer rises with a column, or what one map gives more than another.
   */
  readonly role:
    | "evidence"
    | "slope"
    | "sensitivity"
    | "activation"
    | "neuron"
    | "attention"
    | "visibility"
    | "difference";
  /** The two maps that a difference was taken of: method names. */
  readonly compared: readonly [string, string] | undefined;
  /** The mean of the values, where they are told as differences from it. */
  readonly mean: number | undefined;
  /** The neuron that is explained, where it is not an answer: `[12, 12, 5]`. */
  readonly neuron: string | undefined;
  /** The layer, where the values are a layer's. */
  readonly layer: string | undefined;
  readonly form: "drawing" | "image" | "vector" | "layer";
  readonly for: Side | undefined;
  readonly against: Side | undefined;
  /** How few places (pixels, segments, features) hold half of Σ|value|. */
  readonly half: {
    readonly places: number;
    readonly of: number;
    readonly kind: "pixel" | "segment" | "feature" | "unit";
  };
  readonly evidence: Evidence;
  /** By what places were replaced one at a time: a baseline, or what the other inputs have there. */
  readonly replacedBy: "baseline" | "others" | undefined;
  /** How many rows of background stood in for what was absent. */
  readonly background: number | undefined;
}

/** What there is to say of one map; a pure function of the explanation. */
export function factsOf(explained: ExplanationFields, index: number): Facts {
  const given = withOwnMask(channelsLast(explained), index);
  const about: Meaning = { ...unknownMeaning(explained.method), ...explained.about };
  const mean = about.role === "maskedAverage" ? meanOf(partOf(given, index).values) : undefined;
  // RISE's values are mean answers: what they tell is where they differ.
  const fields = mean === undefined ? given : { ...given, values: given.values.map((value) => value - mean) };
  const part = partOf(fields, index);
  const { values, shape, input, inputShape, target, probabilities } = part;
  const byProbability = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
  const predicted = byProbability[0];
  const next = byProbability.find((label) => label !== target && label !== predicted);
  const ofInput = shape.join() === inputShape.join();
  const ink = ofInput ? inkOf(input, inputShape) : undefined;
  const segmented = part.coefficients !== undefined && fields.featureMask !== undefined;
  const form = !ofInput ? "layer" : shape.length < 2 ? "vector" : ink ? "drawing" : "image";
  const found = segmented && part.coefficients ? part.coefficients : values;
  const { evidence, chance } = evidenceOf(fields, about, part, found);
  // What may be chance is no evidence, and is not told as such.
  const clear = found.slice();
  for (let i = 0; i < clear.length; i++) if (!(Math.abs(clear[i]) > chance[i])) clear[i] = 0;
  const place = (i: number) => (segmented && fields.featureMask ? fields.featureMask[i] : i);
  const side = (sign: number): Side | undefined => {
    const own = new Float32Array(values.length);
    for (let i = 0; i < own.length; i++) own[i] = Math.max(0, sign * clear[place(i)]);
    let sum = 0;
    for (const value of clear) sum += Math.max(0, sign * value);
    const strongest = strongestOf(segmented ? clear : found, sign);
    if (strongest === undefined || sum === 0) return undefined;
    const { position, segment } = placeOf(fields, shape, strongest, segmented);
    const texts = part.cells && textsOf(part.cells, segmented ? fields.featureMask : undefined, found.length);
    return {
      sum,
      areas: areasOf(own, shape, form, ink),
      cells: texts && cellsOf(clear, sign, sum, texts),
      onInk: ink && shareOnInk(own, ink.is),
      strongest: { position, value: found[strongest], segment },
    };
  };
  return {
    method: fields.method,
    label: about.label,
    output: fields.output,
    target,
    probability: probabilities[target],
    isNumber: fields.outputSpec?.kind === "number" || (probabilities.length === 1 && fields.targetName !== undefined),
    isProbability: tellsClasses(fields.outputSpec),
    predicted,
    predictedProbability: probabilities[predicted],
    next: next === undefined ? undefined : { target: next, probability: probabilities[next] },
    state: stateOf(values),
    mean,
    role: roleOf(about, part.cells !== undefined),
    compared: about.role === "difference" ? [`${fields.options.first}`, `${fields.options.second}`] : undefined,
    neuron:
      fields.options.neuron === undefined ? undefined : JSON.stringify(fields.options.neuron).replaceAll(",", ", "),
    layer: typeof fields.options.layer === "string" ? fields.options.layer : undefined,
    form,
    for: side(1),
    against: side(-1),
    half: {
      places: countOfHalf(clear),
      of: found.length,
      kind: form === "layer" ? "unit" : form === "vector" ? "feature" : segmented ? "segment" : "pixel",
    },
    evidence,
    replacedBy: replacedBy(about),
    background: typeof fields.options.background === "number" ? fields.options.background : undefined,
  };
}

/** How each of the explained numbers is told; columns of one segment together. */
function textsOf(cells: readonly string[], mask: Int32Array | undefined, count: number): string[] {
  if (!mask) return [...cells];
  return Array.from({ length: count }, (_, segment) => cells.filter((_, i) => mask[i] === segment).join(" + "));
}

function cellsOf(clear: Float32Array, sign: number, sum: number, texts: readonly string[]): Cell[] {
  const own = [...clear.keys()].filter((i) => clear[i] * sign > 0).sort((a, b) => sign * (clear[b] - clear[a]));
  const chosen: Cell[] = [];
  let held = 0;
  for (const i of own.slice(0, 3)) {
    if (held >= sum / 2) break;
    held += Math.abs(clear[i]);
    chosen.push({ text: texts[i], value: clear[i], share: Math.abs(clear[i]) / sum });
  }
  return chosen;
}

const meanOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The first of the largest values of one sign. */
function strongestOf(values: Float32Array, sign: number): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    if (sign * values[i] <= most) continue;
    most = sign * values[i];
    if (Number.isNaN(most)) most = 0;
    else best = i;
  }
  return best;
}

function stateOf(values: Float32Array): State {
  let invalid = 0;
  for (const value of values) if (!Number.isFinite(value)) invalid++;
  if (invalid > 0) return { kind: "invalid", count: invalid, of: values.length };
  const first = values[0];
  if (values.some((value) => value !== first)) return { kind: "map" };
  return first === 0 ? { kind: "zero" } : { kind: "constant", value: first };
}

/** Values of a segment are spread over its positions: what counts on ink is every position's own. */
function shareOnInk(own: Float32Array, isInk: Uint8Array): number {
  const channels = own.length / isInk.length;
  let on = 0;
  let total = 0;
  for (let i = 0; i < own.length; i++) {
    total += own[i];
    if (isInk[Math.floor(i / channels)]) on += own[i];
  }
  return on / total;
}

/** By what one place at a time was replaced: only parts that are taken away one by one sum to nothing. */
const replacedBy = ({ family, role, sumsTo, removal }: Meaning): Facts["replacedBy"] => {
  if (family !== "perturbation" || role !== "contribution" || sumsTo !== undefined) return undefined;
  return removal === "others" ? "others" : removal && "baseline";
};

/** @returns also the |value| below which each of `found` may be chance. */
function evidenceOf(fields: ExplanationFields, about: Meaning, part: Part, found: Float32Array) {
  let sum = 0;
  for (const value of found) sum += value;
  const evidence: { -readonly [K in keyof Evidence]: Evidence[K] } = {};
  const chance = new Float32Array(found.length);
  if (part.delta !== undefined) {
    const difference = sum - part.delta;
    const error = Math.abs(part.delta) / Math.max(Math.abs(difference), 1e-12);
    evidence.completeness = { sum, difference, error, exact: about.sumIsExact === true };
  }
  if (part.fit !== undefined) evidence.fit = part.fit;
  if (part.standardError !== undefined) {
    const errors = perFound(part.standardError, fields.featureMask, found.length);
    for (let i = 0; i < chance.length; i++) chance[i] = 2 * errors[i];
    evidence.sampling = {
      clear: found.reduce((count, value, i) => count + (Math.abs(value) > chance[i] ? 1 : 0), 0),
      of: found.length,
      median: errors.toSorted()[Math.floor(errors.length / 2)],
      exact: fields.options.enumerated === true && errors.every((error) => error === 0),
    };
  }
  if (isAuto(fields.options.auto)) evidence.auto = { ...fields.options.auto, passes: fields.modelPasses };
  const floor = floorOf(fields, part, found);
  if (floor !== undefined && floor > 0 && !evidence.sampling?.exact) {
    evidence.floor = floor;
    for (let i = 0; i < chance.length; i++) chance[i] = Math.max(chance[i], floor);
  }
  return { evidence, chance };
}

const isAuto = (note: unknown): note is { tolerance: number; met: boolean } =>
  typeof note === "object" && note !== null && "tolerance" in note && "met" in note;

function floorOf({ featureMask, baseline }: ExplanationFields, part: Part, found: Float32Array): number | undefined {
  if (!featureMask || !part.coefficients || baseline === undefined) return undefined;
  const differs = new Uint8Array(found.length);
  for (let i = 0; i < featureMask.length; i++) {
    if (part.input[i] !== (typeof baseline === "number" ? baseline : baseline[i])) differs[featureMask[i]] = 1;
  }
  const same = found.filter((_, segment) => !differs[segment]).map(Math.abs);
  return same.length > 0 ? same.reduce((max, value) => Math.max(max, value), 0) : undefined;
}

/** One standard error per segment, out of those spread over the positions. */
function perFound(errors: Float32Array, mask: Int32Array | undefined, count: number): Float32Array {
  if (!mask || errors.length === count) return errors;
  const own = new Float32Array(count);
  for (let i = 0; i < mask.length; i++) own[mask[i]] = errors[i];
  return own;
}
