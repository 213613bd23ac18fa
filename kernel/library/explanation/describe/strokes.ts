import type { InputSpec } from "../../signature/Signature.ts";

/** The strokes of a drawing: which pixels they cover, and the box around them. */
export interface Strokes {
  /** 1 where a pixel belongs to a stroke, `[height, width]`. */
  readonly is: Uint8Array;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** What differs from the ground by over this share of the input's range is a stroke. */
const differs = 0.25;

/** @returns undefined for what is not stated to be a drawing, and for one without strokes. */
export function strokesOf(
  input: Float32Array,
  shape: readonly number[],
  spec: InputSpec | undefined,
): Strokes | undefined {
  if (spec?.kind !== "image" || spec.ground === undefined || spec.channels !== 1) return undefined;
  const { ground } = spec;
  const [height, width] = shape;
  const most = input.reduce((far, value) => Math.max(far, Math.abs(value - ground)), 0);
  if (!(most > 0)) return undefined;
  const is = Uint8Array.from(input, (value) => (Math.abs(value - ground) > differs * most ? 1 : 0));
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let i = 0; i < is.length; i++) {
    if (!is[i]) continue;
    top = Math.min(top, Math.floor(i / width));
    bottom = Math.max(bottom, Math.floor(i / width));
    left = Math.min(left, i % width);
    right = Math.max(right, i % width);
  }
  return { is, top, bottom, left, right };
}
