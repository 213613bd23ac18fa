import { number, signedNumber } from "../../kernel/payloads/number.ts";
import { element } from "../dom/element.ts";
import { divergingScale, type Palette, sequentialScale } from "../shared/colors.ts";
import type { Locale } from "../shared/heatmapWords.ts";
import { scaleWords } from "../shared/mapMeaning.ts";
import type { Sign } from "./paint.ts";
import type { Scale } from "./scales.ts";

/** Which color means how much: a bar from what stands at its low end to what stands at its high end. */
export interface LegendEntry {
  name: string;
  low: string;
  high: string;
  /** From 0 to 1. */
  stops: readonly (readonly [at: number, color: string])[];
}

/** An entry for each group of maps that shares a scale, or a meaning where each map has a scale of its own. */
export function legendEntries(scales: Iterable<Scale>, sign: Sign, palette: Palette, locale: Locale): LegendEntry[] {
  const all = [...scales].map(({ meaning, range, titles }) => {
    const shown = meaning.signed ? sign : "absolute";
    const { name, low, high } = scaleWords(meaning, shown !== "absolute", locale);
    const end = (word: string, value: number | undefined, plus = false) =>
      [word, value === undefined ? "" : (plus ? signedNumber : number)(Number(value.toPrecision(2)))]
        .filter(Boolean)
        .join(" ");
    const from = shown === "all" || shown === "negative" ? end(low, range && -range) : "0";
    const to = shown === "absolute" ? end("", range) : shown === "negative" ? "0" : end(high, range, true);
    return { name, titles, low: from, high: to, stops: stopsOf(shown, palette) };
  });
  // Scales of one meaning are told apart by whose they are.
  return all.map(({ titles, ...entry }) => ({
    ...entry,
    name:
      all.filter(({ name }) => name === entry.name).length > 1 ? `${entry.name} · ${titles.join(", ")}` : entry.name,
  }));
}

/** The entries on the page. */
export const legend = (entries: readonly LegendEntry[]): HTMLElement[] =>
  entries.map(({ name, low, high, stops }) => {
    const list = stops.map(([at, color]) => `${color} ${(100 * at).toFixed(1)}%`);
    const bar = element("span", { class: "bar", style: `background:linear-gradient(to right, ${list.join(", ")})` });
    const [told, from, to] = [name, low, high].map((text) => element("span", {}, text));
    return element("div", { class: "scale dim" }, told, from, bar, to);
  });

function stopsOf(sign: Sign, palette: Palette): [number, string][] {
  const whole = sign === "absolute" ? sequentialScale(palette) : divergingScale(palette);
  const half = whole.length / 2;
  const stops = sign === "positive" ? whole.slice(half) : sign === "negative" ? whole.slice(0, half) : whole;
  const [first, last] = [stops[0][0], stops[stops.length - 1][0]];
  return stops.map(([at, color]) => [(at - first) / (last - first), color]);
}
