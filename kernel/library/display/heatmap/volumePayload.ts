import { zlibSync } from "fflate";
import { packFloats, packWhole, type StoredArray } from "../../../payloads/packedArray.ts";
import type { VolumePayload } from "../../../payloads/volumePayload.ts";
import { type HeatMap, sameVolume } from "./maps.ts";
import type { Volume } from "./volume.ts";

/** Voxels of all maps together: beyond, a view gets the slice through the strongest voxel alone. */
const most = 4_000_000;

const deflate = (bytes: Uint8Array) => zlibSync(bytes, { level: 6 });
const sizeOf = ({ map }: Volume) => [map.depth, map.height, map.width];

/** The volumes under maps, each once, and for each map all of its slices; undefined for a map of something else. */
export function volumePayloads(maps: readonly HeatMap[]): {
  volumes: StoredArray[];
  of: (VolumePayload | undefined)[];
} {
  const voxels = maps.reduce((sum, { volume }) => sum + (volume?.map.values.length ?? 0), 0);
  if (voxels > most) return { volumes: [], of: maps.map(() => undefined) };
  const shown: Volume[] = [];
  const of = maps.map(({ volume }): VolumePayload | undefined => {
    if (!volume) return undefined;
    const known = shown.findIndex((other) => sameVolume(other, volume));
    const { map, at, spacing } = volume;
    return {
      values: packFloats(Float32Array.from(map.values), sizeOf(volume), deflate),
      under: known >= 0 ? known : shown.push(volume) - 1,
      at: [...at],
      ...(spacing && { spacing: [...spacing] }),
    };
  });
  return { volumes: shown.map((volume) => packWhole(volume.under.values, sizeOf(volume), deflate)), of };
}
