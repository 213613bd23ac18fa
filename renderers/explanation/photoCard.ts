import { element } from "../dom/element.ts";
import type { Cursor } from "../shared/cursor.ts";
import type { Note } from "../shared/heatmapNotes.ts";
import { drawPhoto } from "./draw.ts";
import type { Look } from "./paint.ts";
import { type StageEvents, stage } from "./stage.ts";
import type { Strings } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";

/** The picture beside its maps, as it is. */
export interface PhotoCard {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** What stands above it, and below. */
  readonly title: string;
  readonly below: string;
  readonly notes: readonly Note[];
  draw(look: Look): void;
  point(cursor: Cursor | undefined): void;
}

export interface PhotoCardOptions {
  /** What the model says of it: `Egyptian cat`, `P = 0.385`, and what it should have said. */
  answer: readonly string[];
  /** Whether the answer is its title: of many pictures. */
  named: boolean;
  strings: Strings;
  on: StageEvents;
}

/** @param view any of the maps over the picture. */
export function photoCard(view: ViewMap, { answer: told, named, strings, on }: PhotoCardOptions): PhotoCard {
  const { under } = view;
  const [first = "", second = "", wrong] = told;
  const answer = told.join(", ");
  const title = named ? first || strings.picture : strings.picture;
  const below = named ? second : [first, second].filter(Boolean).join(", ");
  const label = [strings.picture, answer].filter(Boolean).join(", ");
  const notes: Note[] = [
    ...(wrong === undefined ? [] : [{ text: wrong, warning: true }]),
    ...(under.photo?.bands ? [{ text: strings.bands(under.photo.bands.join(", ")), warning: false }] : []),
    ...(under.photo?.stretched ? [{ text: strings.stretched, warning: false }] : []),
  ];
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
    element("h3", {}, title, element("span", { class: "dim", title: answer }, below || "\u00a0")),
    stood.element,
    element("div", { class: "value" }, "\u00a0"),
    ...notes.map(({ text, warning }) => element("p", { class: warning ? "note warning" : "note" }, text)),
  );
  return {
    element: made,
    canvas: stood.canvas,
    title,
    below,
    notes,
    draw(look) {
      drawPhoto(stood.canvas, view, look);
      stood.see(look.part);
    },
    point: (cursor) => stood.mark(cursor),
  };
}
