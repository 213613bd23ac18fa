import type { ImageSpec, PreprocessStep } from "../../kernel/library/signature/Signature.ts";
import { goldens } from "../goldens.ts";

export const golden = goldens("seen");
/** A photograph of 96 × 96 pixels: bytes, red, green and blue last. */
export const photo = golden("photo");
const side = 96;

export const mean = [0.485, 0.456, 0.406];
export const std = [0.229, 0.224, 0.225];
/** As torchvision's models have it. */
const imagenet: readonly PreprocessStep[] = [
  { kind: "rescale", factor: 1 / 255 },
  { kind: "normalize", mean, std },
];

export const specOf = (layout: "channelsFirst" | "channelsLast", more: Partial<ImageSpec> = {}): ImageSpec => ({
  kind: "image",
  name: "image",
  dtype: "float32",
  shape: layout === "channelsFirst" ? [3, side, side] : [side, side, 3],
  layout,
  height: side,
  width: side,
  channels: 3,
  colorOrder: "rgb",
  preprocess: imagenet,
  ...more,
});

/** The photograph as a model of this spec takes it; `[1, …]`. */
export function takenBy(spec: ImageSpec, count = 1): { values: Float32Array; shape: number[] } {
  const isFirst = spec.layout === "channelsFirst";
  const places = side * side;
  const one = Float32Array.from({ length: 3 * places }, (_, i) => {
    const [place, own] = isFirst ? [i % places, Math.floor(i / places)] : [Math.floor(i / 3), i % 3];
    const channel = spec.colorOrder === "bgr" ? 2 - own : own;
    const byte = photo.values[place * 3 + channel];
    return spec.preprocess?.length === 0 ? byte : (byte / 255 - mean[own]) / std[own];
  });
  const values = new Float32Array(count * one.length);
  for (let i = 0; i < count; i++) values.set(one, i * one.length);
  return { values, shape: [count, ...(isFirst ? [3, side, side] : [side, side, 3])] };
}
