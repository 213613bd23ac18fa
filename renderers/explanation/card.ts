import { signedNumber } from "../../kernel/payloads/number.ts";
import { element } from "../dom/element.ts";
import { type Cursor, cellAt, cursorAt, movedBy } from "../shared/cursor.ts";
import type { Note } from "../shared/heatmapNotes.ts";
import type { Words } from "../shared/heatmapWords.ts";
import { drawMap } from "./draw.ts";
import { type Look, valueAt } from "./paint.ts";
import { plotAround } from "./plot.ts";
import type { Strings } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";

export interface CardOptions {
  view: ViewMap;
  subtitle: string;
  notes: readonly Note[];
  strings: Strings;
  words: Words;
  /** The pointer is over a cell, or has left the map. */
  hover(cursor: Cursor | undefined): void;
  /** A cell was chosen, by a click or by the keyboard; undefined takes it back. */
  pin(cursor: Cursor | undefined, byKeyboard: boolean): void;
  select(): void;
  /** Where the keyboard's cursor starts from. */
  cursor(): Cursor | undefined;
  /** What stands below the evidence: the method's parameters. */
  more?: HTMLElement | undefined;
}

/** One map with its title, its evidence and the value under the cursor. */
export interface Card {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  draw(look: Look): void;
  point(cursor: Cursor | undefined): void;
  select(selected: boolean): void;
}

export function card({ view, subtitle, notes, strings, words, more, ...on }: CardOptions): Card {
  const { map, told, meaning, title } = view;
  const canvas = element("canvas", { role: "img", "aria-label": told.text });
  const marker = element("div", { class: "marker", hidden: true });
  const stage = element(
    "div",
    {
      class: "stage",
      tabindex: 0,
      role: "application",
      "aria-roledescription": strings.heatMap,
      "aria-label": strings.mapHelp(title, subtitle),
      "data-key": `map-${view.index}`,
      pointermove: (event) => on.hover(under(event as PointerEvent)),
      pointerleave: () => on.hover(undefined),
      pointerdown: (event) => on.pin(under(event as PointerEvent), false),
      focus: () => on.select(),
      keydown: (event) => onKey(event as KeyboardEvent),
    },
    canvas,
    marker,
  );
  const value = element("div", { class: "value" }, "\u00a0");
  const evidence = notes.map(({ text, warning }) => element("p", { class: warning ? "note warning" : "note" }, text));
  const made = element(
    "section",
    { class: "card", "aria-label": [title, subtitle].filter(Boolean).join(", ") },
    element("h3", {}, title, element("span", { class: "dim", title: subtitle }, subtitle || "\u00a0")),
    plotAround(stage, view, words),
    value,
    ...evidence,
    more,
  );

  function under(event: PointerEvent): Cursor {
    const box = canvas.getBoundingClientRect();
    const place = { y: (event.clientY - box.top) / box.height, x: (event.clientX - box.left) / box.width };
    return cursorAt(map, ...cellAt(map, place));
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      on.pin(undefined, true);
      return;
    }
    const to = movedBy(event, map, on.cursor());
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    on.pin(to, true);
  }

  return {
    element: made,
    canvas,
    draw(look) {
      drawMap(canvas, view, look);
    },
    point(cursor) {
      marker.hidden = !cursor;
      if (!cursor) {
        value.textContent = "\u00a0";
        return;
      }
      const [row, column] = cellAt(map, cursor);
      marker.style.cssText = `top:${(100 * row) / map.height}%;left:${(100 * column) / map.width}%;height:${100 / map.height}%;width:${100 / map.width}%`;
      value.replaceChildren(
        `${strings.value} `,
        element("b", {}, meaning.signed ? signedNumber(valueAt(map, cursor)) : number4(valueAt(map, cursor))),
      );
      if (view.segments) value.append(` · ${strings.segment(view.segments[row * map.width + column])}`);
    },
    select(selected) {
      made.classList.toggle("selected", selected);
    },
  };
}

const number4 = (value: number) => signedNumber(value).replace("+", "");
