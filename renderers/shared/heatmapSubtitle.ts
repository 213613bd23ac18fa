import type { MapPayload } from "../../kernel/payloads/explanationPayload.ts";
import { tidyNumber } from "../../kernel/payloads/number.ts";
import { type Locale, type Words, wordsIn } from "./heatmapWords.ts";
import { layerName } from "./layerName.ts";
import { type MapMeaning, outputName } from "./mapMeaning.ts";

type Options = Readonly<Record<string, unknown>>;

/** What a subtitle is made of. */
export type Explained = Pick<MapPayload, "target" | "layout"> & { options: Options; input?: string | undefined };

/** What is explained and with how much effort: `logit of class 7 · 50 steps`. Activations and attention are of no class. */
export function subtitleOf(
  { target, options, layout, input = "" }: Explained,
  meaning: MapMeaning,
  labels: readonly string[] | undefined,
  locale: Locale,
): string {
  const words = wordsIn(locale);
  const { role, of } = meaning.about;
  const layer = typeof options.layer === "string" ? layerName(options.layer) : "";
  const neuron = options.neuron === undefined ? "" : JSON.stringify(options.neuron).replaceAll(",", ", ");
  const part =
    layout?.kind === "slice"
      ? words.slice(layout.at, layout.of)
      : layout?.kind === "list" && layout.of > layout.items.length
        ? words.largest(tidyNumber(layout.items.length), tidyNumber(layout.of))
        : "";
  const isOfAnswer = role !== "activation" && role !== "attention";
  const what = of === "neuron" ? `${words.neuron} ${neuron}` : explained(meaning, target, labels, words);
  const asked = isOfAnswer ? [what, effort(options, words), baseline(options, words)] : [];
  return [input, ...asked, shortened(layer), part].filter(Boolean).join(" · ");
}

/** Letters of a layer's name that are shown: its beginning and its end tell layers apart. */
const most = 26;

function shortened(name: string): string {
  if (name.length <= most) return name;
  const half = Math.floor((most - 1) / 2);
  return `${name.slice(0, half)}…${name.slice(-half)}`;
}

/** Which output: by its name where it has one. */
export function explained(
  meaning: MapMeaning,
  target: number,
  labels: readonly string[] | undefined,
  words: Words,
): string {
  const { kind, names } = meaning.answer;
  const name = labels?.[target] ?? names?.[target];
  switch (kind) {
    case "classes":
    case "binary":
    case "pixels":
      // A class that is called by a number says nothing by itself.
      return words.of(
        outputName(meaning, words),
        name === undefined || /^\d+$/.test(name) ? words.ofClass(name ?? String(target)) : name,
      );
    case "labels":
      return words.of(outputName(meaning, words), name ?? words.ofLabel(target));
    case "number":
      return name ?? words.prediction;
    default:
      return name ?? words.ofOutput(target);
  }
}

function effort({ nSteps, nSamples }: Options, words: Words): string {
  if (typeof nSteps === "number") return words.steps(tidyNumber(nSteps));
  if (typeof nSamples === "number") return words.samples(tidyNumber(nSamples));
  return "";
}

/** Only one that was asked for by name. */
const baseline = ({ baselines }: Options, words: Words) =>
  typeof baselines === "string" ? words.baseline(baselines) : "";
