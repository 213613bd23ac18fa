import { positionOf } from "../top.ts";
import type { Area, Horizontal, Slices, Vertical } from "./areas.ts";
import type { Strokes } from "./strokes.ts";

/** Areas by number: which one a value belongs to, and what that one is. */
export interface Division {
  /** Whether each area is a single place, told with its value. */
  readonly isExact: boolean;
  numberOf(index: number): number;
  areaOf(number: number): Area;
}

/** Every value is an area of its own. */
export const singles = (areaOf: (index: number) => Area): Division => ({
  isExact: true,
  numberOf: (index) => index,
  areaOf,
});

/** A series in at most nine stretches of equal length. */
export function stretches(steps: number, stepOf: (index: number) => number): Division {
  const length = Math.ceil(steps / (steps <= 12 ? steps : 9));
  return {
    isExact: false,
    numberOf: (index) => Math.floor(stepOf(index) / length),
    areaOf: (number) => ({
      kind: "steps",
      from: number * length,
      to: Math.min(steps, (number + 1) * length) - 1,
    }),
  };
}

/** Units of a layer, or its channels where it is known which axis they are. */
export function unitsOf(shape: readonly number[], channelAxis: number | undefined): Division {
  if (channelAxis === undefined) return singles((index) => ({ kind: "unit", position: positionOf(index, shape) }));
  return {
    isExact: false,
    numberOf: (index) => positionOf(index, shape)[channelAxis],
    areaOf: (index) => ({ kind: "channel", index }),
  };
}

const verticals: readonly Vertical[] = ["upper", "middle", "lower"];
const horizontals: readonly Horizontal[] = ["left", "center", "right"];
const margin = 9;

/** A picture in ninths; of a drawing, the box around its strokes in ninths, and the margin around it. */
export function ninths(height: number, width: number, channels: number, strokes: Strokes | undefined): Division {
  const box = strokes ?? { top: 0, bottom: height - 1, left: 0, right: width - 1 };
  // One pixel around a stroke still belongs to it: gradients spill over its edge.
  const [top, bottom] = [box.top - 1, box.bottom + 1];
  const [left, right] = [box.left - 1, box.right + 1];
  const third = (place: number, from: number, to: number) =>
    Math.max(0, Math.min(2, Math.floor((3 * (place - from)) / (to - from + 1))));
  return {
    isExact: false,
    numberOf(index) {
      const pixel = Math.floor(index / channels);
      const row = Math.floor(pixel / width);
      const column = pixel % width;
      if (strokes && (row < top || row > bottom || column < left || column > right)) return margin;
      return 3 * third(row, top, bottom) + third(column, left, right);
    },
    areaOf: (number) =>
      number === margin
        ? { kind: "margin" }
        : { kind: "ninth", vertical: verticals[Math.floor(number / 3)], horizontal: horizontals[number % 3] },
  };
}

/**
 * A volume `[depth, height, width]` in three slabs from front to back, each in ninths.
 *
 * @param apart from one slice to the next, in millimeters.
 */
export function blocks(
  [depth, height, width]: readonly number[],
  placeOf: (index: number) => number,
  apart?: number,
): Division {
  const inSlice = ninths(height, width, 1, undefined);
  const length = Math.ceil(depth / 3);
  return {
    isExact: false,
    numberOf(index) {
      const [slice, pixel] = [Math.floor(placeOf(index) / (height * width)), placeOf(index) % (height * width)];
      return 9 * Math.floor(slice / length) + inSlice.numberOf(pixel);
    },
    areaOf(number) {
      const from = length * Math.floor(number / 9);
      const to = Math.min(depth, from + length) - 1;
      const slices: Slices = { from, to, ...(apart !== undefined && { depths: [from * apart, to * apart] }) };
      return { ...inSlice.areaOf(number % 9), slices } as Area;
    },
  };
}
