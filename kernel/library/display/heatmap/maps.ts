import type { MapMeaning } from "../../../../renderers/shared/mapMeaning.ts";
import type { AnswerPayload } from "../../../payloads/answer.ts";
import type { LayoutPayload } from "../../../payloads/layout.ts";
import type { MeaningPayload } from "../../../payloads/meaning.ts";
import type { Image } from "../../drawing/image.ts";
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
  /** `[height, width]` row-major, channels summed. */
  values: Float32Array;
  height: number;
  width: number;
  /** What its method and its model say of its values. */
  meaning: MapMeaning;
  /** What its rows and columns are. */
  layout: LayoutPayload;
  image: Image;
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
    const { grid, under, layout, volume } = drawn({
      ...part,
      spec: explanation.inputSpec,
      ofUnits: meaning.about.extent === "unit",
      nameOf: (index) => (meaning.about.extent === "unit" ? words.unitAt : words.inputAt)(index),
    });
    return { explanation, part, index, target: part.target, ...grid, meaning, layout, image: image ?? under, volume };
  });
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
