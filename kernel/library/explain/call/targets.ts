import { OptionError, TargetError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { TargetOptions } from "./options.ts";

/** What is explained: pair `p` is target `classes[p]` of input `p % count`. */
export interface Targets {
  readonly classes: Int32Array;
  /** As an explanation holds it. */
  readonly target: number | number[];
  /** Whether the explanation gets a leading axis, and how long it is. */
  readonly leading: readonly number[];
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
    if (best < 0) throw new TargetError(say`the model answers NaN to input ${row}, so there is no predicted class`);
    return best;
  });
}

/**
 * The targets that the options name; undefined where they name none.
 *
 * @throws TargetError for a class that the model does not have.
 */
export function givenTargets(options: TargetOptions, count: number, classes: number): Targets | undefined {
  const check = (target: number) => {
    if (Number.isInteger(target) && target >= 0 && target < classes) return target;
    const range = classes === 1 ? "1 output (0)" : `${classes} outputs (0–${classes - 1})`;
    throw new TargetError(say`target ${target} is out of range: the model has ${range}`);
  };
  const { target, targets } = options;
  if (targets !== undefined) {
    if (target !== undefined) throw new OptionError(say`give target or targets, not both`);
    const wanted = targets === "all" ? Array.from({ length: classes }, (_, index) => index) : targets.map(check);
    if (wanted.length === 0) throw new OptionError(say`targets is empty: name at least one class`);
    const pairs = Int32Array.from({ length: wanted.length * count }, (_, pair) => wanted[Math.floor(pair / count)]);
    return { classes: pairs, target: wanted, leading: [wanted.length] };
  }
  if (typeof target === "number") {
    return { classes: new Int32Array(count).fill(check(target)), target, leading: [] };
  }
  if (target === undefined) return undefined;
  if (target.length !== count) {
    throw new TargetError(say`${target.length} targets for ${count} inputs: give one class, or one for each input`);
  }
  return eachIts(Int32Array.from(target, check));
}

/** One class for each input. */
export function eachIts(classes: Int32Array): Targets {
  const first = classes[0];
  return { classes, target: classes.every((value) => value === first) ? first : [...classes], leading: [] };
}
