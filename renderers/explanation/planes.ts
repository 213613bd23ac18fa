import { element } from "../dom/element.ts";
import { opacity, type Rgb } from "../shared/colors.ts";
import type { Cursor } from "../shared/cursor.ts";
import { underMap } from "../shared/underMap.ts";
import { type PlaneKind, planeOf, shapeOfPlane, type Voxel } from "../shared/volumePlanes.ts";
import { colorsOf, type Look } from "./paint.ts";
import type { Strings } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";
import { sliceOf, type ViewVolume } from "./volume.ts";

const kinds = ["column", "row", "projection"] as const satisfies PlaneKind[];
/** Pixels of a plane's longer side on its canvas. */
const side = 160;

/** The planes across the slice that a card shows, and the largest values along depth. */
export interface Planes {
  readonly element: HTMLElement;
  draw(look: Look): void;
  /** The planes go through the cursor, or else through the strongest voxel. */
  point(cursor: Cursor | undefined): void;
}

export function planes(view: ViewMap, volume: ViewVolume, strings: Strings): Planes {
  const { map, under, at, spacing } = volume;
  let look: Look | undefined;
  let through: Voxel = at;
  const canvases = kinds.map((kind) => {
    const [height, width] = shapeOfPlane(map, kind, spacing);
    const canvas = element("canvas", { role: "img", "aria-label": "" });
    canvas.height = Math.max(1, Math.round(side * height));
    canvas.width = Math.max(1, Math.round(side * width));
    // The tallest is as tall as the row.
    canvas.style.width = "auto";
    canvas.style.height = `${Math.round(90 * height)}px`;
    return { kind, canvas };
  });
  const made = element("div", { class: "planes" }, ...canvases.map(({ canvas }) => canvas));

  function draw(): void {
    if (!look) return;
    const { palette, sign, range, overlay, mode } = look;
    const [positive, negative] = colorsOf(view.meaning.signed, sign, palette);
    const share = mode === "alone" ? 1 : Math.min(1, 2 * overlay);
    const base = mode === "alone" ? 0 : Math.min(1, 2 * (1 - overlay));
    for (const { kind, canvas } of canvases) {
      const [values, grays] = [planeOf(map, kind, through), planeOf(under, kind, through)];
      const { width, height } = canvas;
      const pixels = new Uint8ClampedArray(4 * width * height);
      for (let i = 0; i < width * height; i++) {
        const row = Math.floor((Math.floor(i / width) * values.height) / height);
        const cell = row * values.width + Math.floor(((i % width) * values.width) / width);
        const value = values.values[cell];
        const gray = grays.values[cell];
        const paper = underMap([gray, gray, gray], palette, base);
        const color: Rgb | undefined = !Number.isFinite(value) ? palette.invalid : value > 0 ? positive : negative;
        const alpha = color ? share * (Number.isFinite(value) ? opacity(Math.abs(value) / range) : 1) : 0;
        for (let c = 0; c < 3; c++) pixels[4 * i + c] = paper[c] + ((color?.[c] ?? 0) - paper[c]) * alpha;
        pixels[4 * i + 3] = 255;
      }
      const context = canvas.getContext("2d");
      context?.putImageData(new ImageData(pixels, width, height), 0, 0);
      if (context) mark(context, kind);
      const told = {
        column: strings.columnPlane(through[2]),
        row: strings.rowPlane(through[1]),
        projection: strings.projection,
      }[kind];
      canvas.setAttribute("aria-label", told);
      canvas.title = told;
    }
  }

  /** Where the slice that is shown cuts a plane. */
  function mark(context: CanvasRenderingContext2D, kind: PlaneKind): void {
    if (kind === "projection") return;
    const { width, height } = context.canvas;
    const along = kind === "column" ? width : height;
    const place = Math.min(along - 1, Math.floor(((sliceOf(view) + 0.5) * along) / map.depth));
    for (const [color, offset] of [
      ["#000", 1],
      ["#fff", 0],
    ] as const) {
      context.fillStyle = color;
      if (kind === "column") context.fillRect(place + offset, 0, 1, height);
      else context.fillRect(0, place + offset, width, 1);
    }
  }

  return {
    element: made,
    draw(next) {
      look = next;
      draw();
    },
    point(cursor) {
      const next: Voxel = cursor
        ? [
            at[0],
            Math.min(map.height - 1, Math.floor(cursor.y * map.height)),
            Math.min(map.width - 1, Math.floor(cursor.x * map.width)),
          ]
        : at;
      if (next[1] === through[1] && next[2] === through[2]) return;
      through = next;
      draw();
    },
  };
}
