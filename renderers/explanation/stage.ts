import { element } from "../dom/element.ts";
import { type Cursor, cellAt, cursorAt, movedBy } from "../shared/cursor.ts";
import { type Part, whole } from "./under.ts";
import { fromSeen, toSeen } from "./zoom.ts";

export interface StageOptions {
  /** What the cursor moves on. */
  grid: { height: number; width: number };
  label: string;
  roleDescription: string;
  key: string;
  on: StageEvents;
}

/** What the reader does on a map: places are of the whole picture, whatever part is seen. */
export interface StageEvents {
  /** The pointer is over a cell, or has left the map. */
  hover(cursor: Cursor | undefined): void;
  /** A cell was chosen, by a click or by the keyboard; undefined takes it back. */
  pin(cursor: Cursor | undefined, byKeyboard: boolean): void;
  /** Enlarges by a factor, around a place; absent where nothing can be enlarged. */
  zoom?: ((factor: number, place?: Cursor) => void) | undefined;
  /** Moves what is seen by shares of it. */
  pan(dy: number, dx: number): void;
  select(): void;
  /** Where the keyboard's cursor starts from. */
  cursor(): Cursor | undefined;
}

/** A canvas on which places are pointed at, by pointer and keyboard. */
export interface Stage {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Which part of the picture is seen. */
  see(part: Part): void;
  /** Marks the cell at a place. */
  mark(cursor: Cursor | undefined): void;
}

const zoomKeys: Record<string, number> = { "+": 1.5, "=": 1.5, "-": 1 / 1.5, "0": 0 };
/** Pixels that a hand moves without meaning to. */
const still = 4;

export function stage({ grid, label, roleDescription, key, on }: StageOptions, alt: string, ...over: Element[]): Stage {
  const canvas = element("canvas", { role: "img", "aria-label": alt });
  const marker = element("div", { class: "marker", hidden: true });
  let part = whole;
  let marked: Cursor | undefined;
  /** Where the pointer went down, in shares of what is seen; `moved` once it drags. */
  let held: { y: number; x: number; moved: boolean } | undefined;
  const made = element(
    "div",
    {
      class: "stage",
      tabindex: 0,
      role: "application",
      "aria-roledescription": roleDescription,
      "aria-label": label,
      "data-key": key,
      pointerdown: (event) => {
        held = { ...seenAt(event as PointerEvent), moved: false };
      },
      pointermove: (event) => onMove(event as PointerEvent),
      pointerup: (event) => {
        if (held && !held.moved) on.pin(cellUnder(event as PointerEvent), false);
        held = undefined;
      },
      pointercancel: () => {
        held = undefined;
      },
      pointerleave: () => on.hover(undefined),
      focus: () => on.select(),
      keydown: (event) => onKey(event as KeyboardEvent),
    },
    canvas,
    ...over,
    marker,
  );
  // Without Ctrl the wheel is the page's.
  made.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey || !on.zoom) return;
      event.preventDefault();
      on.zoom(event.deltaY < 0 ? 1.25 : 0.8, fromSeen(part, seenAt(event)));
    },
    { passive: false },
  );

  function seenAt({ clientX, clientY }: MouseEvent): Cursor {
    const box = canvas.getBoundingClientRect();
    return { y: (clientY - box.top) / box.height, x: (clientX - box.left) / box.width };
  }

  function cellUnder(event: MouseEvent): Cursor {
    return cursorAt(grid, ...cellAt(grid, fromSeen(part, seenAt(event))));
  }

  function onMove(event: PointerEvent): void {
    if (held && part.height < 1) {
      const { y, x } = seenAt(event);
      const box = canvas.getBoundingClientRect();
      const far = Math.hypot((y - held.y) * box.height, (x - held.x) * box.width);
      if (held.moved || far > still) {
        if (!held.moved) made.setPointerCapture(event.pointerId);
        on.pan(held.y - y, held.x - x);
        held = { y, x, moved: true };
        return;
      }
    }
    on.hover(cellUnder(event));
  }

  function onKey(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey } = event;
    const isPlain = !ctrlKey && !metaKey && !altKey;
    if (key === "Escape") {
      on.pin(undefined, true);
      return;
    }
    if (isPlain && on.zoom && key in zoomKeys) on.zoom(zoomKeys[key], on.cursor());
    else {
      const to = movedBy(event, grid, on.cursor());
      if (!to) return;
      on.pin(to, true);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function draw(): void {
    marker.hidden = !marked;
    if (!marked) return;
    const [row, column] = cellAt(grid, marked);
    const { y, x } = toSeen(part, { y: row / grid.height, x: column / grid.width });
    const size = { height: 1 / grid.height / part.height, width: 1 / grid.width / part.width };
    marker.hidden = y < -size.height / 2 || x < -size.width / 2 || y > 1 - size.height / 2 || x > 1 - size.width / 2;
    marker.style.cssText = `top:${100 * y}%;left:${100 * x}%;height:${100 * size.height}%;width:${100 * size.width}%`;
  }

  return {
    element: made,
    canvas,
    see(next) {
      part = next;
      made.classList.toggle("enlarged", part.height < 1);
      draw();
    },
    mark(cursor) {
      marked = cursor;
      draw();
    },
  };
}
