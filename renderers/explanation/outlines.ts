import { number, signedNumber } from "../../kernel/payloads/number.ts";
import { element } from "../dom/element.ts";
import { boundaries } from "../shared/boundaries.ts";
import { roomiest } from "../shared/roomiest.ts";
import { textWidth } from "../shared/textWidth.ts";
import { type Part, whole } from "./under.ts";
import type { ViewMap } from "./viewMaps.ts";
import { toSeen } from "./zoom.ts";

/** Lines and words that lie over a map. */
export interface Outlines {
  readonly elements: readonly Element[];
  /** Which part of the picture is seen. */
  see(part: Part): void;
  /** Whether segments are outlined. */
  show(segments: boolean): void;
}

/** Segments that are still told apart by their outlines. */
const mostSegments = 400;
/** About what a map takes on the page, and its words: in its pixels. */
const stage = 280;
const fontSize = 11;

/**
 * The segments of a map outlined, with the value of each where there is room; or the regions that XRAI ranks.
 *
 * @param named whether values are written: on small maps none fit.
 */
export function outlines({ map, outlined, meaning }: ViewMap, named: boolean): Outlines {
  const { height, width } = map;
  const isOutlined = outlined !== undefined && isFew(outlined) && height * width > 1;
  const lines = isOutlined ? [sheetOf([height, width], boundaries(outlined, height, width))] : [];
  const rooms = isOutlined && named && meaning.about.extent === "part" ? roomiest(outlined, width) : [];
  const values = rooms.map((room) => {
    const value = map.values[Math.floor(room.row) * width + Math.floor(room.column)];
    const text = (meaning.signed ? signedNumber : number)(value, 2);
    const least = textWidth(text, fontSize) + 4;
    return { room, least, element: element("span", { class: "region", "aria-hidden": "true" }, text) };
  });
  let part = whole;
  let isShown = true;

  function place(): void {
    for (const { svg, size } of lines) {
      const box = [part.left * size[1], part.top * size[0], part.width * size[1], part.height * size[0]];
      svg.setAttribute("viewBox", box.join(" "));
    }
    for (const { svg } of lines) svg.style.display = isShown ? "" : "none";
    for (const { room, least, element } of values) {
      const { y, x } = toSeen(part, { y: room.row / height, x: room.column / width });
      const fits = (room.side / width / part.width) * stage >= least;
      element.hidden = !isShown || !fits || y < 0 || x < 0 || y > 1 || x > 1;
      element.style.cssText = `top:${100 * y}%;left:${100 * x}%`;
    }
  }

  place();
  return {
    elements: [...lines.map(({ svg }) => svg), ...values.map(({ element }) => element)],
    see(next) {
      part = next;
      place();
    },
    show(segments) {
      isShown = segments;
      place();
    },
  };
}

function isFew(segments: ArrayLike<number>): boolean {
  const found = new Set(Array.from(segments));
  return found.size > 1 && found.size <= mostSegments;
}

const namespace = "http://www.w3.org/2000/svg";

/** A path over the whole map, dark below and light above, so that it is seen on every picture. */
function sheetOf(size: readonly [number, number], d: string) {
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("class", "outlines");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  for (const look of ["segments dark", "segments"]) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", d);
    path.setAttribute("class", look);
    svg.append(path);
  }
  return { svg, size };
}
