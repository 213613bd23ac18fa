import type { ExplanationPayload, MapPayload } from "../../kernel/payloads/explanationPayload.ts";
import type { LayoutPayload } from "../../kernel/payloads/layout.ts";
import { unpack } from "../../kernel/payloads/packedArray.ts";
import { inflate } from "../dom/inflate.ts";
import { type MapMeaning, meaningOf } from "../shared/mapMeaning.ts";
import { type Grid, gridOf, type Under, underOf } from "./under.ts";
import { type ViewVolume, volumeOf } from "./volume.ts";

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
  /** What lies under it. */
  under: Under;
  /** Segment of each position. */
  segments: ArrayLike<number> | undefined;
  /** What is outlined: the segments, or XRAI's regions. */
  outlined: ArrayLike<number> | undefined;
  /** Of a volume all of it: `map` and `under` are the slice that is shown. */
  volume: ViewVolume | undefined;
}

/** Values that a page can hold and draw without freezing: 64 maps of 800 × 800. */
const most = 40_000_000;

/**
 * The maps of a payload that `explanationProblem` has nothing against.
 *
 * @throws RangeError where there is more than a page can show; TypeError where an array is no grid.
 */
export function viewMapsOf({ images, maps, photos = [], volumes = [] }: ExplanationPayload): ViewMap[] {
  const stored = [
    ...images,
    ...volumes,
    ...maps.flatMap(({ values, volume }) => [values, volume?.values ?? []]),
  ].flat();
  const bytes = stored.reduce((sum, stored) => sum + bytesOf(stored), 0);
  if (bytes > most * (16 / 3)) {
    throw new RangeError(`its ${maps.length} maps are ${Math.round(bytes / 1e6)} MB: more than a page can show`);
  }
  const unders = images.map((image, i) => underOf(image, `images[${i}]`, photos[i] === true));
  return maps.map((told, index) => {
    const map = gridOf(told.values, `maps[${index}].values`);
    const meaning = meaningOf(told);
    const [segments, regions] = [told.featureMask, told.regions].map((stored) => {
      const parts = stored && unpack(stored, inflate).values;
      return parts?.length === map.values.length ? parts : undefined;
    });
    return {
      index,
      told,
      title: told.title ?? meaning.about.label,
      meaning,
      layout: layoutOf(told, map),
      map,
      under: unders[told.image],
      segments,
      outlined: segments ?? regions,
      volume: told.volume && volumeOf(told.volume, volumes[told.volume.under]),
    };
  });
}

/** What an array takes in base64 when it is unpacked. */
function bytesOf(stored: ExplanationPayload["images"][number]): number {
  if ("bdata" in stored) return stored.bdata.length;
  if ("src" in stored) return stored.src.length;
  return (16 / 3) * stored.shape.split(",").reduce((product, size) => product * Number(size), 1);
}

/** @throws TypeError for a list of another length than its map. */
function layoutOf({ layout = { kind: "values" } }: MapPayload, { height, width }: Grid): LayoutPayload {
  if (layout.kind === "list" && (width !== 1 || layout.items.length !== height)) {
    throw new TypeError(`a list of ${layout.items.length} items has a map of ${height} × ${width}`);
  }
  return layout;
}
