import { palettes } from "../../../../renderers/shared/colors.ts";
import type { ExplanationPayload, LivePayload } from "../../../payloads/explanationPayload.ts";
import { type Image, type ImageLike, toImages } from "../../drawing/image.ts";
import { toPng } from "../../drawing/raster.ts";
import type { Agreement } from "../../explanation/agreement/agreement.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import type { MimeBundle } from "../../ground/cell.ts";
import { OptionError } from "../../ground/errors.ts";
import { language } from "../../ground/language.ts";
import { type Displayable, displayable, mime } from "../../ground/mimeBundle.ts";
import { say } from "../../ground/say.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import type { Locale } from "../../text/words.ts";
import { drawMaps } from "./drawMaps.ts";
import { heatmapFigure } from "./figure.ts";
import { liveView } from "./liveView.ts";
import { atOneSlice, type HeatMap, mapsOf } from "./maps.ts";
import { type Panel, panelsOf } from "./panels.ts";
import { agreementOf, explanationPayload } from "./payload.ts";

export interface HeatmapOptions {
  /** The picture under the maps. Default: each explanation's own input. */
  image?: ImageLike;
  title?: string;
  /** A title for each explanation. Default: its method's name. */
  titles?: readonly string[];
  /** Names of the classes, by index. Default: the model's own, or the index. */
  labels?: readonly string[];
  /** The true class of each input, by index: pictures that the model gets wrong stand first, and say so. */
  expected?: readonly number[];
  /** Maps side by side. Default: up to 4, more as square as it goes; of several methods on a batch, a row for each input. */
  columns?: number;
  /** Language of what is written. Default: the notebook's. */
  locale?: Locale;
  /** How far the maps agree, of one input and target (default: `agreement(maps)`; of `randomizedAgreement`, for instance). */
  agreement?: Agreement;
  /** Percentile of |value|, above 0 to 100, at which a color is full. Default 99. */
  clip?: number;
}

const heatmapNames = {
  image: true,
  title: true,
  titles: true,
  labels: true,
  expected: true,
  columns: true,
  locale: true,
  agreement: true,
  clip: true,
} as const satisfies Names<HeatmapOptions>;

const most = 64;

/**
 * Heat maps of explanations, side by side over the input they explain. What colors mean is what the method says of its
 * values: of contributions to a class orange is evidence for it, blue against it; of sensitivities, and of numbers, orange
 * raises and blue lowers; violet is a magnitude without a sign. Channels are summed. Maps of one meaning share one color
 * range, others never do. Below each map stands the evidence for it: whether it adds up, how well LIME's model fits, the
 * standard error of a sampled method.
 *
 * A series is drawn as a strip of features by steps, a row of features as bars, a volume by the slice through its
 * strongest voxel, in the PNG beside the planes across it and the largest values along depth.
 *
 * The bundle holds our payload, a PNG and a sentence, and without photographs a Plotly figure. No model pass. At most 64
 * maps. Of large maps views get three digits of each value; the explanation itself and its `toNpz()` have all.
 *
 * @throws OptionError without any explanation, with more than 64 maps, with `clip` outside 0 to 100, or where there are not
 * as many titles as explanations.
 * @throws ShapeError where the values are no pictures.
 * @example
 * display(heatmap([integratedGradients, lime, kernelShap], { image, columns: 3 }));
 */
