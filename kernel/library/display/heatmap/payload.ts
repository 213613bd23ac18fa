import { type ArraySpec, encodeArray } from "../../../../renderers/shared/arraySpec.ts";
import type { ExplanationPayload, MapPayload } from "../../../../renderers/shared/explanationPayload.ts";
import { luminance } from "../image.ts";
import type { HeatMap } from "./maps.ts";
import { rounded } from "./range.ts";

/** What a payload holds beside the maps. */
export type PayloadHead = Omit<ExplanationPayload, "version" | "images" | "maps">;

/** What is known of a map beside its values. */
export type MapHead = Pick<MapPayload, "group" | "range" | "evidence" | "text">;

/** The maps as data for the explanation view. Pictures that several maps lie on are stored once. */
export function explanationPayload(
  maps: readonly HeatMap[],
  heads: readonly MapHead[],
  head: PayloadHead,
): ExplanationPayload {
  const images: ArraySpec[] = [];
  const places = new Map<string, number>();
  const imageOf = ({ image }: HeatMap) => {
    const spec = encodeArray(Float32Array.from(luminance(image), rounded), [image.height, image.width]);
    const known = places.get(spec.bdata);
    if (known !== undefined) return known;
    places.set(spec.bdata, images.length);
    return images.push(spec) - 1;
  };
  const payloads = maps.map((map, i): MapPayload => {
    const { explanation, height, width } = map;
    const known = heads[i];
    if (!known) throw new RangeError(`map ${i} has no head`);
    return {
      method: explanation.method,
      target: map.target,
      output: explanation.output,
      probabilities: Array.from(map.part.probabilities, rounded),
      image: imageOf(map),
      values: encodeArray(Float32Array.from(map.values, rounded), [height, width]),
      signed: map.signed,
      ...(explanation.featureMask && { featureMask: maskOf(explanation.featureMask, height, width) }),
      options: { ...explanation.options },
      ...(explanation.seed !== undefined && { seed: explanation.seed }),
      engine: explanation.engine,
      modelPasses: explanation.modelPasses,
      elapsedMs: Math.round(explanation.elapsedMs),
      ...known,
    };
  });
  return { version: 1, ...head, images, maps: payloads };
}

/** The segments of the first channel, in as few bytes as they need. */
function maskOf(mask: Int32Array, height: number, width: number): ArraySpec {
  const channels = mask.length / (height * width);
  const first = Int32Array.from({ length: height * width }, (_, i) => mask[i * channels] ?? 0);
  const small = first.every((segment) => segment >= 0 && segment < 256);
  return encodeArray(small ? Uint8Array.from(first) : first, [height, width]);
}
