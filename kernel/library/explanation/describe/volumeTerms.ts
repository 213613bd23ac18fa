import { sizeOf } from "../../math/sizeOf.ts";
import type { ImageLayout, VolumeSpec } from "../../signature/Signature.ts";
import { positionOf } from "../top.ts";
import { blocks } from "./division.ts";
import type { Terms } from "./terms.ts";

/** A volume is told by slices from front to back, and by where in them: `[depth, height, width]`, channels first or last. */
export function volumeTerms(shape: readonly number[], layout: ImageLayout, spacing?: VolumeSpec["spacing"]): Terms {
  const isFirst = shape.length === 4 && layout === "channelsFirst";
  const size = isFirst ? shape.slice(1) : shape.slice(0, 3);
  const count = sizeOf(size);
  const channels = sizeOf(shape) / count;
  const placeOf = (index: number) => (isFirst ? index % count : Math.floor(index / channels));
  return {
    kind: "volume",
    noun: "voxel",
    count,
    placeOf,
    division: blocks(size, placeOf, spacing?.[0]),
    positionOf: (index) => ({
      at: positionOf(placeOf(index), size),
      ...(channels > 1 && {
        channel: { index: isFirst ? Math.floor(index / count) : index % channels, name: undefined },
      }),
    }),
    strokes: undefined,
  };
}
