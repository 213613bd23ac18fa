import { element } from "../dom/element.ts";
import type { Words } from "../shared/heatmapWords.ts";
import { answered } from "./head.ts";
import type { Strings } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";

/** Chips that fit in a row or two; of more classes the most probable get one. */
const most = 20;
/** Outputs that somebody would look through by name. */
const listed = 2000;

export interface ClassPickerOptions {
  maps: readonly ViewMap[];
  labels: readonly string[];
  words: Words;
  strings: Strings;
  /** Asks the kernel to explain another class; absent where no kernel can. */
  pick?: ((target: number) => void) | undefined;
}

/**
 * The classes with their probabilities, or the numbers that a model answers: those that are explained are marked, and
 * others can be asked for.
 */
export function classPicker({ maps, labels, words, strings, pick }: ClassPickerOptions): HTMLElement | undefined {
  const answer = answered(maps, labels, words);
  const count = answer?.values.length ?? 0;
  if (!answer || count < 2 || count > listed || (count > most && !pick)) return undefined;
  const { kind, values, ranked, nameOf, textOf } = answer;
  const isChance = kind === "classes" || kind === "binary" || kind === "labels";
  const help = isChance ? strings.classes : strings.outputs;
  const explained = new Set(maps.map(({ told }) => told.target));
  const few = count <= most;
  const shown = few ? [...values.keys()] : [...new Set([...explained, ...ranked.slice(0, 10)])].slice(0, most);
  const chip = (index: number) => {
    const bar = isChance ? element("i", { style: `width:${(100 * values[index]).toFixed(1)}%` }) : undefined;
    const title = strings.isOf(nameOf(index), textOf(index));
    const on = explained.has(index);
    if (!pick) return element("li", { class: on ? "chip on" : "chip", title }, nameOf(index), bar);
    const attributes = { type: "button", class: "chip", title, "aria-label": title, "data-key": `class-${index}` };
    return element(
      "button",
      { ...attributes, "aria-pressed": String(on), click: () => pick(index) },
      nameOf(index),
      bar,
    );
  };
  if (!pick) return element("ul", { class: "chips", "aria-label": help }, ...shown.map(chip));
  const group = element("div", { class: "chips", role: "group", "aria-label": help }, ...shown.map(chip));
  if (!few) {
    const other = isChance ? strings.otherClass : strings.otherOutput;
    const options = ranked.map((index) => element("option", { value: index }, nameOf(index)));
    const select = element(
      "select",
      { "aria-label": other, "data-key": "class-other", change: () => pick(Number(select.value)) },
      element("option", { value: "", selected: true, disabled: true }, other),
      ...options,
    );
    group.append(select);
  }
  return group;
}
