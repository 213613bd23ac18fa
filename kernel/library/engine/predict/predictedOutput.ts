import { language } from "../../ground/language.ts";
import { namesOf, tellsClasses } from "../../signature/classes.ts";
import type { OutputSpec } from "../../signature/Signature.ts";

/** What one of a model's outputs answers to `n` examples. */
export interface PredictedOutput {
  readonly name: string;
  /** What it is: classes, a number with its unit, … */
  readonly spec: OutputSpec;
  /** `[n, ...]`; of one binary unit `[n, 2]`: P(first), P(second). */
  readonly shape: readonly number[];
  /** Row-major: probabilities of classes, of two and of labels; else what the model gives. */
  readonly values: Float32Array;
  /** Names of classes, labels or numbers by index, where they are known. */
  readonly classNames?: readonly string[] | undefined;
}

/** A class, label or value of one example's answer. */
export interface PredictedValue {
  readonly index: number;
  /** Its own, else `class 3`, `label 3` or `output 3`. */
  readonly name: string;
  /** A probability where the output tells classes or labels apart; else the number, in its unit. */
  readonly value: number;
}

/** The numbers that belong to an example. */
export function rowOf({ values }: PredictedOutput, row: number, count: number): Float32Array {
  const size = values.length / count;
  return values.subarray(row * size, (row + 1) * size);
}

/** The largest of an example's numbers, the largest first. */
export function topOf(output: PredictedOutput, row: number, count: number, k: number): PredictedValue[] {
  const own = rowOf(output, row, count);
  const order = [...own.keys()].sort((a, b) => (own[b] ?? 0) - (own[a] ?? 0)).slice(0, Math.max(0, k));
  return order.map((index) => ({ index, name: nameIn(output, index), value: own[index] ?? Number.NaN }));
}

function nameIn({ spec, classNames }: PredictedOutput, index: number): string {
  const own = (classNames ?? namesOf(spec))?.[index];
  if (own !== undefined) return own;
  const isChinese = language() === "zh-CN";
  if (spec.kind === "labels") return isChinese ? `标签 ${index}` : `label ${index}`;
  if (tellsClasses(spec)) return isChinese ? `类别 ${index}` : `class ${index}`;
  return isChinese ? `输出 ${index}` : `output ${index}`;
}
