import { palettes } from "../../../../renderers/shared/colours.ts";
import type { Frame } from "../../../../renderers/shared/heatmapLayout.ts";
import type { MimeBundle } from "../../cell.ts";
import { OptionError } from "../../errors.ts";
import type { Explanation } from "../../explain/Explanation.ts";
import { type ImageLike, toImages } from "../image.ts";
import { type Displayable, displayable, mime } from "../mimeBundle.ts";
import { number, signedNumber } from "../number.ts";
import { toPng } from "../raster.ts";
import { evidenceOf, notesOf } from "./evidence.ts";
import { heatmapFigure } from "./figure.ts";
import { type HeatMap, mapsOf } from "./maps.ts";
import { explanationPayload } from "./payload.ts";
import { drawMaps } from "./png.ts";
import { factsOf, groupOf } from "./range.ts";
import { type Locale, methodName, wordsIn } from "./words.ts";

export interface HeatmapOptions {
  /** The picture under the maps. Default: each explanation's own input. */
  image?: ImageLike;
  title?: string;
  /** Names of the classes, by index. Default: the index. */
  labels?: readonly string[];
  /** Maps side by side. Default: all of up to 4, else as square as it goes; inputs of a batch get a row each. */
  columns?: number;
  /** Language of what is written. Default `"en"`. */
  locale?: Locale;
  /** Percentile of |value|, above 0 to 100, at which a colour is full. Default 99. */
  clip?: number;
}

const most = 64;

/**
 * Heat maps of explanations, side by side over the picture they explain: orange speaks for the class, blue against it,
 * white is zero; violet is strength without direction. Channels are summed. Maps of the same output (logit, probability)
 * share one colour range, others never do. Below each map stands the evidence for it: whether it adds up, how well LIME's
 * model fits, the standard error of a sampled method.
 *
 * The bundle holds our payload, a Plotly figure, a PNG and a sentence. No model pass. At most 64 maps.
 *
 * @throws OptionError without any explanation, with more than 64 maps, or with `clip` outside 0 to 100.
 * @throws ShapeError where the values are no pictures.
 * @example
 * display(heatmap([integratedGradients, lime, kernelShap], { image, columns: 3 }));
 */
export function heatmap(explanations: Explanation | readonly Explanation[], options: HeatmapOptions = {}): Displayable {
  const list = Array.isArray(explanations) ? (explanations as readonly Explanation[]) : [explanations as Explanation];
  const { clip = 99, locale = "en" } = options;
  if (!(clip > 0 && clip <= 100)) throw new OptionError(`clip is ${clip}; expected a percentile above 0, at most 100`);
  const image = options.image && toImages(options.image)[0];
  const maps = list.flatMap((explanation) => mapsOf(explanation, image));
  if (maps.length === 0) throw new OptionError("heatmap needs at least one explanation; got none");
  if (maps.length > most) {
    throw new OptionError(
      `${maps.length} heat maps in one figure; at most ${most} fit: explain fewer inputs or targets`,
    );
  }
  return displayable(heatmapBundle(maps, list.length, { ...options, clip, locale }));
}

type Settings = HeatmapOptions & { clip: number; locale: Locale };

function heatmapBundle(maps: readonly HeatMap[], methods: number, settings: Settings): MimeBundle {
  const { clip, locale, labels, title } = settings;
  const columns = Math.min(maps.length, settings.columns ?? defaultColumns(maps.length, methods));
  const facts = maps.map((map) => factsOf(map.values, clip));
  const groups = maps.map((map) => groupOf(map.explanation.output, map.signed));
  const ranges = groups.map(
    (group) => Math.max(...facts.filter((_, i) => groups[i] === group).map(({ range }) => range)) || 1,
  );
  const panels = maps.map((map, i) => {
    const fact = facts[i] ?? factsOf(map.values, clip);
    const range = ranges[i] ?? 1;
    const evidence = evidenceOf(map, fact);
    const label = labels?.[map.target] ?? String(map.target);
    const frame: Frame = {
      title: methodName(map.explanation.method),
      subtitle: subtitle(map, label, locale),
      notes: notesOf(map, fact, evidence, locale),
      height: map.height,
      width: map.width,
      group: groups[i] ?? "",
      scale: { signed: map.signed, range, ticks: ticks(map.signed, range, locale) },
    };
    return { map, frame, evidence, text: map.explanation.describe({ locale, labels, index: map.index }) };
  });
  const text = panels.map((panel) => panel.text).join("\n");
  const heads = panels.map(({ frame, evidence, text }) => ({
    group: frame.group,
    range: frame.scale.range,
    evidence,
    text,
  }));
  return {
    [mime.explanation]: explanationPayload(maps, heads, {
      locale,
      columns,
      clip,
      ...(title !== undefined && { title }),
      ...(labels && { labels: [...labels] }),
    }),
    [mime.plotly]: heatmapFigure(panels, columns, locale, title),
    [mime.png]: toPng(drawMaps(maps, ranges, columns, palettes.light)),
    [mime.text]: title === undefined ? text : `${title}\n${text}`,
  };
}

/** A row for each input where there are several methods; else up to 4 in one row, and more as square as it goes. */
function defaultColumns(count: number, methods: number): number {
  if (count <= 4) return count;
  if (methods > 1 && methods <= 5 && count % methods === 0) return methods;
  return Math.min(5, Math.ceil(Math.sqrt(count)));
}

/** What is explained and with how much effort: `why 7 · logit · 50 steps`. An activation explains no class. */
function subtitle(map: HeatMap, label: string, locale: Locale): string {
  const words = wordsIn(locale);
  const { method, options, output } = map.explanation;
  const layer = typeof options.layer === "string" ? options.layer : "";
  const what = method === "LayerActivation" ? [] : [words.why(label), words[output], effort(map, locale)];
  return [layer, ...what].filter(Boolean).join(" · ");
}

function effort({ explanation: { options } }: HeatMap, locale: Locale): string {
  const words = wordsIn(locale);
  if (typeof options.nSteps === "number") return words.steps(options.nSteps);
  if (typeof options.nSamples === "number") return words.samples(options.nSamples);
  return "";
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
