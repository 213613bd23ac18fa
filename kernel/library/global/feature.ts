import type { Call } from "../explain/call/call.ts";
import { OptionError, TargetError } from "../ground/errors.ts";
import { language } from "../ground/language.ts";
import { namesInWords, say } from "../ground/say.ts";
import { classNamesOf, namesOf, tellsClasses } from "../signature/classes.ts";
import { type Column, type Named, numericColumns } from "../signature/columns.ts";
import { spaced } from "../text/chinese.ts";

/** A column by name or number. @throws OptionError naming those that there are. */
export function featureOf(feature: string | number, columns: readonly Column[]): number {
  const place = typeof feature === "number" ? feature : columns.findIndex(({ name }) => name === feature);
  if (Number.isInteger(place) && place >= 0 && place < columns.length) return place;
  throw new OptionError(say`no feature ${feature}: there are ${namesInWords(columns.map(({ name }) => name))}`);
}

/** The one output that is looked at: what was asked for, or the only one, or class 1 of two. */
export function outputOf(target: number | undefined, classes: number): number {
  if (target === undefined && classes <= 2) return classes - 1;
  if (target === undefined) throw new TargetError(say`the model has ${classes} outputs: choose one with target`);
  if (Number.isInteger(target) && target >= 0 && target < classes) return target;
  throw new TargetError(say`target ${target} is out of range: the model has outputs 0 to ${classes - 1}`);
}

/** A column's numbers. */
export const columnValues = ({ rows }: Call, feature: number): Float64Array =>
  Float64Array.from({ length: rows.count }, (_, row) => rows.values[row * rows.size + feature]);

/** The names of a table's columns, or `feature 0`, `feature 1`, …. */
export const columnsOf = ({ columns }: Named, count: number): readonly Column[] =>
  columns?.length === count ? columns : numericColumns(count);

/** What the answer is, for reading: `probability of Oslo`, `price (k€)`, `output 7`. */
export function answerName({ runner, output }: Call, target: number, classNames?: readonly string[]): string {
  const { outputSpec, outputSize } = runner;
  const isChinese = language() === "zh-CN";
  if (tellsClasses(outputSpec)) {
    const name = classNamesOf(outputSpec, classNames)?.[target];
    if (isChinese) return spaced(`${name ?? `类别 ${target}`} 的${output === "logit" ? " logit" : "概率"}`);
    return `${output} of ${name ?? `class ${target}`}`;
  }
  const name = namesOf(outputSpec)?.[target];
  const unit =
    outputSpec.kind === "number"
      ? outputSpec.unit
      : outputSpec.kind === "numbers"
        ? outputSpec.units?.[target]
        : undefined;
  if (name !== undefined) return unit === undefined ? name : `${name} (${unit})`;
  if (outputSpec.kind === "number") return isChinese ? "预测值" : "prediction";
  if (outputSize === 1) return isChinese ? "输出" : "output";
  return isChinese ? `输出 ${target}` : `output ${target}`;
}
