import type { Frame } from "../../../../renderers/shared/heatmapLayout.ts";
import { subtitleOf } from "../../../../renderers/shared/heatmapSubtitle.ts";
import { factsOf } from "../../../../renderers/shared/mapFacts.ts";
import type { EvidencePayload } from "../../../payloads/explanationPayload.ts";
import { number, signedNumber } from "../../text/number.ts";
import { type Locale, methodName, wordsIn } from "../../text/words.ts";
import { groupOf } from "./colorGroup.ts";
import { evidenceOf, notesBelow } from "./evidence.ts";
import type { HeatMap } from "./maps.ts";

/** A map with all that is said of it. */
export interface Panel {
  map: HeatMap;
  frame: Frame;
  evidence: EvidencePayload;
  /** In sentences. */
  text: string;
}

export interface PanelOptions {
  clip: number;
  locale: Locale;
  labels?: readonly string[];
}

/** Gives each map its words and its color range, which only maps of one group share. */
export function panelsOf(maps: readonly HeatMap[], { clip, locale, labels }: PanelOptions): Panel[] {
  const known = maps.map((map) => ({
    map,
    facts: factsOf(map.values, clip),
    group: groupOf(map.explanation.output, map.signed, map.explanation.featureMask !== undefined),
  }));
  return known.map(({ map, facts, group }) => {
    const range = Math.max(...known.filter((other) => other.group === group).map((other) => other.facts.range)) || 1;
    const evidence = evidenceOf(map, facts);
    const frame: Frame = {
      title: methodName(map.explanation.method),
      subtitle: subtitleOf({ ...map.explanation, target: map.target }, labels, locale),
      notes: notesBelow(map, facts, evidence, locale),
      height: map.height,
      width: map.width,
      group,
      scale: { signed: map.signed, range, ticks: ticks(map.signed, range, locale) },
    };
    const text = map.explanation.describe({ locale, index: map.index, ...(labels && { labels }) });
    return { map, frame, evidence, text };
  });
}

function ticks(signed: boolean, range: number, locale: Locale): [number, string][] {
  const words = wordsIn(locale);
  if (!signed) {
    return [
      [0, "0"],
      [range, `${words.strong}\n${tick(range)}`],
    ];
  }
  return [
    [-range, `${words.against}\n${tick(-range)}`],
    [0, "0"],
    [range, `${words.for}\n${tick(range, true)}`],
  ];
}

const tick = (value: number, plus = false) => (plus ? signedNumber : number)(Number(value.toPrecision(2)));
