import * as tf from "@tensorflow/tfjs";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { channelAxis, inputAxes } from "../../signature/axes.ts";
import { isInputArray } from "../../signature/isInputArray.ts";
import { placesOf } from "../../signature/places.ts";
import { eachOf, type RowPort, type Rows, sizeOf } from "../call/inputs.ts";

/** Which segment each position of an input belongs to. */
export interface FeatureMask {
  readonly values: Int32Array;
  /** The input's shape without the batch, or without the batch and the channels; before it `n` for a mask of each input. */
  readonly shape: readonly number[];
}

/** Segments of a row, numbered from 0 without gaps, for each number in it. */
export interface Segments {
  readonly of: Int32Array;
  readonly count: number;
}

/**
 * Squares of `cell` × `cell` pixels, numbered row by row; at the right and lower edge they may be smaller. Of more axes cubes,
 * or boxes where `cell` has a length for each axis.
 *
 * @param shape height and width in pixels; of a volume its depth before them, of others any number of axes.
 * @throws OptionError for a cell that is no whole number from 1 on.
 * @example
 * gridSegments([28, 28], 4); // 49 segments of 4 × 4 pixels
 * gridSegments([16, 64, 64], [4, 16, 16]); // 64 boxes of a volume
 */
export function gridSegments(shape: readonly number[], cell: number | readonly number[]): FeatureMask {
  const cells = typeof cell === "number" ? shape.map(() => cell) : cell;
  if (cells.length !== shape.length || cells.some((length) => !Number.isInteger(length) || length < 1)) {
    const told = typeof cell === "number" ? String(cell) : `[${cell.join(", ")}]`;
    throw new OptionError(
      say`a cell of ${told} pixels: give a whole number, at least 1, or one for each of ${shape.length} axes`,
    );
  }
  const values = Int32Array.from({ length: sizeOf(shape) }, (_, at) => {
    let [number, rest, step] = [0, at, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      number += step * Math.floor((rest % shape[axis]) / cells[axis]);
      rest = Math.floor(rest / shape[axis]);
      step *= Math.ceil(shape[axis] / cells[axis]);
    }
    return number;
  });
  return { values, shape: [...shape] };
}

/** One mask, of all inputs or with a row for each; of several inputs by name or in order, a number being one part in all. */
export type MaskOfAll = MaskOfOne | Readonly<Record<string, MaskOfOne>> | readonly MaskOfOne[];
export type MaskOfOne = FeatureMask | tf.Tensor;

/**
 * The mask of a call spread over a whole row, channels included; without one, every number is a segment of its own.
 *
 * @throws ShapeError where the mask does not fit the inputs.
 */
export async function readSegments(mask: MaskOfAll | undefined, rows: Rows): Promise<Segments> {
  if (!mask) return { of: Int32Array.from({ length: rows.size }, (_, i) => i), count: rows.size };
  const given = rows.ports ? await numbersOfEach(mask, rows, rows.ports) : await numbersOf(mask, rows);
  const numbers = [...new Set(given)].sort((a, b) => a - b);
  const place = new Map(numbers.map((number, index) => [number, index]));
  return { of: Int32Array.from(given, (number) => place.get(number) ?? 0), count: numbers.length };
}

/** The segment numbers of several inputs. The numbers of one without a mask are segments by themselves. */
async function numbersOfEach(mask: MaskOfAll, rows: Rows, ports: readonly RowPort[]): Promise<Float64Array> {
  const each = eachOf<MaskOfOne>(mask, ports, "featureMask");
  const all = new Float64Array(rows.size);
  let free = 0;
  for (const { name, shape, offset, size, spec } of ports) {
    const own = each.get(name);
    if (!own) continue;
    const numbers = await numbersOf(own, { shape: [rows.count, ...shape], size, spec });
    all.set(numbers, offset);
    free = numbers.reduce((most, number) => Math.max(most, number + 1), free);
  }
  for (const { name, offset, size } of ports) {
    if (!each.has(name)) for (let i = 0; i < size; i++) all[offset + i] = free++;
  }
  return all;
}

/** The segment number of each number of a row. */
async function numbersOf(given: MaskOfAll, rows: Pick<Rows, "shape" | "size" | "spec">): Promise<Float64Array> {
  if (!isInputArray(given)) throw new ShapeError(say`featureMask is not an array: give { values, shape } or a tensor`);
  const mask = given as MaskOfOne;
  const row = rows.shape.slice(1);
  const axes = inputAxes(rows.spec, row);
  const alike = channelAxis(axes);
  const plane = row.filter((_, axis) => axis !== alike);
  const [first, ...rest] = mask.shape;
  const shape = first === 1 && (isSame(rest, row) || isSame(rest, plane)) ? rest : mask.shape;
  if (!isSame(shape, row) && !isSame(shape, plane)) throw wrongMask(mask.shape, rows.shape, plane);
  const values = mask instanceof tf.Tensor ? await mask.data() : mask.values;
  if (values.length !== sizeOf(shape)) {
    throw new ShapeError(say`${values.length} segment numbers do not fill the shape [${shape.join(", ")}]`);
  }
  if (isSame(shape, row)) return Float64Array.from(values);
  const { of } = placesOf(
    row,
    axes.map((axis, i) => (i === alike ? "channel" : axis)),
  );
  return Float64Array.from(of, (place) => values[place]);
}

function wrongMask(shape: readonly number[], inputs: readonly number[], plane: readonly number[]): ShapeError {
  const row = inputs.slice(1);
  const told = (...sizes: readonly (number | string)[]) => `[${sizes.join(", ")}]`;
  const alike =
    plane.length > 0 && plane.length < row.length ? say` or, for all channels alike, ${told(...plane)}` : "";
  return new ShapeError(
    say`a feature mask of shape ${told(...shape)} does not fit inputs of shape ${told(...inputs)}: give ${told(...row)}${alike}, or a mask for each input, ${told(inputs[0], ...row)}`,
  );
}

const isSame = (shape: readonly number[], other: readonly number[]): boolean =>
  shape.length > 0 && shape.join() === other.join();

/**
 * Whether a mask has a row for each of several inputs of this shape, and is none for all of them. Only pictures may leave
 * out their channels here: `[28, 28]` for `[28, 28, 1]` is one picture without its batch axis.
 */
export function isOfEachRow({ shape }: { readonly shape: readonly number[] }, inputs: readonly number[]): boolean {
  const [count, ...row] = inputs;
  // Where the channels stand is known only once the model is.
  const isOne = (own: readonly number[]) => [row, row.slice(0, -1), row.slice(1)].some((each) => isSame(own, each));
  const fitsEach = row.length >= 3 ? isOne(shape.slice(1)) : isSame(shape.slice(1), row);
  return count > 1 && shape[0] === count && fitsEach && !isOne(shape);
}

/** Spreads one value per segment (of each pair) over the positions of its segment. */
export function spread(perSegment: ArrayLike<number>, segments: Segments): Float32Array {
  const size = segments.of.length;
  const pairs = perSegment.length / segments.count;
  const values = new Float32Array(pairs * size);
  for (let pair = 0; pair < pairs; pair++) {
    for (let i = 0; i < size; i++) {
      values[pair * size + i] = perSegment[pair * segments.count + segments.of[i]];
    }
  }
  return values;
}
