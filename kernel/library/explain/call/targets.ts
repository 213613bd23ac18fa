import { OptionError, TargetError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import type { OneTarget, PlaceTarget, TargetOptions } from "./options.ts";
import type { RegionTarget } from "./regionTarget.ts";

/** What is explained: pair `p` is target `classes[p]` of input `p % count`. */
export interface Targets {
  readonly classes: Int32Array;
  /** As an explanation holds it. */
  readonly target: number | number[];
  /** Whether the explanation gets a leading axis, and how long it is. */
  readonly leading: readonly number[];
}

/** Targets within one output of a model. */
export interface OutputTargets {
  readonly target?: OneTarget | undefined;
  readonly targets?: "all" | readonly (number | readonly number[])[] | undefined;
}

/** The largest output of each row. */
export function predicted(outputs: Float32Array, classes: number): Int32Array {
  const count = outputs.length / classes;
  return Int32Array.from({ length: count }, (_, row) => {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let column = 0; column < classes; column++) {
      const value = outputs[row * classes + column];
      if (value > most) {
        most = value;
        best = column;
      }
    }
    if (best < 0) throw new TargetError(say`the model gives NaN for input ${row}, so there is no predicted class`);
    return best;
  });
}

/**
 * Which output of the model is asked, and for what of it.
 *
 * @throws OptionError where target and targets are given, or name other than one output.
 */
export function outputAsked({ target, targets }: TargetOptions): OutputTargets & {
  outputName?: string | undefined;
  region?: RegionTarget | undefined;
} {
  if (target !== undefined && targets !== undefined)
    throw new OptionError(say`give either target or targets, not both`);
  const given: unknown = target ?? targets;
  if (target !== undefined && isByWord(given)) return byWord(given);
  if (!isByName(given)) return { target, targets } as OutputTargets;
  const [entry, ...others] = Object.entries(given);
  if (!entry || others.length > 0) {
    const which = target === undefined ? "targets" : "target";
    throw new OptionError(say`${which} names ${others.length + (entry ? 1 : 0)} outputs: one is explained at a time`);
  }
  const [outputName, value] = entry;
  if (target === undefined) return { outputName, targets: value } as ReturnType<typeof outputAsked>;
  return { outputName, target: value === "predicted" ? undefined : value } as ReturnType<typeof outputAsked>;
}

const words = { class: true, region: true, reduce: true, output: true, at: true } as const satisfies Names<PlaceTarget>;

/** Whether a target is told by our own words; an output of such a name is named by `output`. */
const isByWord = (given: unknown): given is PlaceTarget =>
  isByName(given) && Object.keys(given).some((key) => Object.hasOwn(words, key));

function byWord(given: PlaceTarget): ReturnType<typeof outputAsked> {
  checkNames("target", words, given);
  const { output: outputName, at, ...region } = given;
  if (outputName !== undefined && typeof outputName !== "string") {
    throw new OptionError(say`target.output is ${String(outputName)}: give the name of an output`);
  }
  const isRegion = Object.values(region).some((each) => each !== undefined);
  if (isRegion && at !== undefined) throw new OptionError(say`give either at or class and region, not both`);
  return isRegion ? { outputName, region } : { outputName, target: at === "predicted" ? undefined : at };
}

const isByName = (given: unknown): given is Record<string, unknown> =>
  typeof given === "object" &&
  given !== null &&
  !Array.isArray(given) &&
  !ArrayBuffer.isView(given) &&
  typeof (given as { length?: unknown }).length !== "number";

/**
 * The targets that the options name; undefined where they name none.
 *
 * @param shape of the output, without the batch dimension.
 * @throws TargetError for a class or a place that the output does not have.
 */
export function givenTargets(
  { target, targets }: OutputTargets,
  count: number,
  shape: readonly number[],
): Targets | undefined {
  const classes = shape.reduce((all, size) => all * size, 1);
  const place = (given: number | ArrayLike<number>) =>
    typeof given === "number" ? checked(given, classes) : placeOf(given, shape);
  if (targets !== undefined) {
    if (targets !== "all" && !Array.isArray(targets)) {
      throw new OptionError(say`targets is ${String(targets)}: give "all", or a list of classes`);
    }
    const wanted = targets === "all" ? Array.from({ length: classes }, (_, index) => index) : targets.map(place);
    if (wanted.length === 0) throw new OptionError(say`targets is empty: name at least one class`);
    const pairs = Int32Array.from({ length: wanted.length * count }, (_, pair) => wanted[Math.floor(pair / count)]);
    return { classes: pairs, target: wanted, leading: [wanted.length] };
  }
  if (target === undefined) return undefined;
  const forAll = (one: number): Targets => ({ classes: new Int32Array(count).fill(one), target: one, leading: [] });
  if (typeof target === "number") return forAll(checked(target, classes));
  if (typeof target === "string")
    throw new TargetError(say`target is "${target}": give the class's number, from 0 to ${classes - 1}`);
  const isTuple = shape.length > 1 && Array.isArray(target) && target.every((each) => typeof each === "number");
  if (isTuple) return forAll(placeOf(target as readonly number[], shape));
  if (typeof target !== "object" || target === null || target.length !== count) {
    if (typeof target !== "object" || target === null)
      throw new TargetError(
        say`target is "${String(target)}": give a class by its number, counted from 0, or one for each input`,
      );
    throw new TargetError(say`${target.length} targets for ${count} inputs: give one class, or one for each input`);
  }
  return eachIts(Int32Array.from(Array.from<number | ArrayLike<number>>(target as ArrayLike<number>), place));
}

function checked(target: number, classes: number): number {
  if (Number.isInteger(target) && target >= 0 && target < classes) return target;
  const range = classes === 1 ? say`1 output (0)` : say`${classes} outputs (0–${classes - 1})`;
  throw new TargetError(say`target ${target} is out of range: the model has ${range}`);
}

/** A tuple's place in row-major order. */
function placeOf(tuple: ArrayLike<number>, shape: readonly number[]): number {
  const numbers = Array.from(tuple);
  const told = `[${numbers.join(", ")}]`;
  if (numbers.length !== shape.length) {
    throw new TargetError(
      say`target ${told} has ${numbers.length} numbers, but an output of shape [${shape.join(", ")}] takes ${shape.length}: one for each axis`,
    );
  }
  const axis = numbers.findIndex((each, i) => !(Number.isInteger(each) && each >= 0 && each < shape[i]));
  if (axis >= 0) {
    throw new TargetError(
      say`target ${told} is out of range: axis ${axis} of the output of shape [${shape.join(", ")}] has 0 to ${shape[axis] - 1}`,
    );
  }
  return numbers.reduce((at, each, i) => at * shape[i] + each, 0);
}

/** One class for each input. */
export function eachIts(classes: Int32Array): Targets {
  const first = classes[0];
  return { classes, target: classes.every((value) => value === first) ? first : [...classes], leading: [] };
}
