import { factsOf } from "../../../../renderers/shared/colorRange.ts";
import type { Frame } from "../../../../renderers/shared/heatmapLayout.ts";
import { subtitleOf } from "../../../../renderers/shared/heatmapSubtitle.ts";
import { namesOf } from "../../../../renderers/shared/layoutWords.ts";
import { type MapMeaning, scaleWords } from "../../../../renderers/shared/mapMeaning.ts";
import { groupOf, groupsOf, rangesOf } from "../../../../renderers/shared/scaleGroups.ts";
import type { EvidencePayload } from "../../../payloads/explanationPayload.ts";
import type { LayoutPayload } from "../../../payloads/layout.ts";
import { number, signedNumber } from "../../text/number.ts";
import { type Locale, wordsIn } from "../../text/words.ts";
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
  /** Of each explanation. */
  titles?: readonly string[];
}

/** Gives each map its words and its color range, which only maps of one group share. */
export function panelsOf(maps: readonly HeatMap[], { clip, locale, labels, titles }: PanelOptions): Panel[] {
  const judged = maps.map((map) => ({ map, facts: factsOf(allOf(map), clip) }));
  const groups = groupsOf(
    judged.map(({ map, facts }) => ({ group: groupOf(map.meaning), range: facts.range, source: map.source ?? 0 })),
  );
  const known = judged.map((each, i) => ({ ...each, group: groups[i] }));
  const ranges = rangesOf(known.map(({ facts, group }) => ({ group, range: facts.range })));
  return known.map(({ map, facts, group }) => {
    const range = ranges.get(group) ?? 1;
    const evidence = evidenceOf(map, facts);
    const frame: Frame = {
      title: titles?.[map.source ?? 0] ?? map.meaning.about.label,
      subtitle: subtitleOf(
        { ...map, options: map.explanation.options, input: map.explanation.within?.input },
        map.meaning,
        labels,
        locale,
      ),
      notes: notesBelow(map, facts, evidence, locale),
      height: map.height,
      width: map.width,
      group,
      ...framedBy(map.layout, map.height, locale),
      scale: { signed: map.meaning.signed, range, ticks: ticks(map.meaning, range, locale) },
    };
    const text = map.explanation.describe({ locale, index: map.index, ...(labels && { labels }) });
    return { map, frame, evidence, text };
  });
}

/** The values that a color range is of: all slices of a volume have one. */
const allOf = ({ values, volume }: HeatMap): Float32Array => (volume ? Float32Array.from(volume.map.values) : values);

/** What stands beside a strip or bars. */
function framedBy(layout: LayoutPayload, rows: number, locale: Locale): Pick<Frame, "axes"> {
  const words = wordsIn(locale);
  if (layout.kind === "list") return { axes: { rows: layout.items, x: "" } };
  return layout.kind === "series" ? { axes: { rows: namesOf(layout, rows, words), x: words.step } } : {};
}

function ticks(meaning: MapMeaning, range: number, locale: Locale): [number, string][] {
  const { name, low, high } = scaleWords(meaning, meaning.signed, locale);
  if (!meaning.signed) {
    return [
      [0, "0"],
      [range, `${name}\n${tick(range)}`],
    ];
  }
  return [
    [-range, `${low}\n${tick(-range)}`],
    [0, "0"],
    [range, `${high}\n${tick(range, true)}`],
  ];
}

const tick = (value: number, plus = false) => (plus ? signedNumber : number)(Number(value.toPrecision(2)));
