import type { Ink } from "./ink.ts";

export type Vertical = "upper" | "middle" | "lower";
export type Horizontal = "left" | "center" | "right";

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
const horizontals: readonly Horizontal[] = ["left", "center", "right"];

/**
 * The areas that together hold at least half of `own` (values of one sign, as sizes), at most three, strongest first.
 */
export function areasOf(
  own: Float32Array,
  shape: readonly number[],
  form: "drawing" | "image" | "vector" | "layer",
  ink: Ink | undefined,
): { area: Area; share: number }[] {
  const sums = new Map<number, number>();
  const { numberOf, areaOf } = divided(shape, form, ink);
  let total = 0;
  for (let i = 0; i < own.length; i++) {
    if (!(own[i] > 0)) continue;
    total += own[i];
    const number = numberOf(i);
    sums.set(number, (sums.get(number) ?? 0) + own[i]);
  }
  const chosen: { area: Area; share: number }[] = [];
  let held = 0;
  for (const [number, sum] of [...sums].sort(([, a], [, b]) => b - a)) {
    if (held >= total / 2 || chosen.length === 3) break;
    held += sum;
    chosen.push({ area: areaOf(number), share: sum / total });
  }
  return chosen;
}

/** Areas by number: which one a value belongs to, and what that one is. */
interface Division {
  numberOf(index: number): number;
  areaOf(number: number): Area;
}

const margin = 9;

function divided(shape: readonly number[], form: string, ink: Ink | undefined): Division {
  const each = (kind: "feature" | "unit"): Division => ({
    numberOf: (index) => index,
    areaOf: (index) => ({ kind, index }),
  });
  if (form === "vector") return each("feature");
  const channels = shape.length > 2 ? (shape.at(-1) ?? 1) : 1;
  if (form === "layer") {
    if (shape.length <= 2) return each("unit");
    return { numberOf: (index) => index % channels, areaOf: (index) => ({ kind: "channel", index }) };
  }
  const [height, width] = shape;
  const box = ink ?? { top: 0, bottom: height - 1, left: 0, right: width - 1 };
  // One pixel around the ink still belongs to it: gradients spill over the edge of a stroke.
  const [top, bottom] = [box.top - 1, box.bottom + 1];
  const [left, right] = [box.left - 1, box.right + 1];
  const third = (place: number, from: number, to: number) =>
    Math.max(0, Math.min(2, Math.floor((3 * (place - from)) / (to - from + 1))));
  return {
    numberOf(index) {
      const pixel = Math.floor(index / channels);
      const row = Math.floor(pixel / width);
      const column = pixel % width;
      if (ink && (row < top || row > bottom || column < left || column > right)) return margin;
      return 3 * third(row, top, bottom) + third(column, left, right);
    },
    areaOf: (number) =>
      number === margin
        ? { kind: "margin" }
        : { kind: "ninth", vertical: verticals[Math.floor(number / 3)], horizontal: horizontals[number % 3] },
  };
}
