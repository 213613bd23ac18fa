import { convertIndexedToRgb, decode } from "fast-png";

/** A PNG in base64 as red, green and blue, whatever it stores. */
export function rgbOf(base64: unknown): { width: number; height: number; channels: number; data: Uint8Array } {
  const png = decode(Buffer.from(String(base64), "base64"));
  const { width, height } = png;
  if (!png.palette) return { width, height, channels: png.channels, data: Uint8Array.from(png.data) };
  return { width, height, channels: 3, data: Uint8Array.from(convertIndexedToRgb(png)) };
}
