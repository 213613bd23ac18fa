import * as tf from "@tensorflow/tfjs";
import type { Explanation } from "../../explanation/Explanation.ts";
import type { Named } from "../../signature/columns.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { isInputArray } from "../../signature/isInputArray.ts";
import { joinRows } from "../call/joinRows.ts";
import type { AttributeOptions } from "../call/options.ts";
import { isOfEachRow, type MaskOfAll, type MaskOfOne } from "./segments.ts";

interface MaskedOptions extends AttributeOptions {
  featureMask?: MaskOfAll;
}

interface Masked<Options> {
  attribute(inputs: Inputs, options: Options): Promise<Explanation>;
}

/**
 * Explains each row by itself where each has a mask of its own: rows may have other numbers of parts.
 *
 * @returns undefined where one mask is of all rows.
 */
export async function rowByRow<Options extends MaskedOptions>(
  method: Masked<Options>,
  inputs: Inputs,
  options: Options,
): Promise<Explanation | undefined> {
  const { featureMask } = options;
  if (!featureMask || !hasMaskOfEachRow(featureMask, inputs)) return undefined;
  const [first] = isInputArray(inputs) ? [inputs] : Object.values(inputs);
  const count = first.shape[0];
  const { onProgress } = options;
  const found: Explanation[] = [];
  for (let row = 0; row < count; row++) {
    const part = await rowOfAll(inputs, row, count);
    const own = { ...options, ...(await optionsOfRow(options, row, count, inputs)) };
    if (onProgress) own.onProgress = (fraction) => onProgress((row + fraction) / count);
    found.push(await method.attribute(part as Inputs, own));
  }
  return joinRows(found, options);
}

function hasMaskOfEachRow(mask: MaskOfAll, inputs: Inputs): boolean {
  if (isInputArray(mask)) return isInputArray(inputs) && isOfEachRow(mask, inputs.shape);
  if (isInputArray(inputs)) return false;
  return Object.entries(mask as Record<string, MaskOfOne>).some(([name, own]) => {
    const input = (inputs as Record<string, { shape: readonly number[] } | undefined>)[name];
    return isInputArray(own) && input !== undefined && isOfEachRow(own, input.shape);
  });
}

/** Everything that has a row for each input, cut to one. */
async function optionsOfRow(
  options: MaskedOptions & { baselines?: unknown },
  row: number,
  count: number,
  inputs: Inputs,
): Promise<Partial<MaskedOptions>> {
  const { featureMask, baselines, fixed, target } = options;
  return {
    featureMask: (await rowOfAll(featureMask, row, count, inputs)) as MaskOfAll,
    ...(baselines !== undefined && { baselines: await rowOfAll(baselines, row, count, inputs) }),
    ...(fixed !== undefined && {
      fixed: (await rowOfAll(fixed, row, count)) as NonNullable<AttributeOptions["fixed"]>,
    }),
    ...(target !== undefined && { target: targetOfRow(target, row, count) as NonNullable<AttributeOptions["target"]> }),
  };
}

/** An array's row; of a record or list, of each array in it. What is of all rows stays. */
async function rowOfAll(given: unknown, row: number, count: number, like?: unknown): Promise<unknown> {
  if (isInputArray(given)) {
    if (given.shape[0] !== count) return given;
    // Of one row's shape rather than of all rows'.
    if (isInputArray(like) && !isOfEachRow(given, like.shape)) return given;
    const all = given instanceof tf.Tensor ? await given.data() : given.values;
    const size = all.length / count;
    const { columns, classNames, areClassesSorted, targetName } = given as Named;
    const values = Array.prototype.slice.call(all, row * size, (row + 1) * size);
    return { values, shape: [1, ...given.shape.slice(1)], columns, classNames, areClassesSorted, targetName };
  }
  if (typeof given !== "object" || given === null) return given;
  const each = await Promise.all(
    Object.entries(given).map(async ([name, own]) => {
      const its = typeof like === "object" && like !== null ? (like as Record<string, unknown>)[name] : undefined;
      return [name, await rowOfAll(own, row, count, its)] as const;
    }),
  );
  return Array.isArray(given) ? each.map(([, own]) => own) : Object.fromEntries(each);
}

function targetOfRow(target: unknown, row: number, count: number): unknown {
  if (typeof target !== "object" || target === null) return target;
  const { length } = target as { length?: unknown };
  if (typeof length !== "number") {
    return Object.fromEntries(Object.entries(target).map(([name, own]) => [name, targetOfRow(own, row, count)]));
  }
  const list = target as ArrayLike<number | readonly number[]>;
  return length === count ? list[row] : target;
}
