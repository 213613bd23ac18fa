import { zlibSync } from "fflate";
import { encodeArray } from "../../../payloads/arraySpec.ts";
import type { AgreementPayload, ExplanationPayload, MapPayload } from "../../../payloads/explanationPayload.ts";
import { packFloats, packWhole, type StoredArray } from "../../../payloads/packedArray.ts";
import { luminance } from "../../drawing/image.ts";
import { photoPayload } from "../../drawing/photo.ts";
import { type Agreement, agreement } from "../../explanation/agreement/agreement.ts";
import type { Locale } from "../../text/words.ts";
import { type HeatMap, isOver } from "./maps.ts";
import type { Panel } from "./panels.ts";
import { rounded } from "./rounded.ts";
import { volumePayloads } from "./volumePayload.ts";

/** What a payload holds beside the maps. */
export type PayloadHead = Omit<ExplanationPayload, "version" | "images" | "maps" | "expected" | "volumes">;

/** The maps as data for the explanation view. What several maps lie on is stored once. */
export function explanationPayload(panels: readonly Panel[], head: PayloadHead): ExplanationPayload {
  const shown: HeatMap[] = [];
  const imageOf = (map: HeatMap) => {
    const known = shown.findIndex((other) => isOver(map, other));
    return known >= 0 ? known : shown.push(map) - 1;
  };
  const { volumes, of: volumeOf } = volumePayloads(panels.map(({ map }) => map));
  const maps = panels.map(({ map, frame, evidence, text }, i): MapPayload => {
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
      values: stored(map.values, height, width),
      ...(volumeOf[i] && { volume: volumeOf[i] }),
      signed: map.meaning.signed,
      ...(map.part.featureMask && !map.volume && { featureMask: maskOf(map.part.featureMask, height, width) }),
      ...(map.part.regions?.length === height * width && { regions: maskOf(map.part.regions, height, width) }),
      ...(map.part.region && { region: { size: [...map.part.region.size], runs: [...map.part.region.runs] } }),
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
  const images = shown.map(({ photo, image }) =>
    photo ? photoPayload(photo) : stored(luminance(image), image.height, image.width),
  );
  const expected = shown.map((map) => map.expected ?? null);
  return {
    version: 2,
    ...head,
    images,
    ...(expected.some((truth) => truth !== null) && { expected }),
    maps,
    ...(volumes.length > 0 && { volumes }),
  };
}

/** Beyond, a view is given three digits instead of four, in a third of the bytes; the kernel and `toNpz` have all. */
const small = 64 * 64;

const deflate = (bytes: Uint8Array) => zlibSync(bytes, { level: 6 });

function stored(values: Float32Array, height: number, width: number): StoredArray {
  const shape = [height, width];
  if (values.length > small) return packFloats(values, shape, deflate);
  return encodeArray(Float32Array.from(values, rounded), shape);
}

/** The segments of the first channel, in as few bytes as they need. */
function maskOf(mask: Int32Array, height: number, width: number): StoredArray {
  const channels = mask.length / (height * width);
  const first = Int32Array.from({ length: height * width }, (_, i) => mask[i * channels] ?? 0);
  if (first.some((segment) => segment < 0 || segment > 65_535)) return encodeArray(first, [height, width]);
  if (first.length > small) return packWhole(first, [height, width], deflate);
  const few = first.every((segment) => segment < 256);
  return encodeArray(few ? Uint8Array.from(first) : first, [height, width]);
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
