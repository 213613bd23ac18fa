import { planeOf } from "../../../../renderers/shared/volumePlanes.ts";
import type { LayoutPayload } from "../../../payloads/layout.ts";
import { type Image, splitBatch } from "../../drawing/image.ts";
import type { Extent } from "../../explanation/Meaning.ts";
import { ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import { cellText } from "../../signature/columns.ts";
import type { InputSpec, TokensSpec, VolumeSpec } from "../../signature/Signature.ts";
import { placeSums } from "./placeSums.ts";
import { type Volume, volumeIn } from "./volume.ts";

/** Numbers in rows and columns, as they are drawn. */
export interface Grid {
  /** Row-major. */
  values: Float32Array;
  height: number;
  width: number;
}

/** A map and what lies under it, as they are drawn, and what their rows and columns are. */
export interface Drawn {
  grid: Grid;
  under: Image;
  /** Whether what lies under it is a picture, and not numbers or nothing. */
  isPicture: boolean;
  layout: LayoutPayload;
  /** All of what `grid` is a slice of. */
  volume?: Volume;
}

/** What is drawn: values in their shape without the batch, and the input that they explain. */
export interface Given {
  values: Float32Array;
  shape: readonly number[];
  input: Float32Array;
  inputShape: readonly number[];
  /** What the input is stated to be. */
  spec: InputSpec | undefined;
  /** What one value stands for. */
  extent: Extent;
  featureMask?: Int32Array | undefined;
  /** How each number of a row of a table is told. */
  cells: readonly string[] | undefined;
  /** What each value of a list is called where nothing else is known. */
  nameOf(index: number): string;
}

/**
 * Lays values out as the input is stated to be: a series as a strip of features by steps, a list as bars, of a volume
 * the slice through the strongest voxel; what is of two axes, or of three with channels, as a picture.
 *
 * @throws ShapeError for more axes than can be drawn.
 */
export function drawn(given: Given): Drawn {
  const { shape, spec, extent } = given;
  const ofUnits = extent === "unit";
  if (shape.length === 0 || sizeOf(shape) === 0) throw new ShapeError(say`a map without values cannot be drawn`);
  if (!ofUnits) {
    if (spec?.kind === "series" && shape.length <= 2) return series(given, spec.featureNames);
    if (spec?.kind === "tokens" && shape.length <= 2) return tokens(given, spec);
    if (spec?.kind === "volume" && (shape.length === 3 || shape.length === 4)) return slice(given, spec);
  }
  return shape.length === 1 ? list(given, given.shape[0], given.values) : picture(given);
}

function picture({ values, shape, input, inputShape, spec, extent, featureMask }: Given): Drawn {
  const [map] = splitBatch(values, [1, ...shape]);
  // Of a layer whose input is no picture there is nothing to lay under it.
  const isPicture = inputShape.length === 2 || inputShape.length === 3;
  const under = isPicture ? splitBatch(input, [1, ...inputShape])[0] : blank(map);
  const isImage = spec?.kind === "image" && !(extent === "unit" && !isPicture);
  return {
    grid: { values: placeSums({ ...map, extent, featureMask }), height: map.height, width: map.width },
    under,
    isPicture,
    layout: isImage ? { kind: "image", color: under.channels >= 3 } : { kind: "values" },
  };
}

const blank = ({ height, width }: Pick<Image, "height" | "width">): Image => ({
  values: new Float32Array(height * width),
  height,
  width,
  channels: 1,
});

/** A row for each feature, a column for each step. */
function series({ values, shape, input, inputShape }: Given, names: readonly string[] | undefined): Drawn {
  const turned = (from: Float32Array, [steps, features = 1]: readonly number[]): Grid => ({
    values: Float32Array.from(
      { length: steps * features },
      (_, i) => from[(i % steps) * features + Math.floor(i / steps)],
    ),
    height: features,
    width: steps,
  });
  const grid = turned(values, shape);
  const own = names?.length === grid.height ? { names: [...names] } : {};
  return {
    grid,
    under: { ...turned(input, inputShape), channels: 1 },
    isPicture: false,
    layout: { kind: "series", ...own },
  };
}

/** Bars that are still read. */
const mostItems = 40;

/** A row for each item. */
function list({ input, inputShape, cells, spec, extent, nameOf }: Given, count: number, values: Float32Array): Drawn {
  const told =
    cells ??
    (spec?.kind === "table" && extent !== "unit"
      ? spec.columns.map((column, i) => `${column.name} = ${cellText(column, input[i])}`)
      : undefined);
  const shown = largest(values.subarray(0, count));
  const items = shown.map((i) => (told?.length === count ? told[i] : nameOf(i)));
  const column = (from: Float32Array): Grid => ({
    values: Float32Array.from(shown, (i) => from[i]),
    height: shown.length,
    width: 1,
  });
  const grid = column(values);
  const same = extent !== "unit" && sizeOf(inputShape) === count;
  const under = same ? { ...column(input), channels: 1 } : blank(grid);
  return { grid, under, isPicture: false, layout: { kind: "list", items, of: count } };
}

/** As they come; of more than can be read, the largest first. */
function largest(values: Float32Array): number[] {
  const all = [...values.keys()];
  const size = (i: number) => (Number.isFinite(values[i]) ? Math.abs(values[i]) : Number.POSITIVE_INFINITY);
  return all.length <= mostItems ? all : all.sort((a, b) => size(b) - size(a) || a - b).slice(0, mostItems);
}

/** A row for each token: of an embedding the sum over its numbers. */
function tokens(given: Given, { vocabulary }: TokensSpec): Drawn {
  const { values, shape, input, inputShape } = given;
  const [count, size = 1] = shape;
  const sums = Float32Array.from({ length: count }, (_, i) =>
    values.subarray(i * size, (i + 1) * size).reduce((a, b) => a + b, 0),
  );
  const ids = sizeOf(inputShape) === count ? input : undefined;
  return list(
    { ...given, cells: undefined, nameOf: (i) => (ids && vocabulary?.[ids[i]]) ?? given.nameOf(i) },
    count,
    sums,
  );
}

/** The slice of a volume through its strongest voxel. */
function slice(given: Given, spec: VolumeSpec): Drawn {
  const volume = volumeIn(given, spec);
  const plane = planeOf(volume.map, "slice", volume.at);
  return {
    grid: plane,
    under: { ...planeOf(volume.under, "slice", volume.at), channels: 1 },
    isPicture: true,
    layout: { kind: "slice", at: volume.at[0], of: volume.map.depth },
    volume,
  };
}
