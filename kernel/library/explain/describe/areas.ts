import type { Ink } from "./ink.ts";

export type Vertical = "upper" | "middle" | "lower";
export type Horizontal = "left" | "centre" | "right";

/** A part of an input, in the terms that its kind has. */
export type Area =
  /** A ninth of a picture or, of a drawing, of the box around its ink. */
  | { readonly kind: "ninth"; readonly vertical: Vertical; readonly horizontal: Horizontal }
  /** A drawing's empty margin outside that box. */
  | { readonly kind: "margin" }
  | { readonly kind: "feature"; readonly index: number }
  | { readonly kind: "channel"; readonly index: number }
  | { readonly kind: "unit"; readonly index: number };

const verticals: readonly Vertical[] = ["upper", "middle", "lower"];
const horizontals: readonly Horizontal[] = ["left", "centre", "right"];

/**
 * The areas that together hold at least half of `own` (values of one sign, as sizes), at most three, strongest first.
 */
export function areasOf(
  own: Float32Array,
  shape: readonly number[],
  form: "drawing" | "image" | "vector" | "layer",
  ink: Ink | undefined,
): { area: Area; share: number }[] {
  const sums = new Map<string, { area: Area; sum: number }>();
  let total = 0;
  for (let i = 0; i < own.length; i++) {
    if (!(own[i] > 0)) continue;
    total += own[i];
    const area = areaOf(i, shape, form, ink);
    const key = JSON.stringify(area);
    const entry = sums.get(key) ?? { area, sum: 0 };
    entry.sum += own[i];
    sums.set(key, entry);
  }
  const chosen: { area: Area; share: number }[] = [];
  let held = 0;
  for (const { area, sum } of [...sums.values()].sort((a, b) => b.sum - a.sum)) {
    if (held >= total / 2 || chosen.length === 3) break;
    held += sum;
    chosen.push({ area, share: sum / total });
  }
  return chosen;
}

function areaOf(index: number, shape: readonly number[], form: string, ink: Ink | undefined): Area {
  if (form === "vector") return { kind: "feature", index };
  const channels = shape.length > 2 ? (shape.at(-1) ?? 1) : 1;
  if (form === "layer")
    return shape.length > 2 ? { kind: "channel", index: index % channels } : { kind: "unit", index };
  const width = shape[1];
  const pixel = Math.floor(index / channels);
  const [row, column] = [Math.floor(pixel / width), pixel % width];
  const box = ink ?? { top: 0, bottom: shape[0] - 1, left: 0, right: width - 1 };
  // One pixel around the ink still belongs to it: gradients spill over the edge of a stroke.
  const [top, bottom] = [box.top - 1, box.bottom + 1];
  const [left, right] = [box.left - 1, box.right + 1];
  if (ink && (row < top || row > bottom || column < left || column > right)) return { kind: "margin" };
  const third = (place: number, from: number, to: number) =>
    Math.max(0, Math.min(2, Math.floor((3 * (place - from)) / (to - from + 1))));
  return {
    kind: "ninth",
    vertical: verticals[third(row, top, bottom)],
    horizontal: horizontals[third(column, left, right)],
  };
}
