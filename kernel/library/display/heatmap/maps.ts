import type { MapMeaning } from "../../../../renderers/shared/mapMeaning.ts";
import { planeOf } from "../../../../renderers/shared/volumePlanes.ts";
import type { AnswerPayload } from "../../../payloads/answer.ts";
import type { LayoutPayload } from "../../../payloads/layout.ts";
import type { MeaningPayload } from "../../../payloads/meaning.ts";
import type { Image } from "../../drawing/image.ts";
import { isDrawing, type Photo, photoOf } from "../../drawing/photo.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { type Part, partCount, partOf } from "../../explanation/parts.ts";
import type { Locale } from "../../text/words.ts";
import { wordsIn } from "../../text/words.ts";
import { answerOf } from "./answer.ts";
import { drawn } from "./grids.ts";
import type { Volume } from "./volume.ts";

/** One picture of one explanation: one input, one target. */
export interface HeatMap {
  explanation: Explanation;
  part: Part;
  /** Which of the explanation's maps: inputs run fastest, targets slowest. */
  index: number;
  /** Place of the explanation among those shown. */
  source?: number;
  target: number;
  /** The true class of its input, where the caller says it. */
  expected?: number;
  /** `[height, width]` row-major, channels summed. */
  values: Float32Array;
  height: number;
  width: number;
  /** What its method and its model say of its values. */
  meaning: MapMeaning;
  /** What its rows and columns are. */
  layout: LayoutPayload;
  /** What lies under it: numbers, or the picture in the model's scale. */
  image: Image;
  /** The picture as a person sees it; undefined for drawings and for what is no picture. */
  photo: Photo | undefined;
  /** Of a volume all of it: `values` are one slice. */
  volume: Volume | undefined;
}

/** The maps of an explanation: for every target, every input. An image given by the caller stands for the input. */
export function mapsOf(explained: Explanation, locale: Locale, image?: Image): HeatMap[] {
  // Of a model of several inputs: a map of each.
  if (explained.inputParts) return explained.maps.flatMap(({ name }) => mapsOf(explained.of(name), locale, image));
  const explanation = explained.channelsLast();
  const meaning = meaningIn(explanation);
  const words = wordsIn(locale);
  return Array.from({ length: partCount(explanation) }, (_, index) => {
    const part = partOf(explanation, index);
    const { grid, under, isPicture, layout, volume } = drawn({
      ...part,
      spec: explanation.inputSpec,
      extent: meaning.about.extent,
      nameOf: (index) => (meaning.about.extent === "unit" ? words.unitAt : words.inputAt)(index),
    });
    const shown = image ?? under;
    const photo = isPicture
      ? photoIn(shown, shown.values === under.values || same(shown, under), explanation)
      : undefined;
    return {
      explanation,
      part,
      index,
      target: part.target,
      ...grid,
      meaning,
      layout,
      image: shown,
      photo,

      volume,
    };
  });
}

/** Maps over one volume, cut at the slice of the first of them: what stands side by side is of one place. */
export function atOneSlice(maps: readonly HeatMap[]): HeatMap[] {
  return maps.map((map, i) => {
    const { volume } = map;
    const first = volume && maps.find((other) => other.volume && sameVolume(other.volume, volume));
    if (!volume || !first?.volume || first === maps[i]) return map;
    const plane = planeOf(volume.map, "slice", first.volume.at);
    return { ...map, ...plane, layout: first.layout, image: first.image, photo: first.photo };
  });
}

export function sameVolume({ under }: Volume, { under: other }: Volume): boolean {
  if (under.depth !== other.depth || under.height !== other.height || under.width !== other.width) return false;
  for (let i = 0; i < under.values.length; i++) if (under.values[i] !== other.values[i]) return false;
  return true;
}

/** Whether two maps lie over the same picture. */
export const isOver = ({ image, photo }: HeatMap, other: HeatMap): boolean =>
  image.height === other.image.height &&
  image.width === other.image.width &&
  image.channels === other.image.channels &&
  !photo === !other.photo &&
  same(image, other.image);

const same = (a: Image, b: Image) => a.values.length === b.values.length && a.values.every((v, i) => v === b.values[i]);

/** A picture that the caller gave may have another scale than the model's input; whether it is a drawing is stated once. */
function photoIn(image: Image, isInput: boolean, { inputSpec: spec }: Explanation): Photo | undefined {
  if (spec?.kind !== "image") return photoOf(image);
  if (isDrawing(spec)) return undefined;
  return photoOf(image, isInput ? spec : { ...spec, preprocess: undefined });
}

function meaningIn(explanation: Explanation): MapMeaning {
  const { about, output, values, outputSpec } = explanation;
  const { label, role, extent, of, sumsTo, isChaotic } = about;
  const told: MeaningPayload = {
    label,
    role,
    extent,
    ...(of && { of }),
    ...(sumsTo && { sumsTo }),
    ...(isChaotic && { isChaotic }),
  };
  const answer: AnswerPayload = answerOf(outputSpec, explanation);
  // A layer's own output may be of both signs; where it has none below zero, colors begin there.
  const signed = about.signed && (role !== "activation" || values.some((value) => value < 0));
  return { about: told, answer, output, signed };
}
