import { sizeOf } from "../../math/sizeOf.ts";
import type { Axis } from "../../signature/axes.ts";
import { cellText } from "../../signature/columns.ts";
import type { InputSpec } from "../../signature/Signature.ts";
import { valueAxes } from "../axes.ts";
import type { ExplanationFields } from "../Explanation.ts";
import type { Meaning } from "../Meaning.ts";
import type { Part } from "../parts.ts";
import { positionOf } from "../top.ts";
import type { Area } from "./areas.ts";
import { type Division, ninths, singles, stretches, unitsOf } from "./division.ts";
import { type Strokes, strokesOf } from "./strokes.ts";
import { volumeTerms } from "./volumeTerms.ts";

/** What one place is called. */
export type Noun =
  | "pixel"
  | "voxel"
  | "step"
  | "token"
  | "word"
  | "column"
  | "value"
  | "group"
  | "segment"
  | "unit"
  | "place";

/** Where a single value lies. */
export interface Position {
  readonly at: readonly number[];
  /** The color channel or the feature, where a place has several. */
  readonly channel?: { readonly index: number; readonly name: string | undefined };
  /** Of a segment: the area that most of it lies in. */
  readonly area?: Area;
  /** Of a segment: whether it is larger than an area, and no area holds half of it. */
  readonly isWide?: boolean;
}

/** The terms in which a map is put into words. */
export interface Terms {
  readonly kind: "drawing" | "picture" | "volume" | "series" | "tokens" | "table" | "values" | "layer";
  readonly noun: Noun;
  /** How many places there are, and which one a value belongs to. */
  readonly count: number;
  placeOf(index: number): number;
  readonly division: Division;
  positionOf(index: number): Position;
  readonly strokes: Strokes | undefined;
}

/**
 * By what the input is stated to be; numbers of which nothing is stated are told by their index.
 *
 * @param fields with channels last.
 * @param layerAxes of a layer's map, as the layer has them.
 */
export function termsOf(
  fields: ExplanationFields,
  part: Part,
  { extent }: Meaning,
  layerAxes?: readonly Axis[],
): Terms {
  const { shape, inputShape, input } = part;
  const { inputSpec: spec } = fields;
  const size = sizeOf(shape);
  const single = { count: size, placeOf: (index: number) => index, strokes: undefined };
  const plain = { ...single, positionOf: (index: number) => ({ at: positionOf(index, shape) }) };
  const isUnits = extent === "unit" && !(spec?.kind === "image" && isOneMap(valueAxes(fields, shape), shape));
  if (isUnits) {
    const axes = valueAxes(fields, shape);
    const at = axes.indexOf("channel");
    // As the layer has them: what `neuron` takes.
    const own = layerAxes?.length === axes.length ? layerAxes.map((axis) => axes.indexOf(axis)) : [...axes.keys()];
    const isKnown = new Set(own).size === axes.length;
    const place = (index: number) => {
      const position = positionOf(index, shape);
      return isKnown ? own.map((axis) => position[axis]) : position;
    };
    const division = unitsOf(shape, at < 0 ? undefined : at);
    return { ...single, positionOf: (index) => ({ at: place(index) }), kind: "layer", noun: "unit", division };
  }
  const cells = (part.cells ?? cellsIn(spec, input, shape.join() === inputShape.join()))?.map(printed);
  if (cells) {
    const division = singles((i) => ({ kind: "cell", text: cells[i] }));
    // A text's words are told by themselves, as a row's columns are.
    if (spec?.kind === "tokens") return { ...plain, kind: "tokens", noun: "word", division };
    return { ...plain, kind: "table", noun: "column", division };
  }
  /** All values of one place behind each other: a picture's channels, a series' features. */
  const grouped = (axes: number, names: readonly string[] | undefined) => {
    const channels = sizeOf(shape.slice(axes));
    return {
      channels,
      count: size / channels,
      placeOf: (index: number) => Math.floor(index / channels),
      strokes: undefined,
      positionOf: (index: number): Position => ({
        at: positionOf(Math.floor(index / channels), shape.slice(0, axes)),
        ...(channels > 1 && { channel: { index: index % channels, name: names?.[index % channels] } }),
      }),
    };
  };
  if (spec?.kind === "image" && (shape.length === 2 || shape.length === 3)) {
    const own = grouped(2, spec.channelNames);
    const ofInput = extent !== "unit" && shape[0] === inputShape[0] && shape[1] === inputShape[1];
    const strokes = ofInput ? strokesOf(input, inputShape, spec) : undefined;
    const division = ninths(shape[0], shape[1], own.channels, strokes);
    return { ...own, kind: strokes ? "drawing" : "picture", noun: ofInput ? "pixel" : "place", division, strokes };
  }
  if (spec?.kind === "volume" && (shape.length === 3 || shape.length === 4)) {
    return volumeTerms(shape, extent === "place" ? "channelsLast" : spec.layout, spec.spacing);
  }
  if (spec?.kind === "series" && (shape.length === 1 || shape.length === 2)) {
    const isFirst = spec.layout === "featuresFirst" && shape.length === 2 && shape[1] === inputShape[1];
    const own = isFirst ? featuresFirst(shape, spec.featureNames) : grouped(1, spec.featureNames);
    return { ...own, kind: "series", noun: "step", division: stretches(own.count, own.placeOf) };
  }
  if (spec?.kind === "tokens" && (shape.length === 1 || shape.length === 2)) {
    const own = grouped(1, undefined);
    const division: Division = {
      isExact: own.channels === 1,
      numberOf: own.placeOf,
      areaOf: (index) => ({
        kind: "token",
        index,
        text: spec.vocabulary?.[input[index]],
        isPadding: input[index] === spec.padding,
      }),
    };
    return { ...own, kind: "tokens", noun: "token", division };
  }
  const division = singles((index) => ({ kind: "value", position: positionOf(index, shape) }));
  return { ...plain, kind: "values", noun: "value", division };
}

/** One feature map of a layer, in the picture's places. */
const isOneMap = (axes: readonly Axis[], shape: readonly number[]) =>
  axes.join() === "height,width,channel" && shape[2] === 1;

/** Of a series `[features, steps]`. */
function featuresFirst([features, steps]: readonly number[], names: readonly string[] | undefined) {
  return {
    count: steps,
    placeOf: (index: number) => index % steps,
    strokes: undefined,
    positionOf(index: number): Position {
      const feature = Math.floor(index / steps);
      return { at: [index % steps], ...(features > 1 && { channel: { index: feature, name: names?.[feature] } }) };
    },
  };
}

function cellsIn(spec: InputSpec | undefined, input: Float32Array, ofInput: boolean): string[] | undefined {
  if (spec?.kind !== "table" || !ofInput || spec.columns.length !== input.length) return undefined;
  return spec.columns.map((column, i) => `${column.name} = ${cellText(column, input[i])}`);
}

/** Signs as they are printed: LIME writes conditions as in code. */
const printed = (cell: string) =>
  cell
    .replaceAll(/(?<!\S)-(?=\d)/g, "−")
    .replaceAll("<=", "≤")
    .replaceAll(">=", "≥");
