import { sizeOf } from "../../math/sizeOf.ts";
import { namesOf, tellsClasses } from "../../signature/classes.ts";
import type { OutputSpec, PixelsSpec } from "../../signature/Signature.ts";
import type { ExplanationFields } from "../Explanation.ts";
import type { Part } from "../parts.ts";
import { countIn, type Region, rectangleOf } from "../Region.ts";
import { positionOf } from "../top.ts";
import { thresholds } from "./thresholds.ts";

/** A class or a label, with its probability. */
export interface Choice {
  readonly index: number;
  /** Undefined where it is known by its index alone. */
  readonly name: string | undefined;
  readonly probability: number;
}

/** One of several numbers that a model answers. */
export interface OneValue {
  readonly index: number;
  readonly name: string | undefined;
  /** One number per axis, where the output has several. */
  readonly position: readonly number[] | undefined;
  readonly value: number;
}

/** What a model answered, and which part of it is explained. */
export type Answer =
  | {
      readonly kind: "choice";
      readonly target: Choice;
      readonly predicted: Choice;
      /** The most probable class besides the target and the predicted one. */
      readonly next: Choice | undefined;
      /** Of an unsure answer: the classes that come close to the predicted one, two at most. */
      readonly rivals: readonly Choice[];
      /** Whether there are two classes, so that `next` is simply the other. */
      readonly isPair: boolean;
      readonly isPredicted: boolean;
      readonly isSure: boolean;
    }
  | {
      readonly kind: "labels";
      readonly target: Choice;
      /** Most probable first. */
      readonly assigned: readonly Choice[];
      readonly isAssigned: boolean;
      readonly of: number;
    }
  | {
      readonly kind: "pixel";
      readonly position: readonly number[];
      readonly target: Choice;
      readonly predicted: Choice;
      readonly isPredicted: boolean;
      /** Whether these are probabilities; else scores. */
      readonly isProbability: boolean;
    }
  | {
      readonly kind: "region";
      readonly target: Choice;
      /** The class with the largest mean there. */
      readonly predicted: Choice;
      readonly isPredicted: boolean;
      readonly isProbability: boolean;
      /** Whether the places are those where the class is predicted. */
      readonly isOwn: boolean;
      readonly reduce: "sum" | "mean";
      readonly places: number;
      /** Of all places. */
      readonly share: number;
      /** First and last row and column, where the places fill all between. */
      readonly rectangle: readonly [top: number, bottom: number, left: number, right: number] | undefined;
    }
  | {
      readonly kind: "box";
      readonly target: Choice;
      /** Whether the model names the box's class. */
      readonly hasClass: boolean;
      /** The box's number. */
      readonly box: number;
      /** Its first and last row and column, counted from 0. */
      readonly rectangle: readonly [top: number, bottom: number, left: number, right: number] | undefined;
    }
  | { readonly kind: "number"; readonly target: OneValue; readonly unit: string | undefined; readonly of: number }
  | {
      readonly kind: "value";
      /** Whether it belongs to detected boxes. */
      readonly ofBoxes: boolean;
      readonly target: OneValue;
      readonly largest: OneValue;
      /** `tied`: as large as another. */
      readonly standing: "largest" | "tied" | "smaller";
      readonly of: number;
    };

/** @param names of the classes, from who asks for the words. */
export function answerOf(fields: ExplanationFields, part: Part, names: readonly string[] | undefined): Answer {
  const spec = fields.outputSpec ?? stated(fields);
  const { target, probabilities } = part;
  const ofTable = tellsClasses(spec) ? fields.classNames : undefined;
  const nameOf = (index: number) => names?.[index] ?? (namesOf(spec) ?? ofTable)?.[index];
  const choice = (index: number): Choice => ({ index, name: nameOf(index), probability: probabilities[index] });
  switch (spec?.kind) {
    case "classes":
    case "binary": {
      const order = byProbability(probabilities, target);
      const next = order.find((index) => index !== target && index !== order[0]);
      const isSure = probabilities[order[0]] >= thresholds.sure;
      const isClose = (index: number) => probabilities[index] >= thresholds.rival * probabilities[order[0]];
      return {
        kind: "choice",
        target: choice(target),
        predicted: choice(order[0]),
        next: next === undefined ? undefined : choice(next),
        isPair: order.length === 2,
        isPredicted: order[0] === target,
        rivals: isSure ? [] : order.slice(1, 3).filter(isClose).map(choice),
        isSure,
      };
    }
    case "labels": {
      const order = byProbability(probabilities, target);
      const assigned = order.filter((index) => probabilities[index] >= thresholds.assigned);
      return {
        kind: "labels",
        target: choice(target),
        assigned: assigned.map(choice),
        isAssigned: assigned.includes(target),
        of: order.length,
      };
    }
    case "boxes": {
      const { region } = part;
      if (region?.from !== "box") return valueAnswer(spec, part, nameOf);
      const { label, score = Number.NaN } = region.box ?? {};
      return {
        kind: "box",
        target: { index: label ?? 0, name: label === undefined ? undefined : nameOf(label), probability: score },
        hasClass: label !== undefined,
        box: target,
        rectangle: rectangleOf(region),
      };
    }
    case "pixels":
      return part.region && part.region.from !== "pixel"
        ? regionAnswer(spec, part, part.region, choice)
        : pixelOf(spec, part, choice);
    case "number":
    case "numbers": {
      const unit = spec.kind === "number" ? spec.unit : spec.units?.[target];
      const name = nameOf(target) ?? (probabilities.length === 1 ? fields.targetName : undefined);
      return { kind: "number", target: oneOf(part, target, name), unit, of: probabilities.length };
    }
    default:
      return valueAnswer(spec, part, nameOf);
  }
}

