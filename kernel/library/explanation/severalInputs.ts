import { ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { sizeOf } from "../math/sizeOf.ts";
import type { Column } from "../signature/columns.ts";
import type { InputSpec } from "../signature/Signature.ts";
import type { ExplanationFields } from "./Explanation.ts";

/** One of the inputs that a map lies on; their numbers lie one after the other in each row. Plain JSON. */
export interface InputPart {
  readonly name: string;
  /** Of one example, without the batch axis. */
  readonly shape: readonly number[];
  readonly spec?: InputSpec | undefined;
  /** Of a table's row: what each number is. */
  readonly columns?: readonly Column[] | undefined;
}

/** What one input of several is of. */
export interface Within {
  readonly input: string;
  /** All inputs, in the model's order. */
  readonly inputs: readonly string[];
  /** Σ of the values of all inputs, one per map: what adds up to the answer. */
  readonly sums: readonly number[];
}

/** The attributions of one input. */
export interface InputMap {
  readonly name: string;
  readonly values: Float32Array;
  /** With the batch dimension, and before it the one of `targets`. */
  readonly shape: readonly number[];
  readonly spec: InputSpec | undefined;
}

/** Fields that are of several inputs. */
export type SeveralFields = ExplanationFields & { readonly inputParts: readonly InputPart[] };

export const isOfSeveral = (fields: ExplanationFields): fields is SeveralFields => fields.inputParts !== undefined;

/** The error for what only one input has. */
export function askOf(what: string, parts: readonly InputPart[]): ShapeError {
  const [first] = parts;
  const names = parts.map(({ name, shape }) => `${name} [n, ${shape.join(", ")}]`).join(", ");
  return new ShapeError(
    say`${what} is for one input, but this explains ${parts.length}: ${names}. Choose one with explanation.of("${first?.name}"), or go through explanation.maps`,
  );
}

/** @throws ShapeError for an input that is not there. */
export function ofInput(fields: SeveralFields, name: string): ExplanationFields {
  const { inputParts: parts, ...whole } = fields;
  const index = parts.findIndex((part) => part.name === name);
  if (index < 0) {
    throw new ShapeError(say`no input ${name}: ${parts.map((part) => part.name).join(", ")} are explained`);
  }
  const sizes = parts.map(({ shape }) => sizeOf(shape));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const offset = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
  const size = sizes[index];
  const cut = <T extends Float32Array | Int32Array>(rows: T): T => {
    const own = rows.slice(0, (rows.length / total) * size) as T;
    for (let row = 0; row * total < rows.length; row++) {
      own.set(rows.subarray(row * total + offset, row * total + offset + size), row * size);
    }
    return own;
  };
  const { spec, columns, shape: declared } = parts[index];
  const shape = declared.length === 0 ? [1] : declared;
  const { values, standardError, baseline } = fields;
  return {
    ...whole,
    values: cut(values),
    shape: [...fields.shape.slice(0, -1), ...shape],
    inputs: cut(fields.inputs),
    inputShape: [fields.inputShape[0], ...shape],
    inputSpec: spec,
    columns,
    ...(standardError && { standardError: cut(standardError) }),
    ...(baseline instanceof Float32Array && { baseline: cut(baseline) }),
    ...segmentsOf(fields, cut),
    within: { input: name, inputs: parts.map((part) => part.name), sums: sumsOf(fields) },
  };
}

/** Of methods that explain segments: those that lie in this input, numbered from 0, of one mask or one for each row. */
function segmentsOf(
  { featureMask, coefficients, shape, inputShape }: ExplanationFields,
  cut: (mask: Int32Array) => Int32Array,
): Partial<ExplanationFields> {
  if (!featureMask || !coefficients) return {};
  const own = cut(featureMask);
  const masks = featureMask.length / shape[shape.length - 1];
  const size = own.length / masks;
  const kept = Array.from({ length: masks }, (_, row) =>
    [...new Set(own.subarray(row * size, (row + 1) * size))].sort((a, b) => a - b),
  );
  const places = kept.map((numbers) => new Map(numbers.map((number, index) => [number, index])));
  const maps = inputShape[0] * (shape.length > inputShape.length ? shape[0] : 1);
  const count = coefficients.length / maps;
  const most = Math.max(...kept.map((numbers) => numbers.length));
  return {
    featureMask: own.map((number, i) => places[Math.floor(i / size)].get(number) ?? 0),
    coefficients: Float32Array.from({ length: maps * most }, (_, i) => {
      const map = Math.floor(i / most);
      const number = kept[masks === 1 ? 0 : map % masks][i % most];
      return number === undefined ? Number.NaN : coefficients[map * count + number];
    }),
  };
}

/** Σ of each map: of segments, of what each is worth once. */
function sumsOf({ values, coefficients, shape, inputShape }: ExplanationFields): number[] {
  const maps = inputShape[0] * (shape.length > inputShape.length ? shape[0] : 1);
  const found = coefficients ?? values;
  const size = found.length / maps;
  return Array.from({ length: maps }, (_, map) =>
    found
      .subarray(map * size, (map + 1) * size)
      .reduce((sum, value) => sum + (coefficients && Number.isNaN(value) ? 0 : value), 0),
  );
}
