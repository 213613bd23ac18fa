import type { PixelScale } from "./pixelScale.ts";
import type { PreprocessStep } from "./Signature.ts";

const unit: readonly PreprocessStep[] = [{ kind: "rescale", factor: 1 / 255 }];
const bytes: readonly PreprocessStep[] = [];

/** Means and standard deviations of numbers from 0 to 1 that are taken away by convention. */
const usual: readonly (readonly [mean: readonly number[], std: readonly number[]])[] = [
  [[0.5], [0.5]],
  // ImageNet, CLIP, CIFAR-10 (with either deviation), CIFAR-100, MNIST, Fashion-MNIST.
  [
    [0.485, 0.456, 0.406],
    [0.229, 0.224, 0.225],
  ],
  [
    [0.48145466, 0.4578275, 0.40821073],
    [0.26862954, 0.26130258, 0.27577711],
  ],
  [
    [0.4914, 0.4822, 0.4465],
    [0.247, 0.2435, 0.2616],
  ],
  [
    [0.4914, 0.4822, 0.4465],
    [0.2023, 0.1994, 0.201],
  ],
  [
    [0.5071, 0.4867, 0.4408],
    [0.2675, 0.2565, 0.2761],
  ],
  [[0.1307], [0.3081]],
  [[0.286], [0.353]],
];

/**
 * What a model takes that begins with `value · scale + offset` itself, as far as that follows with certainty: bytes, where
 * it divides by 255 or takes away a mean of bytes; numbers from 0 to 1, where it takes away a mean of such. Other numbers may
 * be learned ones, of a batch normalization that was folded into the graph: they say nothing.
 *
 * @returns the steps before the model; undefined where several are possible.
 */
export function stepsBefore({ scale, offset }: PixelScale): readonly PreprocessStep[] | undefined {
  const std = scale.map((factor) => 1 / factor);
  const mean = offset.map((shift, i) => -shift / scale[i]);
  const all = (isSo: (channel: number) => boolean) => scale.length > 0 && scale.every((_, channel) => isSo(channel));
  if (!all((i) => scale[i] > 0)) return undefined;
  if (all((i) => offset[i] === 0)) {
    if (all((i) => [255, 256, 127.5, 128, 127].some((most) => Math.abs(std[i] - most) < 0.01))) return bytes;
    return all((i) => Math.abs(scale[i] - 255) < 0.01) ? unit : undefined;
  }
  if (isUsual(mean, std)) return unit;
  const isOfBytes = (i: number) =>
    mean[i] >= 2.5 && mean[i] <= 253 && (std[i] === 1 || (std[i] >= 10 && std[i] <= 256));
  return all(isOfBytes) ? bytes : undefined;
}

const isUsual = (mean: readonly number[], std: readonly number[]): boolean =>
  usual.some(([means, deviations]) =>
    mean.every((value, i) => {
      const [known, deviation] = [means[i] ?? means[0], deviations[i] ?? deviations[0]];
      return isNear(value, known) && isNear(std[i], deviation) && [1, mean.length].includes(means.length);
    }),
  );

const isNear = (value: number, known: number) => Math.abs(value - known) <= 0.005 * known;
