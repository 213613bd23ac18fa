import { element } from "../dom/element.ts";
import type { Cursor } from "../shared/cursor.ts";
import { drawPhoto } from "./draw.ts";
import type { Look } from "./paint.ts";
import { type StageEvents, stage } from "./stage.ts";
import type { Strings } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";

/** The picture beside its maps, as it is. */
export interface PhotoCard {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** What the model says of it. */
  readonly answer: string;
  draw(look: Look): void;
  point(cursor: Cursor | undefined): void;
}

/** @param view any of the maps over the picture. @param answer what the model says of it: `Egyptian cat, 38%`. */
export function photoCard(
  view: ViewMap,
  { answer, strings, on }: { answer: string; strings: Strings; on: StageEvents },
): PhotoCard {
  const { under } = view;
  const label = [strings.picture, answer].filter(Boolean).join(", ");
  const stood = stage(
    {
      grid: under,
      label: strings.mapHelp(strings.picture, answer, on.zoom !== undefined),
      roleDescription: strings.picture,
      key: `picture-${view.told.image}`,
      on,
    },
    label,
  );
  const made = element(
    "section",
    { class: "card", "aria-label": label },
    element("h3", {}, strings.picture, element("span", { class: "dim", title: answer }, answer || "\u00a0")),
    stood.element,
    element("div", { class: "value" }, "\u00a0"),
    under.photo?.stretched ? element("p", { class: "note" }, strings.stretched) : undefined,
  );
  return {
    element: made,
    canvas: stood.canvas,
    answer,
    draw(look) {
      drawPhoto(stood.canvas, view, look);
      stood.see(look.part);
    },
    point: (cursor) => stood.mark(cursor),
  };
}
