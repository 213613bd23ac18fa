import { number, signedNumber } from "../../kernel/payloads/number.ts";
import { element } from "../dom/element.ts";
import { type Cursor, cellAt } from "../shared/cursor.ts";
import type { Note } from "../shared/heatmapNotes.ts";
import type { Words } from "../shared/heatmapWords.ts";
import { drawMap } from "./draw.ts";
import { outlines } from "./outlines.ts";
import { type Look, valueAt } from "./paint.ts";
import { plotAround } from "./plot.ts";
import { type StageEvents, stage } from "./stage.ts";
import type { Strings } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";

export interface CardOptions {
  view: ViewMap;
  subtitle: string;
  notes: readonly Note[];
  strings: Strings;
  words: Words;
  on: StageEvents;
  /** Whether it is one of many: no words fit on it. */
  small: boolean;
  /** What stands below the map: the planes across a slice. */
  below?: HTMLElement | undefined;
  /** What stands below the evidence: the method's parameters. */
  more?: HTMLElement | undefined;
}

/** One map with its title, its evidence and the value under the cursor. */
export interface Card {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** @param values of the map, smoothed where the reader asked for it. */
  draw(values: Float32Array, look: Look, shown: { ownScale: boolean; segments: boolean }): void;
  point(cursor: Cursor | undefined): void;
  select(selected: boolean): void;
}

export function card({ view, subtitle, notes, strings, words, below, more, on, small }: CardOptions): Card {
  const { map, told, meaning, title } = view;
  const lines = outlines(view, !small);
  const stood = stage(
    {
      grid: map,
      label: strings.mapHelp(title, subtitle, on.zoom !== undefined),
      roleDescription: strings.heatMap,
      key: `map-${view.index}`,
      on,
    },
    told.text,
    ...lines.elements,
  );
  const value = element("div", { class: "value" }, "\u00a0");
  /** What stands where the value under the cursor will. */
  let unpointed = "\u00a0";
  let isPointed = false;
  const evidence = notes.map(({ text, warning }) => element("p", { class: warning ? "note warning" : "note" }, text));
  const made = element(
    "section",
    { class: "card", "aria-label": [title, subtitle].filter(Boolean).join(", ") },
    element("h3", {}, title, element("span", { class: "dim", title: subtitle }, subtitle || "\u00a0")),
    plotAround(stood.element, view, words),
    below,
    value,
    ...evidence,
    more,
  );

  return {
    element: made,
    canvas: stood.canvas,
    draw(values, look, { ownScale, segments }) {
      drawMap(stood.canvas, view, values, look);
      stood.see(look.part);
      lines.see(look.part);
      lines.show(segments);
      const full = `${meaning.signed ? "±" : ""}${number(look.range, 2)}`;
      unpointed = ownScale ? strings.fullAt(full) : "\u00a0";
      if (!isPointed) value.textContent = unpointed;
    },
    point(cursor) {
      stood.mark(cursor);
      isPointed = cursor !== undefined;
      if (!cursor) {
        value.textContent = unpointed;
        return;
      }
      const [row, column] = cellAt(map, cursor);
      const told = valueAt(map, cursor);
      value.replaceChildren(`${strings.value} `, element("b", {}, (meaning.signed ? signedNumber : number)(told, 3)));
      if (view.segments) value.append(` · ${strings.segment(view.segments[row * map.width + column])}`);
    },
    select(selected) {
      made.classList.toggle("selected", selected);
    },
  };
}
