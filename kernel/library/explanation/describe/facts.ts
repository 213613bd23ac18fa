import { layerName } from "../../../../renderers/shared/layerName.ts";
import type { Output } from "../../engine/runner.ts";
import { tellsClasses } from "../../signature/classes.ts";
import { type BaselineName, isBaselineName } from "../../signature/Inputs.ts";
import { methodName } from "../../text/words.ts";
import { countOfHalf } from "../bySize.ts";
import { channelsLast } from "../channelsLast.ts";
import type { ExplanationFields } from "../Explanation.ts";
import { isGrouping } from "../isGrouping.ts";
import type { Meaning } from "../Meaning.ts";
import { partOf, withOwnMask } from "../parts.ts";
import { type Answer, answerOf } from "./answerFacts.ts";
import { differsFromBaseline, type Evidence, evidenceOf } from "./evidenceFacts.ts";
import { meaningOf } from "./meaning.ts";
import { type Mixed, mixedOf } from "./mixed.ts";
import { segmentTerms } from "./segmentTerms.ts";
import { type Side, sideOf } from "./sides.ts";
import { type Terms, termsOf } from "./terms.ts";

export type State =
  | { readonly kind: "map" }
  /** `nothingToRemove`: the input equals the baseline everywhere. */
  | {
      readonly kind: "zero";
      readonly nothingToRemove: boolean;
      /** Whether a class activation map's ReLU cut it off: everything was below 0. */
      readonly isCut: boolean;
    }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "invalid"; readonly count: number; readonly of: number }
  /** Nothing is left when what may be chance is taken out. */
  | { readonly kind: "chance" };

/** Everything that a description may say: a language only says it. */
export interface Facts {
  readonly meaning: Meaning;
  readonly output: Output;
  readonly answer: Answer;
  /** What the values are in units of: a class's logit or probability, or the output itself. */
  readonly quantity: "logit" | "probability" | "output";
  /** What is explained, where it is no answer of the model: `neuron [12, 12, 5] of layer conv`. */
  readonly neuron: string | undefined;
  /** The neuron of the layer that a class's values lead through. */
  readonly through: string | undefined;
  /** The layer, where the values are a layer's, by its short name. */
  readonly layer: string | undefined;
  /** The methods of the two maps that a difference was taken of. */
  readonly compared: readonly [string, string] | undefined;
  readonly state: State;
  readonly terms: Terms;
  /** The mean of the values, where they are told as differences from it. */
  readonly mean: number | undefined;
  readonly positive: Side | undefined;
  readonly negative: Side | undefined;
  /** Where the two sides lie among each other; undefined where each is told by itself. */
  readonly mixed: Mixed | undefined;
  /** How few places hold half of Σ|value|. */
  readonly half: number;
  readonly evidence: Evidence;
  /** Whether values that may be chance were left out. */
  readonly leftOut: boolean;
  /** How many rows of background stood in for what was removed. */
  readonly background: number | undefined;
  /** The baseline, where it was asked for by name. */
  readonly baseline: BaselineName | undefined;
  /** Whether the values are coefficients of columns in standard deviations. */
  readonly perDeviation: boolean;
  /** Whether what was removed is a window that slides. */
  readonly byWindow: boolean;
  /** Whether the values were brought to another scale: what measured their error is not kept. */
  readonly rescaled: boolean;
  /** The option by which the sum gets closer, where the method has one. */
  readonly refinedBy: "steps" | "samples" | undefined;
}

