import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { checkFields, checkNames, kindOf, outputFields } from "./fields.ts";
import type { OutputKind, OutputSpec } from "./Signature.ts";
import type { OutputHint } from "./SignatureOptions.ts";
import { shapeOf } from "./withInputHint.ts";

type Shape = readonly (number | null)[];

const kinds = Object.keys(outputFields) as OutputKind[];

export interface HowItGives {
  /** What a model's answers are where neither it nor its owner says: a network's logits, a function's probabilities. */
  readonly raw: "logits" | "probabilities";
  /** Whether not even the axes are known before the model runs; what is counted by them is 0 then. */
  readonly isOpen?: boolean | undefined;
}

/**
 * An output with what is known of it besides.
 *
 * @throws OptionError where the hint does not fit the model's shape, or has fields that its kind does not have.
 */
export function withOutputHint(spec: OutputSpec, hint: OutputHint, how: HowItGives): OutputSpec {
  const given: Exclude<OutputHint, string> = typeof hint === "string" ? { kind: hint } : hint;
  const of = say`the output "${spec.name}"`;
  const kind = kindOf(given.kind, spec.kind, kinds, of);
  checkFields(given, kind, [...outputFields[kind], "kind", "shape"], of);
  const shape = shapeOf(spec.shape, given.shape, of);
  const before = kind === spec.kind ? spec : {};
  const merged = { ...before, ...given, kind, name: spec.name, shape } as OutputSpec;
  const isOpen = how.isOpen === true && shape.length === 0;
  return complete(merged, { givesProbabilities: endsInProbabilities(spec, how.raw), isOpen }, of);
}

function endsInProbabilities(spec: OutputSpec, raw: HowItGives["raw"]): boolean {
  if (!("from" in spec) || spec.from === undefined) return raw === "probabilities";
  return spec.from === "softmax" || spec.from === "sigmoid";
}

interface Known {
  readonly givesProbabilities: boolean;
  readonly isOpen: boolean;
}

function complete(spec: OutputSpec, { givesProbabilities, isOpen }: Known, of: string): OutputSpec {
  switch (spec.kind) {
    case "classes": {
      const count = counted(spec, spec.count ?? spec.classNames?.length, 2, isOpen, of);
      checkNames("classNames", spec.classNames, count, of);
      return { ...spec, count, from: spec.from ?? (givesProbabilities ? "softmax" : "logits") };
    }
    case "labels": {
      const count = counted(spec, spec.count ?? spec.classNames?.length, 1, isOpen, of);
      checkNames("classNames", spec.classNames, count, of);
      return { ...spec, count, from: spec.from ?? (givesProbabilities ? "sigmoid" : "logits") };
    }
    case "binary": {
      requireUnit(spec, of);
      checkNames("classNames", spec.classNames, 2, of);
      return { ...spec, from: spec.from ?? (givesProbabilities ? "sigmoid" : "logit") };
    }
    case "number":
      requireUnit(spec, of);
      return spec;
    case "numbers": {
      const count = counted(spec, spec.count ?? spec.targetNames?.length ?? spec.units?.length, 1, isOpen, of);
      checkNames("targetNames", spec.targetNames, count, of);
      checkNames("units", spec.units, count, of);
      return { ...spec, count };
    }
    case "pixels": {
      if (spec.layout === undefined) {
        throw new OptionError(
          say`${of}: the order of the axes [${open(spec.shape)}] is unknown: give layout, "channelsLast" or "channelsFirst"`,
        );
      }
      if (isOpen) return { ...spec, classes: spec.classes ?? 0, from: spec.from ?? "softmax" };
      if (spec.shape.length !== 3) throw unlike(of, "pixels", say`three axes`, spec.shape);
      const own = spec.layout === "channelsLast" ? spec.shape[2] : spec.shape[0];
      const classes = own ?? spec.classes;
      if (typeof classes !== "number") throw new OptionError(say`${of}: give the number of classes`);
      checkNames("classNames", spec.classNames, classes, of);
      return { ...spec, classes, from: spec.from ?? (givesProbabilities ? "softmax" : "logits") };
    }
    case "boxes":
      return spec;
    case "values": {
      const size = isOpen ? null : sizeOf(spec.shape);
      checkNames("valueNames", spec.valueNames, size, of);
      return spec;
    }
  }
}

const open = (shape: Shape) => shape.map((size) => size ?? "?").join(", ");

/** How many numbers a vector has; of a shape that is not known yet, how many are named. */
function counted(spec: OutputSpec, named: number | undefined, least: number, isOpen: boolean, of: string): number {
  const [own = null] = spec.shape;
  if (spec.shape.length > 1 || (own !== null && own < least)) {
    throw unlike(of, spec.kind, say`a vector of at least ${least}`, spec.shape);
  }
  const count = own ?? named ?? (isOpen ? 0 : undefined);
  if (typeof count !== "number") throw new OptionError(say`${of}: give count, the number of ${spec.kind}`);
  if (named === undefined || named === count) return count;
  throw new OptionError(say`${of}: ${named} ${spec.kind} are named, but the model gives ${count} numbers`);
}

function requireUnit({ kind, shape }: OutputSpec, of: string): void {
  if (shape.every((size) => size === 1 || size === null) && shape.length <= 1) return;
  throw unlike(of, kind, say`one number for each example`, shape);
}

const unlike = (of: string, kind: string, wanted: string, shape: Shape) =>
  new OptionError(say`${of}: ${kind} needs ${wanted}, but the model gives [${open(shape)}]`);

/** Undefined while a size is open. */
function sizeOf(shape: Shape): number | null {
  return shape.reduce<number | null>((all, size) => (all === null || size === null ? null : all * size), 1);
}
