import { say } from "../ground/say.ts";
// Not from inputs.ts: the display works without TensorFlow.js loaded.
import { sizeOf } from "../math/sizeOf.ts";
import { cellText } from "../signature/columns.ts";
import type { ExplanationFields } from "./Explanation.ts";
import type { Region } from "./Region.ts";

/** One map of an explanation: one target of one input. Inputs run fastest, targets slowest. */
export interface Part {
  readonly values: Float32Array;
  /** Without the batch dimension. */
  readonly shape: readonly number[];
  readonly target: number;
  readonly input: Float32Array;
  /** Without the batch dimension. */
  readonly inputShape: readonly number[];
  readonly probabilities: Float32Array;
  readonly answer: number | undefined;
  readonly delta: number | undefined;
  readonly fit: number | undefined;
  /** One for each of its segments. */
  readonly coefficients: Float32Array | undefined;
  /** The segment of each of its positions. */
  readonly featureMask: Int32Array | undefined;
  /** Of XRAI: the rank of the region of each of its values. */
  readonly regions: Int32Array | undefined;
  readonly standardError: Float32Array | undefined;
  /** What its values start from. */
  readonly expectedValue: number | undefined;
  /** Of a row of a table: how each of its numbers is told, `age = 42`. */
  readonly cells: readonly string[] | undefined;
  /** Of a segmentation or of boxes: the places that are explained. */
  readonly region: Region | undefined;
}

export function partCount({ shape, inputShape }: ExplanationFields): number {
  return inputShape[0] * (hasTargetAxis({ shape, inputShape }) ? shape[0] : 1);
}

/** Whether the shape begins with targets: then the batch is its second axis. A layer's map may have any rank. */
export const hasTargetAxis = ({ shape, inputShape }: Pick<ExplanationFields, "shape" | "inputShape">) =>
  shape.length === inputShape.length + 1 && shape[1] === inputShape[0];

/** @throws RangeError for a map that is not there. */
export function partOf(fields: ExplanationFields, index: number): Part {
  const count = partCount(fields);
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new RangeError(say`no map ${index}: the explanation has ${count} (0–${count - 1})`);
  }
  const inputs = fields.inputShape[0];
  const input = index % inputs;
  const targets = hasTargetAxis(fields);
  const shape = fields.shape.slice(targets ? 2 : 1);
  const slice = (array: Float32Array | undefined, of: number, place: number) =>
    array?.subarray((place * array.length) / of, ((place + 1) * array.length) / of);
  const own = (array: Float32Array | undefined) => slice(array, count, index);
  return {
    values: fields.values.subarray(index * sizeOf(shape), (index + 1) * sizeOf(shape)),
    shape,
    target:
      typeof fields.target === "number" ? fields.target : fields.target[targets ? Math.floor(index / inputs) : input],
    input: slice(fields.inputs, inputs, input) ?? new Float32Array(),
    inputShape: fields.inputShape.slice(1),
    probabilities: slice(fields.probabilities, inputs, input) ?? new Float32Array(),
    answer: own(fields.answers)?.[0],
    delta: own(fields.convergenceDelta)?.[0],
    fit: own(fields.fit)?.[0],
    ...segmentsOf(fields, input, own(fields.coefficients)),
    regions: fields.regions?.subarray(index * sizeOf(shape), (index + 1) * sizeOf(shape)),
    standardError: own(fields.standardError),
    expectedValue: own(fields.expectedValue)?.[0],
    cells: shape.join() === fields.inputShape.slice(1).join() ? cellsOf(fields, input) : undefined,
    region: fields.targetRegions?.[input],
  };
}

/** The segments of one input: masks may be its own, and others may have more. */
function segmentsOf(
  { featureMask: mask, inputShape: [inputs, ...row] }: ExplanationFields,
  input: number,
  coefficients: Float32Array | undefined,
): Pick<Part, "featureMask" | "coefficients"> {
  const size = sizeOf(row);
  if (!mask || inputs === 1) return { featureMask: mask, coefficients };
  const featureMask = mask.length === inputs * size ? mask.subarray(input * size, (input + 1) * size) : mask;
  const count = featureMask.reduce((most, segment) => Math.max(most, segment + 1), 0);
  return { featureMask, coefficients: coefficients?.subarray(0, count) };
}

/** The same explanation with the mask of one map's input, where each has its own. */
export function withOwnMask(fields: ExplanationFields, index: number): ExplanationFields {
  if (!fields.featureMask) return fields;
  const { featureMask } = segmentsOf(fields, index % fields.inputShape[0], undefined);
  return featureMask === fields.featureMask ? fields : { ...fields, ...(featureMask && { featureMask }) };
}

function cellsOf({ cells, columns, inputs }: ExplanationFields, input: number): readonly string[] | undefined {
  if (!columns) return undefined;
  const first = input * columns.length;
  return (
    cells?.slice(first, first + columns.length) ??
    columns.map((column, i) => `${column.name} = ${cellText(column, inputs[first + i])}`)
  );
}