function valueAnswer(spec: OutputSpec | undefined, part: Part, nameOf: (index: number) => string | undefined): Answer {
  const { target, probabilities } = part;
  const largest = probabilities.reduce((best, value, i) => (value > probabilities[best] ? i : best), 0);
  const one = (index: number) => oneOf(part, index, nameOf(index), spec?.shape);
  return {
    kind: "value",
    ofBoxes: spec?.kind === "boxes",
    target: one(target),
    largest: one(largest),
    standing: standingOf(probabilities, target, probabilities[largest]),
    of: probabilities.length,
  };
}

function standingOf(values: Float32Array, target: number, largest: number): "largest" | "tied" | "smaller" {
  if (values[target] !== largest) return "smaller";
  return values.filter((value) => value === largest).length > 1 ? "tied" : "largest";
}

/** Most probable first; of equal ones the target. */
const byProbability = (probabilities: Float32Array, target: number): number[] =>
  [...probabilities.keys()].sort(
    (a, b) => probabilities[b] - probabilities[a] || Number(b === target) - Number(a === target),
  );

/** Of an explanation that has no signature: a table's own word for the one number that is predicted. */
const stated = ({ targetName, inputShape, probabilities }: ExplanationFields): OutputSpec | undefined =>
  targetName !== undefined && probabilities.length === inputShape[0]
    ? { kind: "number", name: targetName, shape: [1], targetName }
    : undefined;

function oneOf(
  { probabilities }: Part,
  index: number,
  name: string | undefined,
  shape: readonly (number | null)[] = [],
): OneValue {
  const sizes = shape.filter((size) => size !== null);
  const hasAxes = sizes.length === shape.length && shape.length > 1 && sizeOf(sizes) === probabilities.length;
  return { index, name, position: hasAxes ? positionOf(index, sizes) : undefined, value: probabilities[index] };
}

function pixelOf(spec: PixelsSpec, { target, probabilities }: Part, choice: (index: number) => Choice): Answer {
  const places = probabilities.length / spec.classes;
  const isFirst = spec.layout === "channelsFirst";
  const [label, place] = isFirst
    ? [Math.floor(target / places), target % places]
    : [target % spec.classes, Math.floor(target / spec.classes)];
  const at = (own: number): Choice => {
    const { name } = choice(own);
    const index = isFirst ? own * places + place : place * spec.classes + own;
    return { index: own, name, probability: probabilities[index] };
  };
  const all = Array.from({ length: spec.classes }, (_, own) => at(own));
  const predicted = all.reduce((best, own) => (own.probability > best.probability ? own : best));
  const known = (spec.shape.length === 3 ? spec.shape : []).filter((size) => size !== null);
  const size = isFirst ? known.slice(1) : known.slice(0, 2);
  return {
    kind: "pixel",
    position: size.length === 2 ? positionOf(place, size) : [place],
    target: at(label),
    predicted,
    isPredicted: predicted.index === label,
    isProbability: areProbabilities(spec),
  };
}

/** Logits get the softmax that belongs to them, where it is known how they lie. */
const areProbabilities = ({ from, classes, shape }: PixelsSpec) =>
  from !== "logits" || (classes > 1 && shape.length === 3);

function regionAnswer(
  spec: PixelsSpec,
  { target, probabilities }: Part,
  region: Region,
  choice: (index: number) => Choice,
): Answer {
  const predicted = probabilities.reduce((best, value, i) => (value > probabilities[best] ? i : best), 0);
  const [height, width] = region.size;
  const places = countIn(region);
  return {
    kind: "region",
    target: choice(target),
    predicted: choice(predicted),
    isPredicted: predicted === target,
    isProbability: areProbabilities(spec),
    isOwn: region.from === "predicted",
    reduce: region.reduce ?? "sum",
    places,
    share: places / (height * width),
    rectangle: rectangleOf(region),
  };
}
