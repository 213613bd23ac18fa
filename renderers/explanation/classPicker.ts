import { element } from "../dom/element.ts";
import { chance, classesOf } from "./head.ts";
import type { Strings } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";

/** Chips that fit in a row or two; of more classes the most probable get one. */
const most = 20;

export interface ClassPickerOptions {
  maps: readonly ViewMap[];
  labels: readonly string[];
  strings: Strings;
  /** Asks the kernel to explain another class; absent where no kernel can. */
  pick?: ((target: number) => void) | undefined;
}

/** The classes with the model's answer to each: those that are explained are marked, and others can be asked for. */
export function classPicker({ maps, labels, strings, pick }: ClassPickerOptions): HTMLElement | undefined {
  const classes = classesOf(maps);
  const count = classes?.probabilities.length ?? 0;
  if (!classes || (count > most && !pick)) return undefined;
  const explained = new Set(maps.map(({ told }) => told.target));
  const few = count <= most;
  const shown = few
    ? [...classes.probabilities.keys()]
    : [...new Set([...explained, ...classes.ranked.slice(0, 10)])].slice(0, most);
  const label = (index: number) => labels[index] ?? String(index);
  const chip = (index: number) => {
    const p = classes.probabilities[index];
    const bar = element("i", { style: `width:${(100 * p).toFixed(1)}%` });
    const title = strings.chance(label(index), chance(p));
    const on = explained.has(index);
    if (!pick) return element("li", { class: on ? "chip on" : "chip", title }, label(index), bar);
    const attributes = { type: "button", class: "chip", title, "aria-label": title, "data-key": `class-${index}` };
    return element(
      "button",
      { ...attributes, "aria-pressed": String(on), click: () => pick(index) },
      label(index),
      bar,
    );
  };
  if (!pick) return element("ul", { class: "chips", "aria-label": strings.classes }, ...shown.map(chip));
  const group = element("div", { class: "chips", role: "group", "aria-label": strings.classes }, ...shown.map(chip));
  if (!few) {
    const options = classes.ranked.map((index) => element("option", { value: index }, label(index)));
    const select = element(
      "select",
      { "aria-label": strings.otherClass, "data-key": "class-other", change: () => pick(Number(select.value)) },
      element("option", { value: "", selected: true, disabled: true }, strings.otherClass),
      ...options,
    );
    group.append(select);
  }
  return group;
}
