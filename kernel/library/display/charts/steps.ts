import { displayWords } from "../words.ts";
import type { AdditiveRow, FeatureRow, Features } from "./features.ts";

/** One feature's part of the way from the base to the answer. */
export interface Step {
  /** With its value in the input: `age = 41`. */
  readonly name: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  /** Whether it is of all that have no step of their own. */
  readonly isOthers?: boolean;
  /** NaN where none is known. */
  readonly standardError: number;
}

/**
 * The `top` first features of `order` with a step each, and one for all others together: in the order they are drawn
 * from the top, so that the way begins with the last.
 */
export function stepsOf(features: Features, row: AdditiveRow, order: readonly number[], top: number): Step[] {
  const own = order.slice(0, order.length - top === 1 ? top + 1 : top);
  const others = order.slice(own.length);
  const parts: Omit<Step, "from" | "to">[] = own.map((feature) => ({
    name: nameWithValue(features, row, feature),
    value: row.values[feature],
    standardError: row.standardErrors?.[feature] ?? Number.NaN,
  }));
  if (others.length > 0) {
    const value = others.reduce((sum, feature) => sum + row.values[feature], 0);
    parts.push({ name: displayWords().others(others.length), value, standardError: Number.NaN, isOthers: true });
  }
  let at = row.base;
  const steps = parts.reverse().map((part) => {
    const from = at;
    at += part.value;
    return { ...part, from, to: at };
  });
  return steps.reverse();
}

/** `age = 41`; a feature without a value of its own by its name. */
export function nameWithValue({ names, shown }: Features, row: Pick<FeatureRow, "inputs" | "cells">, feature: number) {
  const value = row.inputs?.[feature];
  return (
    row.cells?.[feature] ?? (value === undefined ? names[feature] : `${names[feature]} = ${shown(feature, value)}`)
  );
}
