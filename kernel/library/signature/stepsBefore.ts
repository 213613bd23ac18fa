import type { PixelScale } from "./pixelScale.ts";
import type { PreprocessStep } from "./Signature.ts";

const unit: readonly PreprocessStep[] = [{ kind: "rescale", factor: 1 / 255 }];
const bytes: readonly PreprocessStep[] = [];

/**
 * What a model takes that begins with `value · scale + offset` itself, as far as that follows with certainty: bytes, where
 * it divides by 255 or takes away a mean of bytes; numbers from 0 to 1, where it takes away a mean of such.
 *
 * @returns the steps before the model; undefined where both are possible.
 */
export function stepsBefore({ scale, offset }: PixelScale): readonly PreprocessStep[] | undefined {
  const channels = scale.map((factor, i) => takenBy(factor, offset[i] ?? 0));
  const [first] = channels;
  return first && channels.every((other) => other === first) ? first : undefined;
}

function takenBy(scale: number, offset: number): readonly PreprocessStep[] | undefined {
  if (!(scale > 0)) return undefined;
  const std = 1 / scale;
  if (offset === 0) {
    if ([255, 256, 127.5, 128, 127].some((most) => Math.abs(std - most) < 0.01)) return bytes;
    return Math.abs(scale - 255) < 0.01 || Math.abs(scale - 256) < 0.01 ? unit : undefined;
  }
  const mean = -offset / scale;
  if (mean >= 0.02 && mean <= 0.98 && std >= 1 / 256 && std <= 1) return unit;
  return mean >= 2.5 && mean <= 253 && (std === 1 || (std >= 10 && std <= 256)) ? bytes : undefined;
}
