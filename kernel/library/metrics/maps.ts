import type { TargetOptions } from "../explain/call/options.ts";
import { perPosition } from "../explanation/agreement/pool.ts";
import type { ExplanationFields } from "../explanation/Explanation.ts";
import { hasTargetAxis, partCount, partOf } from "../explanation/parts.ts";
import { DataError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { sizeOf } from "../math/sizeOf.ts";
import { isChannelsFirst } from "../signature/layout.ts";

/** The places of an input: its pixels, all channels of one together; of other inputs, each number. */
export interface Places {
  readonly count: number;
  /** The place of each number of an input. */
  readonly of: Int32Array;
}

/** @param shape of an input, without the batch. */
export function placesOf(shape: readonly number[]): Places {
  const size = sizeOf(shape);
  if (shape.length !== 3) return { count: size, of: Int32Array.from({ length: size }, (_, i) => i) };
  const channels = isChannelsFirst(shape) ? shape[0] : shape[2];
  const count = size / channels;
  const place = isChannelsFirst(shape) ? (i: number) => i % count : (i: number) => Math.floor(i / channels);
  return { count, of: Int32Array.from({ length: size }, (_, i) => place(i)) };
}

/** Sums of the numbers of each place. */
export function byPlace(values: ArrayLike<number>, { count, of }: Places): Float64Array {
  const sums = new Float64Array(count);
  for (let i = 0; i < of.length; i++) sums[of[i]] += values[i];
  return sums;
}

/** The targets that an explanation has, to be asked about again. */
export function targetsOf(explanation: ExplanationFields): TargetOptions {
  const { outputName } = explanation;
  const inOutput = (name: "target" | "targets", value: unknown): TargetOptions => ({
    [name]: outputName === undefined ? value : { [outputName]: value },
  });
  const { target, targetRegions: regions } = explanation;
  if (regions && regions[0]?.from !== "pixel") {
    const { reduce } = regions[0];
    return { target: { output: outputName, class: target, region: regions, reduce } };
  }
  if (typeof target !== "number" && hasTargetAxis(explanation)) return inOutput("targets", target);
  // A typed array is one place for each input, whatever the axes of the output.
  return inOutput("target", typeof target === "number" ? target : Int32Array.from(target));
}

/**
 * The maps of an explanation, one for each target of each input (inputs run fastest), number by number of the input. A
 * segment's value is spread evenly over its positions, so that sums over positions mean what the method means.
 *
 * @throws ShapeError for the map of a layer; DataError where one holds NaN or infinity.
 */
export function readMaps(explanation: ExplanationFields): Float64Array[] {
  const { method } = explanation;
  return Array.from({ length: partCount(explanation) }, (_, index) => {
    const part = partOf(explanation, index);
    if (part.shape.join() !== part.inputShape.join()) {
      throw new ShapeError(
        say`the map of ${method} has shape [${part.shape.join(", ")}], but the input [${part.inputShape.join(", ")}]: only maps with a value for each number of the input can be checked`,
      );
    }
    if (part.values.some((value) => !Number.isFinite(value))) {
      throw new DataError(say`map ${index} of ${method} has NaN or infinity and cannot be checked`);
    }
    return perPosition(part);
  });
}

/** The same, summed by place. */
export function readPlaces(explanation: ExplanationFields): Float64Array[] {
  const places = placesOf(explanation.inputShape.slice(1));
  return readMaps(explanation).map((map) => byPlace(map, places));
}
