import { fromBase64 } from "../../kernel/payloads/base64.ts";
import { type ImagePayload, sourceOf } from "../../kernel/payloads/imagesPayload.ts";
import { element } from "../dom/element.ts";
import { isShortcut } from "../dom/ownKeys.ts";
import { saveFile } from "../dom/save.ts";
import { type Cursor, cellAt, movedBy } from "../shared/cursor.ts";
import { type Pixels, pixelsOf, readPixel } from "./pixels.ts";
import type { Strings } from "./strings.ts";

/** Width of a picture that was opened, in CSS pixels, where there is room. */
export const largeWidth = 560;

export interface Tile {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly image: HTMLImageElement;
  resize(size: number): void;
  open(isOpen: boolean): void;
}

interface TileOptions {
  image: ImagePayload;
  index: number;
  strings: Strings;
  toggle(): void;
  /** A key that is not for the picture itself. */
  go(key: string): boolean;
  /** Its file cannot be read: there is no button any more. */
  broken(): void;
}

/** A picture with its caption. Opened, it is large, and says the pixel under the pointer or the keyboard's cursor. */
export function tile({ image: told, index, strings, toggle, go, broken }: TileOptions): Tile {
  let isOpen = false;
  let size = 0;
  let pixels: Pixels | undefined;
  let cursor: Cursor | undefined;
  const image = element("img", {
    src: sourceOf(told),
    alt: told.alt,
    class: told.paper && "paper",
    style: `aspect-ratio: ${told.width} / ${told.height}`,
    error: () => {
      button.replaceWith(element("p", { class: "problem", role: "alert" }, strings.unreadable(told.alt)));
      broken();
    },
  });
  const marker = element("span", { class: "marker", hidden: true });
  const button = element(
    "button",
    {
      type: "button",
      class: "picture",
      "aria-expanded": "false",
      "data-key": `picture-${index}`,
      click: toggle,
      keydown: (event) => onKey(event as KeyboardEvent),
      pointermove: (event) => isOpen && point(under(event as PointerEvent)),
      pointerleave: () => point(undefined),
    },
    image,
    marker,
  );
  const readout = element("span", { class: "readout", role: "status" });
  const more = element(
    "div",
    { class: "more", hidden: true },
    readout,
    element(
      "button",
      {
        type: "button",
        class: "link",
        "aria-label": told.jpeg === undefined ? strings.saveOne : strings.saveJpeg,
        click: save,
      },
      told.jpeg === undefined ? strings.png : strings.jpeg,
    ),
    element("button", { type: "button", class: "link", click: toggle }, strings.close),
  );
  const caption = told.caption ? element("figcaption", {}, told.caption) : undefined;
  const made = element(
    "figure",
    { class: "tile", keydown: (event) => onEscape(event as KeyboardEvent) },
    button,
    more,
    caption,
  );
  // A tall picture takes no more of the page than a wide one.
  made.style.setProperty("--share", String(Math.min(1, (1.5 * told.width) / told.height)));

  function under({ clientX, clientY }: PointerEvent): Cursor {
    const box = image.getBoundingClientRect();
    return { y: (clientY - box.top) / box.height, x: (clientX - box.left) / box.width };
  }

  function onKey(event: KeyboardEvent): void {
    const to = isOpen && pixels ? movedBy(event, pixels, cursor) : undefined;
    if (to) point(to);
    else if (isOpen || isShortcut(event) || !go(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** From any of its buttons. */
  function onEscape(event: KeyboardEvent): void {
    if (!isOpen || event.key !== "Escape" || isShortcut(event)) return;
    toggle();
    event.preventDefault();
    event.stopPropagation();
  }

  function point(to: Cursor | undefined): void {
    cursor = to;
    marker.hidden = !to || !pixels;
    if (!to || !pixels) {
      readout.textContent = strings.pixels(told.width, told.height);
      return;
    }
    const { width, height } = pixels;
    const cell = cellAt(pixels, to);
    const [row, column] = cell;
    const read = readPixel(pixels, cell, told.paper);
    marker.style.cssText = `top:${(100 * row) / height}%;left:${(100 * column) / width}%;height:${100 / height}%;width:${100 / width}%`;
    readout.textContent = `${strings.at(row, column)} · ${"ink" in read ? strings.ink(read.ink) : read.color}`;
  }

  function save(): void {
    const isJpeg = told.jpeg !== undefined;
    const blob = new Blob([fromBase64(told.jpeg ?? told.png ?? "")], { type: isJpeg ? "image/jpeg" : "image/png" });
    saveFile(`picture-${index + 1}.${isJpeg ? "jpg" : "png"}`, blob, made);
  }

  function crisp(): void {
    image.classList.toggle("crisp", (isOpen ? largeWidth : size) >= told.width);
  }

  return {
    element: made,
    button,
    image,
    resize(next) {
      size = next;
      crisp();
    },
    open(next) {
      isOpen = next;
      pixels = isOpen ? pixelsOf(image) : undefined;
      made.classList.toggle("large", isOpen);
      button.setAttribute("aria-expanded", String(isOpen));
      more.hidden = !isOpen;
      point(undefined);
      crisp();
    },
  };
}