export function heatmap(explanations: Explanation | readonly Explanation[], options: HeatmapOptions = {}): Displayable {
  checkNames("heatmap()", heatmapNames, options);
  const list = Array.isArray(explanations) ? (explanations as readonly Explanation[]) : [explanations as Explanation];
  const { clip = 99, locale = language() } = options;
  if (!(clip > 0 && clip <= 100))
    throw new OptionError(say`clip is ${clip}; expected a percentile above 0, at most 100`);
  if (options.titles && options.titles.length !== list.length) {
    throw new OptionError(say`${options.titles.length} titles for ${list.length} explanations: give one for each`);
  }
  const image = options.image && toImages(options.image)[0];
  const { expected } = options;
  const odd = expected && list.find(({ inputShape }) => inputShape[0] !== expected.length);
  if (odd)
    throw new OptionError(say`${expected.length} true classes for ${odd.inputShape[0]} inputs: give one for each`);
  const { maps, columns } = mapsInRows(list, locale, image, expected);
  if (maps.length === 0) throw new OptionError(say`heatmap needs at least one explanation; got none`);
  if (maps.length > most) {
    throw new OptionError(
      say`a figure shows at most ${most} heat maps; got ${maps.length}: explain fewer inputs or targets`,
    );
  }
  const across = (maps: readonly HeatMap[], columns: number) =>
    Math.max(1, Math.min(maps.length, options.columns ?? columns));
  const settings = { ...options, clip, locale };
  const live = liveView(list, (explanations, live) => {
    const { maps, columns } = mapsInRows(explanations, locale, image, expected);
    return payloadOf(
      maps,
      panelsOf(maps, settings),
      across(maps, columns),
      { ...settings, agreement: undefined },
      live,
    );
  });
  return displayable(heatmapBundle(maps, across(maps, columns), settings, live));
}

type Settings = Omit<HeatmapOptions, "agreement"> & { clip: number; locale: Locale; agreement?: Agreement | undefined };

function heatmapBundle(
  maps: readonly HeatMap[],
  columns: number,
  settings: Settings,
  live: LivePayload | undefined,
): MimeBundle {
  const { locale, title } = settings;
  const panels = panelsOf(maps, settings);
  const text = panels.map((panel) => panel.text).join("\n");
  return {
    [mime.explanation]: payloadOf(maps, panels, columns, settings, live),
    // A photograph in Plotly's JSON would weigh ten times as much.
    ...(maps.every(({ photo }) => !photo) && { [mime.plotly]: heatmapFigure(panels, columns, locale, title) }),
    [mime.png]: toPng(drawMaps(panels, columns, palettes.light, settings)),
    [mime.text]: title === undefined ? text : `${title}\n${text}`,
  };
}

function payloadOf(
  maps: readonly HeatMap[],
  panels: readonly Panel[],
  columns: number,
  { clip, locale, labels, title, agreement }: Settings,
  live: LivePayload | undefined,
): ExplanationPayload {
  const agreed = agreementOf(maps, locale, agreement);
  return explanationPayload(panels, {
    locale,
    columns,
    clip,
    ...(title !== undefined && { title }),
    ...(labels && { labels: [...labels] }),
    ...(agreed && { agreement: agreed }),
    ...(live && { live }),
  });
}

function mapsInRows(
  explanations: readonly Explanation[],
  locale: Locale,
  image: Image | undefined,
  expected: readonly number[] | undefined,
) {
  const all = explanations.map((explanation, source) =>
    mapsOf(explanation, locale, image).map((map) => {
      const truth = expected?.[map.index % explanation.inputShape[0]];
      return { ...map, source, ...(truth !== undefined && { expected: truth }) };
    }),
  );
  const { maps, columns } = inRows(all);
  return { maps: atOneSlice(maps).sort((a, b) => Number(isWrong(b)) - Number(isWrong(a))), columns };
}

function isWrong({ expected, part: { probabilities } }: HeatMap): boolean {
  if (expected === undefined) return false;
  return probabilities.some((p, i) => i !== expected && p > (probabilities[expected] ?? Number.POSITIVE_INFINITY));
}

/** Methods that explain the same inputs and targets stand beside each other, a row for each input. */
function inRows(maps: readonly (readonly HeatMap[])[]): { maps: HeatMap[]; columns: number } {
  const each = maps[0]?.length ?? 0;
  const alike = maps.length > 1 && each > 1 && maps.every((list) => list.length === each);
  const flat = alike ? Array.from({ length: each }, (_, i) => maps.map((list) => list[i])).flat() : maps.flat();
  return { maps: flat, columns: alike ? maps.length : squarish(flat.length) };
}

/** Up to 4 in one row, more as square as it goes. */
const squarish = (count: number) => (count <= 4 ? count : Math.min(5, Math.ceil(Math.sqrt(count))));
