import { type ArraySpec, encodeArray } from "../../../payloads/arraySpec.ts";
import type { AgreementPayload, ExplanationPayload, MapPayload } from "../../../payloads/explanationPayload.ts";
import { luminance } from "../../drawing/image.ts";
import { type Agreement, agreement } from "../../explanation/agreement/agreement.ts";
import type { Locale } from "../../text/words.ts";
import type { HeatMap } from "./maps.ts";
import type { Panel } from "./panels.ts";
import { rounded } from "./rounded.ts";

/** What a payload holds beside the maps. */
export type PayloadHead = Omit<ExplanationPayload, "version" | "images" | "maps" | "photos">;

/** The maps as data for the explanation view. Pictures that several maps lie on are stored once. */
export function explanationPayload(panels: readonly Panel[], head: PayloadHead): ExplanationPayload {
  const images: ArraySpec[] = [];
  const photos: boolean[] = [];
  const places = new Map<string, number>();
  const imageOf = ({ image }: HeatMap) => {
    const spec = encodeArray(Float32Array.from(luminance(image), rounded), [image.height, image.width]);
    const known = places.get(spec.bdata);
    if (known !== undefined) return known;
    places.set(spec.bdata, images.length);
    photos.push(image.channels >= 3);
    return images.push(spec) - 1;
  };
  const maps = panels.map(({ map, frame, evidence, text }): MapPayload => {
    const { explanation, height, width } = map;
    const titled = frame.title !== map.meaning.about.label;
    return {
      method: explanation.method,
      about: map.meaning.about,
      answer: map.meaning.answer,
      layout: map.layout,
      ...(explanation.within && { input: explanation.within.input }),
      ...(titled && { title: frame.title }),
      ...(map.source !== undefined && { source: map.source }),
      target: map.target,
      output: explanation.output,
      probabilities: Array.from(map.part.probabilities, rounded),
      image: imageOf(map),
      values: encodeArray(Float32Array.from(map.values, rounded), [height, width]),
      signed: map.meaning.signed,
      ...(map.part.featureMask && { featureMask: maskOf(map.part.featureMask, height, width) }),
      options: { ...explanation.options },
      ...(explanation.seed !== undefined && { seed: explanation.seed }),
      engine: explanation.engine,
      modelPasses: explanation.modelPasses,
      elapsedMs: Math.round(explanation.elapsedMs),
      group: frame.group,
      range: frame.scale.range,
      evidence,
      text,
    };
  });
  return { version: 1, ...head, images, ...(photos.includes(true) && { photos }), maps };
}

/** The segments of the first channel, in as few bytes as they need. */
function maskOf(mask: Int32Array, height: number, width: number): ArraySpec {
  const channels = mask.length / (height * width);
  const first = Int32Array.from({ length: height * width }, (_, i) => mask[i * channels] ?? 0);
  const small = first.every((segment) => segment >= 0 && segment < 256);
  return encodeArray(small ? Uint8Array.from(first) : first, [height, width]);
}

/** Values times pairs of maps: beyond, comparing them would take longer than drawing them; `agreement()` still does it. */
const comparable = 500_000;

/** How far the maps agree, where each is of another explanation of one answer: same inputs, same target. */
export function agreementOf(maps: readonly HeatMap[], locale: Locale, known?: Agreement): AgreementPayload | undefined {
  const explanations = maps.map((map) => map.explanation);
  const [first, ...others] = maps;
  const sameAnswer = others.every(
    ({ target, part }) =>
      target === first.target &&
      part.shape.join() === first.part.shape.join() &&
      part.input.every((value, i) => value === first.part.input[i]),
  );
  const work = (first.part.values.length * maps.length * others.length) / 2;
  const finite = maps.every(({ values }) => values.every(Number.isFinite));
  if (
    others.length === 0 ||
    (work > comparable && !known) ||
    !sameAnswer ||
    !finite ||
    new Set(explanations).size < maps.length
  )
    return undefined;
  const found = known ?? agreement(explanations);
  return {
    names: [...found.names],
    rank: found.rank.map((row) => row.map((value) => value && rounded(value))),
    text: found.describe({ locale }),
  };
}
