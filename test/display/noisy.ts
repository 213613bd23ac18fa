import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import type { ImageSpec } from "../../kernel/library/signature/Signature.ts";
import { explain } from "./fixture.ts";

const spec = (height: number, width: number, channels: number): ImageSpec => ({
  kind: "image",
  name: "image",
  dtype: "float32",
  shape: [height, width, channels],
  layout: "channelsLast",
  height,
  width,
  channels,
  preprocess: [{ kind: "normalize", mean: new Array(channels).fill(127), std: new Array(channels).fill(128) }],
});

/** Noise over a smooth picture, as the bytes of a photograph are, and a map of noise: what packs worst. */
export function noisy(size: number, channels: 1 | 3, fields: object = {}): Explanation {
  const noise = (i: number) => (Math.imul(i + 1, 2654435761) >>> 0) / 2 ** 32;
  const bytes = Float32Array.from({ length: size * size * channels }, (_, i) => {
    const [x, y] = [Math.floor(i / channels) % size, Math.floor(i / channels / size)];
    return Math.round(120 + 60 * Math.sin(x / 30 + (i % channels)) + 40 * Math.cos(y / 17) + 20 * (noise(i) - 0.5));
  });
  const shape = [1, size, size, channels];
  return explain(0, {
    inputs: bytes.map((byte) => (byte - 127) / 128),
    values: bytes.map((_, i) => (noise(7 * i) - 0.5) * noise(11 * i) ** 4),
    shape,
    inputShape: shape,
    inputSpec: spec(size, size, channels),
    ...fields,
  });
}
