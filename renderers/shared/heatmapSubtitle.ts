import type { MapPayload } from "../../kernel/payloads/explanationPayload.ts";
import { type Locale, wordsIn } from "./heatmapWords.ts";

/** What is explained and with how much effort: `why 7 · logit · 50 steps`. An activation explains no class. */
export function subtitleOf(
  { method, options, output, target }: Pick<MapPayload, "method" | "output" | "target"> & { options: Options },
  labels: readonly string[] | undefined,
  locale: Locale,
): string {
  const words = wordsIn(locale);
  const layer = typeof options.layer === "string" ? options.layer : "";
  const why = words.why(labels?.[target] ?? String(target));
  const what = method === "LayerActivation" ? [] : [why, words[output], effort(options, locale)];
  return [layer, ...what].filter(Boolean).join(" · ");
}

type Options = Readonly<Record<string, unknown>>;

function effort({ nSteps, nSamples }: Options, locale: Locale): string {
  const words = wordsIn(locale);
  if (typeof nSteps === "number") return words.steps(nSteps);
  if (typeof nSamples === "number") return words.samples(nSamples);
  return "";
}
