import { sizeOf } from "../../math/sizeOf.ts";
import type { ExplanationFields } from "../Explanation.ts";
import { partCount } from "../parts.ts";
import { wrong } from "./checks.ts";

/**
 * Whether the arrays of an explanation fit each other, each field by itself being what it must be.
 *
 * @throws DataError that names the field which does not fit.
 */
export function checkConsistency(fields: ExplanationFields): void {
  const { values, shape, inputs, inputShape, target, probabilities, inputParts, columns } = fields;
  const [n, ...row] = inputShape;
  const size = sizeOf(row);
  fill("values", values, sizeOf(shape));
  fill("inputs", inputs, n * size);
  if (shape[0] !== n && shape[1] !== n)
    throw wrong(shape, "shape", `${n} on its first or second axis, as inputShape has`);
  const maps = partCount(fields);
  if (probabilities.length === 0 || probabilities.length % n !== 0) {
    throw wrong(probabilities.length, "probabilities", `as many numbers for each of the ${n} inputs`);
  }
  const classes = probabilities.length / n;
  const targets = [target].flat();
  if (typeof target !== "number" && targets.length !== n && targets.length * n !== maps) {
    throw wrong(target, "target", `one class for each of the ${n} inputs`);
  }
  const outside = targets.find((each) => each >= classes);
  if (outside !== undefined) throw wrong(outside, "target", `a class below ${classes}`);
  for (const name of ["answers", "convergenceDelta", "fit", "expectedValue"] as const) {
    const array = fields[name];
    if (array) fill(name, array, maps, targets.length * n);
  }
  if (fields.standardError) fill("standardError", fields.standardError, values.length);
  if (fields.regions) fill("regions", fields.regions, values.length);
  if (fields.baseline instanceof Float32Array) fill("baseline", fields.baseline, size, inputs.length);
  if (columns) fill("columns", columns, size);
  if (fields.cells) fill("cells", fields.cells, n * size);
  checkSegments(fields, maps, size);
  if (inputParts) checkParts(fields, inputParts);
  const { within } = fields;
  if (!within) return;
  if (!within.inputs.includes(within.input)) throw wrong(within.input, "within.input", `one of ${within.inputs}`);
  fill("within.sums", within.sums, maps);
}

function fill(name: string, array: ArrayLike<unknown>, ...lengths: readonly number[]): void {
  if (lengths.includes(array.length)) return;
  throw wrong(array.length, `the length of ${name}`, [...new Set(lengths)].join(" or "));
}

function checkSegments({ featureMask, coefficients, inputShape }: ExplanationFields, maps: number, size: number): void {
  if (coefficients && coefficients.length % maps !== 0) {
    throw wrong(coefficients.length, "the length of coefficients", `as many for each of the ${maps} maps`);
  }
  if (!featureMask) return;
  fill("featureMask", featureMask, size, size * inputShape[0]);
  const count = coefficients ? coefficients.length / maps : Number.POSITIVE_INFINITY;
  const outside = featureMask.find((segment) => segment < 0 || segment >= count);
  if (outside !== undefined) throw wrong(outside, "featureMask", `segments from 0 to ${count - 1}`);
}

function checkParts(
  { shape, inputShape }: ExplanationFields,
  parts: NonNullable<ExplanationFields["inputParts"]>,
): void {
  const total = parts.reduce((sum, part) => sum + sizeOf(part.shape), 0);
  const names = new Set(parts.map(({ name }) => name));
  if (parts.length === 0 || names.size < parts.length)
    throw wrong(parts, "inputParts", `a list of inputs of different names`);
  if (inputShape.length !== 2 || inputShape[1] !== total || shape.at(-1) !== total || shape.length > 3) {
    throw wrong(total, "the size of inputParts", `${inputShape[1]}, as inputShape has it`);
  }
  for (const { name, shape: own, columns } of parts) {
    if (columns && columns.length !== sizeOf(own))
      throw wrong(columns, `columns of ${name}`, `a list of ${sizeOf(own)}`);
  }
}
