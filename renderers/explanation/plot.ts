import { element } from "../dom/element.ts";
import type { Words } from "../shared/heatmapWords.ts";
import { namesOf } from "../shared/layoutWords.ts";
import type { ViewMap } from "./viewMaps.ts";

/** Names that stand under each other without touching. */
const most = 24;

/** The names of the rows of a series or a list; undefined for a picture, whose rows have none. */
export function rowNames({ layout, map }: ViewMap, words: Words): string[] | undefined {
  if (layout.kind === "list") return layout.items;
  return layout.kind === "series" ? namesOf(layout, map.height, words) : undefined;
}

/** A stage with the names of its rows beside it and, of a series, what its columns are below it. */
export function plotAround(stage: HTMLElement, view: ViewMap, words: Words): HTMLElement {
  const names = rowNames(view, words);
  if (!names) return stage;
  const every = Math.ceil(names.length / most);
  const shown = names.map((name, i) => element("span", { title: name }, i % every === 0 ? name : ""));
  const below = view.layout.kind === "series" ? element("div", { class: "axis dim" }, words.step) : undefined;
  return element(
    "div",
    { class: "plot" },
    element("div", { class: "names dim", "aria-hidden": "true" }, ...shown),
    stage,
    below,
  );
}
