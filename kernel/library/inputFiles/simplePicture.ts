import type { ResizeFilter } from "../signature/Signature.ts";
import { decodeImage } from "./imageFiles.ts";

/** A decoded picture: bytes, row-major, channels last. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
  readonly notes: readonly string[];
}

export function decodePicture(bytes: Uint8Array, { ground = 255 }: { readonly ground?: number } = {}): Picture {
  const tensor = decodeImage(bytes);
  const [height, width, found] = tensor.shape;
  const values = tensor.dataSync();
  tensor.dispose();
  const channels = found >= 3 ? 3 : 1;
  const data = new Uint8Array(height * width * channels);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const alpha = found === 2 || found === 4 ? values[(pixel + 1) * found - 1] : 255;
    for (let c = 0; c < channels; c++) {
      data[pixel * channels + c] = Math.round((values[pixel * found + c] * alpha + ground * (255 - alpha)) / 255);
    }
  }
  return { width, height, channels, data, notes: [] };
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
const filters: Readonly<Record<ResizeFilter, readonly [support: number, weight: (x: number) => number]>> = {
  nearest: [0.5, (x) => (x > -0.5 && x <= 0.5 ? 1 : 0)],
  box: [0.5, (x) => (x > -0.5 && x <= 0.5 ? 1 : 0)],
  bilinear: [1, (x) => Math.max(0, 1 - Math.abs(x))],
  hamming: [1, (x) => (Math.abs(x) < 1 ? sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x)) : 0)],
  bicubic: [2, cubic],
  lanczos: [3, (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0)],
};

function cubic(x: number): number {
  const d = Math.abs(x);
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
}

export function resizePicture(
  picture: Picture,
  { height, width }: { readonly height: number; readonly width: number },
  filter: ResizeFilter,
): Picture {
  const across = pass(picture.data, picture.height, picture.width, picture.channels, width, filter);
  const turned = transposed(across, picture.height, width, picture.channels);
  const down = pass(turned, width, picture.height, picture.channels, height, filter);
  return { ...picture, width, height, data: transposed(down, width, height, picture.channels) };
}

function transposed(data: Uint8Array, height: number, width: number, channels: number): Uint8Array {
  const result = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) result[(x * height + y) * channels + c] = data[(y * width + x) * channels + c];
    }
  }
  return result;
}

function pass(data: Uint8Array, rows: number, from: number, channels: number, to: number, filter: ResizeFilter) {
  if (from === to) return data;
  const [support, weight] = filters[filter];
  const scale = from / to;
  const stretch = filter === "nearest" ? 1 : Math.max(1, scale);
  const result = new Uint8Array(rows * to * channels);
  for (let x = 0; x < to; x++) {
    const center = (x + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support * stretch + 0.5));
    const last = Math.min(from, Math.trunc(center + support * stretch + 0.5));
    const weights = Array.from({ length: last - first }, (_, i) => weight((first + i - center + 0.5) / stretch));
    const total = weights.reduce((sum, each) => sum + each, 0);
    for (let y = 0; y < rows; y++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (const [i, each] of weights.entries()) sum += each * data[(y * from + first + i) * channels + c];
        result[(y * to + x) * channels + c] = Math.min(255, Math.max(0, Math.round(sum / total)));
      }
    }
  }
  return result;
}

export function cropPicture(
  picture: Picture,
  {
    top,
    left,
    height,
    width,
  }: { readonly top: number; readonly left: number; readonly height: number; readonly width: number },
): Picture {
  const { channels, data } = picture;
  const result = new Uint8Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromY, fromX] = [top + y, left + x];
      if (fromY < 0 || fromX < 0 || fromY >= picture.height || fromX >= picture.width) continue;
      for (let c = 0; c < channels; c++) {
        result[(y * width + x) * channels + c] = data[(fromY * picture.width + fromX) * channels + c];
      }
    }
  }
  return { ...picture, width, height, data: result };
}