/** What there is to say of one map; a pure function of the explanation. */
export function factsOf(explained: ExplanationFields, index: number, names: readonly string[] | undefined): Facts {
  const given = withOwnMask(channelsLast(explained), index);
  const meaning = meaningOf(given);
  const { options } = given;
  const whole = partOf(given, index);
  // Of mean answers the differences from their mean tell something.
  const mean = meaning.role === "maskedAverage" ? meanOf(whole.values) : undefined;
  const part = mean === undefined ? whole : { ...whole, values: whole.values.map((value) => value - mean) };
  const { coefficients, values, shape } = part;
  const mask = coefficients && isGrouping(given.featureMask) ? given.featureMask : undefined;
  const found = coefficients && mask ? coefficients : values;
  const { evidence, clear, leftOut } = evidenceOf(given, part, found, index);
  const places = termsOf(given, part, meaning, explained.layerAxes);
  const terms = mask ? segmentTerms(places, mask, found.length, shape) : places;
  const [positive, negative] = [sideOf(clear, 1, terms, mask), sideOf(clear, -1, terms, mask)];
  const differs = differsFromBaseline(given, part);
  const removes = meaning.removal !== undefined || meaning.sumsTo === "f(x) − f(baseline)";
  const nothingToRemove = removes && differs !== undefined && !part.input.some((_, i) => differs(i));
  const isCut = Array.isArray(options.cut) && options.cut[index] === true;
  const state = stateOf(whole.values, { nothingToRemove, isCut });
  const answer = answerOf(given, part, names);
  return {
    meaning,
    output: given.output,
    answer,
    quantity: quantityOf(given),
    neuron: meaning.of === "neuron" ? neuronIn(options) : undefined,
    through: meaning.of === "neuron" || options.neuron === undefined ? undefined : neuronIn(options),
    layer: typeof options.layer === "string" ? layerName(options.layer) : undefined,
    compared: comparedOf(meaning.role, options),
    state: state.kind === "map" && !positive && !negative ? { kind: "chance" } : state,
    terms,
    mean,
    positive,
    negative,
    mixed: positive && negative && !mask ? mixedOf(clear, terms) : undefined,
    half: countOfHalf(perPlace(clear, terms)),
    evidence,
    leftOut,
    background: typeof options.background === "number" ? options.background : undefined,
    baseline: isBaselineName(options.baselines) ? options.baselines : undefined,
    perDeviation: options.discretizer === "none",
    byWindow: "slidingWindowShapes" in options,
    rescaled: typeof options.normalize === "string",
    refinedBy: "nSteps" in options ? "steps" : "nSamples" in options ? "samples" : undefined,
  };
}

/** `[12, 12, 5]`, or its number. */
const neuronIn = ({ neuron }: ExplanationFields["options"]): string =>
  Array.isArray(neuron) ? `[${neuron.join(", ")}]` : String(neuron ?? "");

function comparedOf(
  role: string,
  { first, second }: ExplanationFields["options"],
): readonly [string, string] | undefined {
  if (role !== "difference") return undefined;
  return typeof first === "string" && typeof second === "string" ? [methodName(first), methodName(second)] : ["A", "B"];
}

/** A sigmoid's number has a logit even where it tells no class: a reconstruction's pixel. */
function quantityOf({ outputSpec, output }: ExplanationFields): Facts["quantity"] {
  if (outputSpec?.kind === "values") return outputSpec.from === "sigmoid" && output === "logit" ? "logit" : "output";
  return tellsClasses(outputSpec) ? output : "output";
}

function perPlace(clear: Float32Array, { count, placeOf }: Terms): Float32Array {
  if (count === clear.length) return clear;
  const sums = new Float32Array(count);
  for (const [i, value] of clear.entries()) sums[placeOf(i)] += Math.abs(value);
  return sums;
}

const meanOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function stateOf(values: Float32Array, zero: { readonly nothingToRemove: boolean; readonly isCut: boolean }): State {
  let invalid = 0;
  for (const value of values) if (!Number.isFinite(value)) invalid++;
  if (invalid > 0) return { kind: "invalid", count: invalid, of: values.length };
  const first = values[0];
  if (values.some((value) => value !== first) || (values.length === 1 && first !== 0)) return { kind: "map" };
  return first === 0 ? { kind: "zero", ...zero } : { kind: "constant", value: first };
}
