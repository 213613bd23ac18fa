import * as tf from "@tensorflow/tfjs";
import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { isChannelsFirst } from "../../signature/layout.ts";
import type { Rows } from "../call/inputs.ts";
import { sizeOf } from "../call/inputs.ts";

/** Which segment each position of an input belongs to. */
export interface FeatureMask {
  readonly values: Int32Array;
  /** The input's shape without the batch, or without the batch and the channels. */
  readonly shape: readonly number[];
}

/** Segments of a row, numbered from 0 without gaps, for each number in it. */
export interface Segments {
  readonly of: Int32Array;
  readonly count: number;
}

/**
 * Squares of `cell` × `cell` pixels, numbered row by row; at the right and lower edge they may be smaller.
 *
 * @param shape height and width, in pixels.
 * @example
 * gridSegments([28, 28], 4); // 49 segments of 4 × 4 pixels
 */
export function gridSegments(shape: readonly [number, number], cell: number): FeatureMask {
  const [height, width] = shape;
  if (!Number.isInteger(cell) || cell < 1)
    throw new OptionError(say`a cell of ${cell} pixels: give a whole number, at least 1`);
  const across = Math.ceil(width / cell);
  const values = Int32Array.from({ length: height * width }, (_, at) => {
    const row = Math.floor(at / width);
    return Math.floor(row / cell) * across + Math.floor((at - row * width) / cell);
  });
  return { values, shape: [height, width] };
}

/**
 * The mask of a call spread over a whole row, channels included; without one, every number is a segment of its own.
 *
 * @throws ShapeError where the mask does not fit the inputs.
 */
export async function readSegments(mask: FeatureMask | tf.Tensor | undefined, rows: Rows): Promise<Segments> {
  const row = rows.shape.slice(1);
  if (!mask) return { of: Int32Array.from({ length: rows.size }, (_, i) => i), count: rows.size };
  const values = mask instanceof tf.Tensor ? await mask.data() : mask.values;
  const shape = mask.shape[0] === 1 && mask.shape.length === rows.shape.length ? mask.shape.slice(1) : mask.shape;
  const whole = shape.join() === row.join();
  const first = isChannelsFirst(row);
  const plane = first ? row.slice(1) : row.slice(0, -1);
  if (!whole && shape.join() !== plane.join()) {
    throw new ShapeError(
      say`a feature mask of shape [${shape.join(", ")}] does not fit inputs of shape [${rows.shape.join(", ")}]: give [${row.join(", ")}] or, for all channels alike, [${plane.join(", ")}]`,
    );
  }
  if (values.length !== sizeOf(shape)) {
    throw new ShapeError(say`${values.length} segment numbers do not fill the shape [${shape.join(", ")}]`);
  }
  const channels = whole || first ? 1 : (row.at(-1) ?? 1);
  const numbers = [...new Set(values)].sort((a, b) => a - b);
  const place = new Map(numbers.map((number, index) => [number, index]));
  const of = Int32Array.from(
    { length: rows.size },
    (_, i) => place.get(values[Math.floor(i / channels) % values.length]) ?? 0,
  );
  return { of, count: numbers.length };
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
