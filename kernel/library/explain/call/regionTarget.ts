import { type Region, regionOf } from "../../explanation/Region.ts";
import { OptionError, TargetError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";

/** A rectangle of places. */
export interface Rectangle {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Some places of a segmentation: those where the model predicts the class, a rectangle, or a mask: a number for each place,
 * row-major or row by row, of which those are taken that are not 0.
 */
export type RegionChoice =
  | "predicted"
  | Rectangle
  | Region
  | ArrayLike<number>
  | readonly (readonly number[])[]
  | { readonly values: ArrayLike<number>; readonly shape: readonly number[] };

/** Of a segmentation: one class over some places, as one number. */
export interface RegionTarget {
  /** A class for all inputs, or one for each (default: of each input the class that most of its places, or of the given ones, are). */
  readonly class?: number | string | readonly (number | string)[] | undefined;
  /** For all inputs, or a list with one for each (default `"predicted"`). */
  readonly region?: RegionChoice | readonly RegionChoice[] | undefined;
  /** The sum over the places (default), or their mean. */
  readonly reduce?: "sum" | "mean" | undefined;
}

/**
 * What a caller chose, as places; undefined for those where the class is predicted.
 *
 * @throws OptionError for what is no region; TargetError for places that the output does not have, or for none.
 */
export function readRegion(chosen: RegionChoice, size: Region["size"], reduce: Region["reduce"]): Region | undefined {
  const [height, width] = size;
  if (chosen === "predicted") return undefined;
  const given = (has: (place: number) => boolean) => {
    const region = regionOf(size, has, "given", reduce);
    if (region.runs.length > 0) return region;
    throw new TargetError(say`the region has no place: give a mask with a number other than 0`);
  };
  if (isRegion(chosen)) {
    if (chosen.size.join() !== size.join()) throw unlike(chosen.size, size);
    return { ...chosen, ...(reduce && { reduce }) };
  }
  if (isRectangle(chosen)) {
    const { top, left, height: rows, width: columns } = chosen;
    const fits = [top, left, rows, columns].every((each) => Number.isInteger(each) && each >= 0);
    if (!fits || rows < 1 || columns < 1 || top + rows > height || left + columns > width) {
      throw new TargetError(
        say`the region from row ${top}, column ${left}, ${rows} high and ${columns} wide, does not lie in the ${height} × ${width} places of the output`,
      );
    }
    return given((place) => {
      const [row, column] = [Math.floor(place / width) - top, (place % width) - left];
      return row >= 0 && row < rows && column >= 0 && column < columns;
    });
  }
  const { values, shape } = maskOf(chosen);
  const fits = shape
    ? shape.filter((length) => length !== 1).join() === size.filter((length) => length !== 1).join()
    : values.length === height * width;
  if (!fits || values.length !== height * width) throw unlike(shape ?? [values.length], size);
  return given((place) => Number(values[place]) !== 0);
}

const unlike = (given: readonly number[], [height, width]: Region["size"]) =>
  new TargetError(
    say`the mask is [${given.join(", ")}], but the output has ${height} × ${width} places: give a number for each`,
  );

function maskOf(chosen: unknown): { values: ArrayLike<number>; shape?: readonly number[] } {
  if (ArrayBuffer.isView(chosen)) return { values: chosen as unknown as ArrayLike<number> };
  if (Array.isArray(chosen)) {
    const rows = chosen.filter(isList);
    if (rows.length === 0) return { values: chosen };
    return { values: rows.flatMap((row) => Array.from(row)), shape: [rows.length, rows[0].length] };
  }
  if (typeof chosen === "object" && chosen !== null && "values" in chosen && "shape" in chosen) {
    return chosen as { values: ArrayLike<number>; shape: readonly number[] };
  }
  throw new OptionError(
    say`region is ${typeof chosen === "string" ? `"${chosen}"` : String(chosen)}: give "predicted", { top, left, height, width }, or a mask with a number for each place`,
  );
}

export const isList = (value: unknown): value is ArrayLike<number> => Array.isArray(value) || ArrayBuffer.isView(value);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isRegion = (value: unknown): value is Region => isObject(value) && "runs" in value && "size" in value;
const isRectangle = (value: unknown): value is Rectangle =>
  isObject(value) && ["top", "left", "height", "width"].every((key) => typeof value[key] === "number");
