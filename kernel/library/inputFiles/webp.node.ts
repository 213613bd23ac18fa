import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { say } from "../ground/say.ts";
import { DamagedPicture } from "./DamagedPicture.ts";
import { checkSize } from "./pictureSize.ts";
import type { RawPicture } from "./RawPicture.ts";
import { readWebpChunks } from "./webpChunks.ts";

interface Libwebp {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(size: number): number;
  WebPDecodeRGBA(data: number, size: number, width: number, height: number): number;
}

/** The part of the standard object that is used here; TypeScript knows it only beside a browser's. */
interface WebAssembly {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Libwebp };
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssembly };

let compiled: object | undefined;

/** A libwebp of its own for each file: what a hostile one does to its memory ends with it. */
function libwebp(): Libwebp {
  compiled ??= new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve("@cwasm/webp/webp.wasm")));
  const none = () => {
    throw new Error("libwebp touches no files");
  };
  const system = { fd_close: none, fd_seek: none, fd_write: none };
  return new WebAssembly.Instance(compiled, { wasi_snapshot_preview1: system }).exports;
}

/**
 * Decodes a WebP file, lossy or lossless, by libwebp. Of an animation it is the first frame, on a transparent canvas.
 *
 * @throws DamagedPicture where data are missing or contradict themselves.
 */
export function decodeWebp(file: Uint8Array): RawPicture {
  const { canvas, frame, notes, exif, profile } = readWebpChunks(file);
  const { width, height, data } = decodeStill(frame.file, frame.width, frame.height);
  const isWhole = width === canvas.width && height === canvas.height;
  const pixels = isWhole ? data : new Uint8Array(canvas.width * canvas.height * 4);
  if (!isWhole) {
    if (frame.left + width > canvas.width || frame.top + height > canvas.height) {
      throw new DamagedPicture(say`its header is damaged`);
    }
    for (let y = 0; y < height; y++) {
      const row = data.subarray(y * width * 4, (y + 1) * width * 4);
      pixels.set(row, ((frame.top + y) * canvas.width + frame.left) * 4);
    }
  }
  return { ...canvas, ...withoutIdleAlpha(pixels), notes, exif, profile };
}

function decodeStill(file: Uint8Array, width: number, height: number) {
  checkSize(width, height);
  const damaged = (why: string) => new DamagedPicture(say`its data are damaged (${why})`);
  const { memory, malloc, WebPDecodeRGBA } = libwebp();
  const place = malloc(file.length + 8);
  if (place === 0) throw damaged("libwebp: malloc");
  new Uint8Array(memory.buffer, place + 8, file.length).set(file);
  let pixels: number;
  try {
    pixels = WebPDecodeRGBA(place + 8, file.length, place, place + 4);
  } catch (error) {
    throw damaged((error as Error).message);
  }
  if (pixels === 0) throw damaged("libwebp");
  const [foundWidth, foundHeight] = new Uint32Array(memory.buffer.slice(place, place + 8));
  if (foundWidth !== width || foundHeight !== height) throw new DamagedPicture(say`its header is damaged`);
  return { width, height, data: new Uint8Array(memory.buffer.slice(pixels, pixels + width * height * 4)) };
}

/** RGB where nothing is transparent. */
function withoutIdleAlpha(data: Uint8Array): { channels: 3 | 4; data: Uint8Array } {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return { channels: 4, data };
  const rgb = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from];
    rgb[to + 1] = data[from + 1];
    rgb[to + 2] = data[from + 2];
  }
  return { channels: 3, data: rgb };
}
