import type { StoredArray } from "../../kernel/payloads/packedArray.ts";
import { unpack } from "../../kernel/payloads/packedArray.ts";
import type { VolumePayload } from "../../kernel/payloads/volumePayload.ts";
import { inflate } from "../dom/inflate.ts";
import { planeOf, type Voxel, type Voxels } from "../shared/volumePlanes.ts";
import { graysOf } from "./under.ts";
import type { ViewMap } from "./viewMaps.ts";

/** A map of a volume and the volume, decoded. */
export interface ViewVolume {
  readonly map: Voxels & { readonly values: Float32Array };
  /** Bytes as they are shown. */
  readonly under: Voxels;
  /** The voxel with the largest |value|. */
  readonly at: Voxel;
  readonly spacing: VolumePayload["spacing"];
}

/** @throws TypeError where an array is no volume, or another one than what lies under it. */
export function volumeOf(told: VolumePayload, under: StoredArray): ViewVolume {
  const [map, below] = [voxelsOf(told.values), voxelsOf(under)];
  const isSame = map.depth === below.depth && map.height === below.height && map.width === below.width;
  if (!isSame) throw new TypeError("a map of a volume has another size than the volume");
  return {
    map: { ...map, values: map.values instanceof Float32Array ? map.values : Float32Array.from(map.values) },
    under: below,
    at: [
      Math.min(told.at[0], map.depth - 1),
      Math.min(told.at[1], map.height - 1),
      Math.min(told.at[2], map.width - 1),
    ],
    spacing: told.spacing,
  };
}

function voxelsOf(stored: StoredArray): Voxels {
  const { values, shape } = unpack(stored, inflate);
  const [depth = 0, height = 0, width = 0] = shape;
  if (shape.length === 3 && depth > 0 && height > 0 && width > 0) return { values, depth, height, width };
  throw new TypeError(`a volume has shape [${shape.join(", ")}]; expected [depth, height, width]`);
}

/** Which slice of a volume its map shows. */
export const sliceOf = ({ layout }: ViewMap): number => (layout.kind === "slice" ? layout.at : 0);

/** Puts another slice of each volume in place of the one that its map shows, in what the view draws and reads out. */
export function showSlice(maps: readonly ViewMap[], slice: number): void {
  for (const [i, view] of maps.entries()) {
    const { volume } = view;
    if (!volume) continue;
    const { depth, height, width } = volume.map;
    const at: Voxel = [Math.max(0, Math.min(depth - 1, slice)), volume.at[1], volume.at[2]];
    view.map.values = planeOf(volume.map, "slice", at).values;
    view.layout = { kind: "slice", at: at[0], of: depth };
    // Maps over one picture share it.
    const first = maps.findIndex((other) => other.told.image === view.told.image);
    if (first < i) view.under = maps[first].under;
    else {
      const { values } = planeOf(volume.under, "slice", at);
      const photo = graysOf(
        values.map((byte) => byte / 255),
        height,
        width,
      );
      view.under = { height, width, values: undefined, ink: undefined, photo };
    }
  }
}
