import type { ImagesPayload } from "../../kernel/payloads/imagesPayload.ts";
import { element } from "../dom/element.ts";
import { fill } from "../dom/fill.ts";
import { ownKeys } from "../dom/ownKeys.ts";
import { saveFile } from "../dom/save.ts";
import type { Locale } from "../shared/heatmapWords.ts";
import { pictureOf } from "./picture.ts";
import { stringsIn } from "./strings.ts";
import { type Tile, tile } from "./tile.ts";

export const sizes = { least: 16, most: 480, step: 8 } as const;

/** Pictures side by side, as large as the reader wants them. `changed` hears the size. */
export function imagesView(
  { images, title, columns }: ImagesPayload,
  given: number,
  locale: Locale,
  changed: (size: number) => void,
): HTMLElement {
  const strings = stringsIn(locale);
  const name = title ?? strings.view;
  let size = given;
  let opened: number | undefined;
  const tiles: Tile[] = images.map((image, index) =>
    tile({
      image,
      index,
      strings,
      toggle: () => open(opened === index ? undefined : index),
      go: (key) => go(tiles[index], key),
      broken: () => stopAt(stops()[0]),
    }),
  );
  const slider = element("input", {
    type: "range",
    min: Math.min(sizes.least, size),
    max: Math.max(sizes.most, size),
    step: sizes.step,
    value: size,
    "aria-label": strings.size,
    "data-key": "size",
    input: () => {
      resize(Number(slider.value));
      changed(size);
    },
  });
  const save = element(
    "button",
    {
      type: "button",
      class: "link",
      title: strings.savePng,
      "aria-label": strings.savePng,
      "data-key": "png",
      click: async () => {
        const all = tiles.map(({ image }, i) => ({ image, ...images[i] }));
        saveFile("pictures.png", await pictureOf(all, { columns, title, size }), root);
      },
    },
    strings.png,
  );
  const grid = element("div", { class: "grid", role: "group", "aria-label": strings.help(name) });
  grid.append(...tiles.map((each) => each.element));
  grid.style.setProperty("--columns", String(columns));
  const root = element(
    "div",
    { class: "root", lang: locale, role: "region", "aria-label": name },
    title === undefined ? undefined : element("p", { class: "title" }, title),
    element("div", { class: "bar" }, element("label", { class: "dim" }, strings.size, slider), save),
    grid,
  );

  function resize(next: number): void {
    size = next;
    grid.style.setProperty("--size", `${size}px`);
    slider.setAttribute("aria-valuetext", strings.sizeIs(size));
    fill(slider);
    for (const each of tiles) each.resize(size);
  }

  function open(index: number | undefined): void {
    const at = index ?? opened;
    if (opened !== undefined) tiles[opened].open(false);
    opened = index;
    if (index !== undefined) tiles[index].open(true);
    grid.classList.toggle("opened", index !== undefined);
    // Also when it closes: what was focused may be hidden now.
    if (at !== undefined) tiles[at].button.focus();
  }

  /** Where the keyboard can go. */
  const stops = () => tiles.filter(({ button }) => button.isConnected);

  /** One stop for Tab, and arrow keys from there, however many pictures there are. */
  function stopAt(stop: Tile | undefined): void {
    for (const each of tiles) each.button.tabIndex = each === stop ? 0 : -1;
  }

  function go(tile: Tile, key: string): boolean {
    const all = stops();
    const from = all.indexOf(tile);
    const top = tiles[0].element.offsetTop;
    const across = tiles.filter((each) => each.element.offsetTop === top).length;
    const to: Record<string, number> = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from - across,
      ArrowDown: from + across,
      Home: 0,
      End: all.length - 1,
    };
    if (!(key in to)) return false;
    all[to[key]]?.button.focus();
    return true;
  }

  for (const each of tiles) each.button.addEventListener("focus", () => stopAt(each));
  stopAt(tiles[0]);
  resize(size);
  ownKeys(root);
  return root;
}
