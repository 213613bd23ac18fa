import { element } from "../dom/element.ts";
import { divergingScale, type Palette, sequentialScale } from "../shared/colours.ts";
import { type Locale, wordsIn } from "../shared/heatmapWords.ts";
import { number, signedNumber } from "../shared/number.ts";
import type { Sign } from "./paint.ts";
import type { Scale } from "./scales.ts";
import type { Strings } from "./strings.ts";

/** Which colour means how much, for each group of maps that shares a scale. */
export function legend(
  scales: Iterable<Scale>,
  sign: Sign,
  palette: Palette,
  locale: Locale,
  strings: Strings,
): HTMLElement[] {
  const words = wordsIn(locale);
  return [...scales].map((scale) => {
    const { output, segmented, signed, range } = scale;
    const shown = signed ? sign : "absolute";
    const two = (value: number, plus = false) => (plus ? signedNumber : number)(Number(value.toPrecision(2)));
    const [low, high] = {
      all: [`${words.against} ${two(-range)}`, `${words.for} ${two(range, true)}`],
      positive: ["0", `${words.for} ${two(range, true)}`],
      negative: [`${words.against} ${two(-range)}`, "0"],
      absolute: ["0", `${words.strong} ${two(range)}`],
    }[shown];
    const name = `${shown === "absolute" ? `${strings.strength} ` : ""}${strings.group[output]}${segmented ? ` ${strings.ofSegments}` : ""}`;
    const bar = element("span", { class: "bar", style: `background:${gradient(shown, palette)}` });
    return element(
      "div",
      { class: "scale dim" },
      element("span", {}, name),
      element("span", {}, low),
      bar,
      element("span", {}, high),
    );
  });
}

function gradient(sign: Sign, palette: Palette): string {
  const whole = sign === "absolute" ? sequentialScale(palette) : divergingScale(palette);
  const half = whole.length / 2;
  const stops = sign === "positive" ? whole.slice(half) : sign === "negative" ? whole.slice(0, half) : whole;
  const [first, last] = [stops[0][0], stops[stops.length - 1][0]];
  const list = stops.map(([at, colour]) => `${colour} ${((100 * (at - first)) / (last - first)).toFixed(1)}%`);
  return `linear-gradient(to right, ${list.join(", ")})`;
}
