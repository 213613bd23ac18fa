import { element } from "../dom/element.ts";
import { uniqueId } from "../dom/uniqueId.ts";
import type { Words } from "../shared/heatmapWords.ts";
import { type Answered, answered } from "./head.ts";
import type { Strings } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";

/** Chips that fit in a row or two; of more classes the five most probable get one, and the others are found by name. */
const most = 20;
const best = 5;
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
  if (!answer || count < 2 || count > listed) return undefined;
  const { kind, values, ranked, nameOf, textOf } = answer;
  const isChance = kind === "classes" || kind === "binary" || kind === "labels";
  const help = isChance ? strings.classes : strings.outputs;
  const explained = new Set(maps.map(({ told }) => told.target));
  const few = count <= most;
  const shown = few ? [...values.keys()] : [...new Set([...ranked.slice(0, best), ...explained])].slice(0, most);
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
  if (!few) group.append(search(answer, isChance ? strings.otherClass : strings.otherOutput, strings, pick));
  return group;
}

/** A field that finds a class by its name, the most probable first. */
function search({ ranked, nameOf, textOf }: Answered, label: string, strings: Strings, pick: (target: number) => void) {
  const id = `classes-${uniqueId()}`;
  const options = ranked.map((index) => element("option", { value: nameOf(index) }, textOf(index)));
  const field = element("input", {
    type: "search",
    list: id,
    placeholder: label,
    "aria-label": label,
    "data-key": "class-other",
    change: () => choose(),
    input: (event) => {
      // A name that was chosen from the list, not one that is still being written.
      const { inputType } = event as InputEvent;
      if (inputType === undefined || inputType === "insertReplacementText") choose();
    },
  });
  const said = element("span", { class: "dim", role: "status" });

  let before = "";
  function choose(): void {
    const wanted = field.value.trim().toLowerCase();
    if (!wanted || wanted === before) return;
    before = wanted;
    const named = (is: (name: string) => boolean) => ranked.find((index) => is(nameOf(index).toLowerCase()));
    const found = named((name) => name === wanted) ?? named((name) => name.includes(wanted));
    said.textContent = found === undefined ? strings.noClass(field.value.trim()) : "";
    if (found !== undefined) pick(found);
  }

  return element("span", { class: "search" }, field, element("datalist", { id }, ...options), said);
}
