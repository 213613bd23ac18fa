import { number } from "../../kernel/payloads/number.ts";

export interface Pixels {
  width: number;
  height: number;
  /** RGBA, 0 to 255. */
  data: Uint8ClampedArray;
}

/** The pixels of a loaded picture, as its file has them. */
export function pixelsOf(image: HTMLImageElement): Pixels | undefined {
  const { naturalWidth: width, naturalHeight: height } = image;
  if (width === 0 || height === 0) return undefined;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context?.drawImage(image, 0, 0);
  return context ? { width, height, data: context.getImageData(0, 0, width, height).data } : undefined;
}

/** What is read of a pixel: how much ink there is on paper or how bright a gray is, 0 to 1, or its color. */
export function readPixel(
  { width, data }: Pixels,
  [row, column]: readonly [number, number],
  paper: boolean,
): { ink: string } | { color: string } {
  const at = 4 * (row * width + column);
  const [red, green, blue] = data.subarray(at, at + 3);
  if (red === green && green === blue) return { ink: number(paper ? 1 - red / 255 : red / 255, 2) };
  return { color: `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}` };
}
