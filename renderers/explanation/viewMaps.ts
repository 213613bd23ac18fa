import { decodeArray } from "../../kernel/payloads/arraySpec.ts";
import type { ExplanationPayload, MapPayload } from "../../kernel/payloads/explanationPayload.ts";
import type { LayoutPayload } from "../../kernel/payloads/layout.ts";
import { type MapMeaning, meaningOf } from "../shared/mapMeaning.ts";
import { toUnit } from "../shared/toUnit.ts";

/** A grid of numbers, row-major. */
export interface Grid {
  values: Float32Array;
  height: number;
  width: number;
}

/** One map, decoded. */
export interface ViewMap {
  /** Place in the payload. */
  index: number;
  told: MapPayload;
  /** What is written above it. */
  title: string;
  /** What its method and its model say of its values. */
  meaning: MapMeaning;
  /** What its rows and columns are. */
  layout: LayoutPayload;
  map: Grid;
  /** What lies under it, as it is: what is read out. */
  image: Grid;
  /** The same, from 0 to 1: what is drawn. */
  ink: Float32Array;
  photo: boolean;
  /** Segment of each position. */
  segments: ArrayLike<number> | undefined;
}

/** Values that a page can hold and draw without freezing: 64 maps of 800 × 800. */
const most = 40_000_000;

/**
 * The maps of a payload that `explanationProblem` has nothing against.
 *
 * @throws RangeError where there is more than a page can show; TypeError where an array is no grid.
 */
export function viewMapsOf({ images, maps, photos = [] }: ExplanationPayload): ViewMap[] {
  const bytes = [...images, ...maps.map(({ values }) => values)].reduce((sum, { bdata }) => sum + bdata.length, 0);
  if (bytes > most * (16 / 3)) {
    throw new RangeError(`its ${maps.length} maps are ${Math.round(bytes / 1e6)} MB: more than a page can show`);
  }
  const pictures = images.map((spec, i) => gridOf(spec, `images[${i}]`));
  const inks = pictures.map(({ values }) => toUnit(values));
  return maps.map((told, index) => {
    const map = gridOf(told.values, `maps[${index}].values`);
    const meaning = meaningOf(told);
    const mask = told.featureMask && decodeArray(told.featureMask).values;
    return {
      index,
      told,
      title: told.title ?? meaning.about.label,
      meaning,
      layout: layoutOf(told, map),
      map,
      image: pictures[told.image],
      ink: inks[told.image],
      photo: photos[told.image] === true,
      segments: mask?.length === map.values.length ? mask : undefined,
    };
  });
}

/** @throws TypeError for a list of another length than its map. */
function layoutOf({ layout = { kind: "values" } }: MapPayload, { height, width }: Grid): LayoutPayload {
  if (layout.kind === "list" && (width !== 1 || layout.items.length !== height)) {
    throw new TypeError(`a list of ${layout.items.length} items has a map of ${height} × ${width}`);
  }
  return layout;
}

function gridOf(spec: MapPayload["values"], name: string): Grid {
  const { values, shape } = decodeArray(spec);
  const [height = 0, width = 0] = shape;
  if (shape.length !== 2 || height < 1 || width < 1) {
    throw new TypeError(`${name} has shape [${shape.join(", ")}]; a map is [height, width]`);
  }
  return { values: values instanceof Float32Array ? values : Float32Array.from(values), height, width };
}
