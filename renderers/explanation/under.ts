import { number } from "../../kernel/payloads/number.ts";
import { type StoredArray, unpack } from "../../kernel/payloads/packedArray.ts";
import { isPhoto, type PhotoPayload } from "../../kernel/payloads/photoPayload.ts";
import { inflate } from "../dom/inflate.ts";
import { type Cursor, cellAt } from "../shared/cursor.ts";
import { toUnit } from "../shared/toUnit.ts";
import { luminanceOf } from "../shared/underMap.ts";

/** What lies under maps. */
export interface Under {
  readonly height: number;
  readonly width: number;
  /** Numbers and drawings; undefined for a picture. */
  readonly values: Float32Array | undefined;
  /** The same, from 0 to 1: what is drawn. */
  readonly ink: Float32Array | undefined;
  readonly photo: Photo | undefined;
}

export interface Photo {
  readonly color: boolean;
  readonly stretched: boolean;
  /** Of a multispectral picture: what is shown as red, green and blue. */
  readonly bands?: readonly string[] | undefined;
  /** What can be drawn of it: nothing until it is decoded, or where it cannot be. */
  readonly source: HTMLImageElement | HTMLCanvasElement | undefined;
  /** Fulfilled when it is decoded, or cannot be. */
  readonly ready: Promise<void>;
}

/** @param wasPhoto of version 1: numbers that are a photograph's grays. @throws TypeError where an array is no grid. */
export function underOf(given: PhotoPayload | StoredArray, name: string, wasPhoto: boolean): Under {
  if (isPhoto(given)) {
    const { height, width } = given;
    return { height, width, values: undefined, ink: undefined, photo: decoded(given) };
  }
  const { values, height, width } = gridOf(given, name);
  const unit = toUnit(values);
  if (wasPhoto) return { height, width, values, ink: undefined, photo: graysOf(unit, height, width) };
  return { height, width, values, ink: unit, photo: undefined };
}

/** A grid of numbers, row-major. */
export interface Grid {
  values: Float32Array;
  height: number;
  width: number;
}

/** @throws TypeError where an array is no grid. */
export function gridOf(stored: StoredArray, name: string): Grid {
  const { values, shape } = unpack(stored, inflate);
  const [height = 0, width = 0] = shape;
  if (shape.length !== 2 || height < 1 || width < 1) {
    throw new TypeError(`${name} has shape [${shape.join(", ")}]; a map is [height, width]`);
  }
  return { values: values instanceof Float32Array ? values : Float32Array.from(values), height, width };
}

function decoded({ src, color, stretched = false, bands }: PhotoPayload): Photo {
  const image = new Image();
  image.src = src;
  const photo = {
    color,
    stretched,
    bands,
    source: undefined as HTMLImageElement | undefined,
    ready: image.decode().then(
      () => {
        photo.source = image;
      },
      () => {},
    ),
  };
  return photo;
}

/** Numbers from 0 to 1 as shades of gray. */
export function graysOf(unit: Float32Array, height: number, width: number): Photo {
  const canvas = document.createElement("canvas");
  canvas.height = height;
  canvas.width = width;
  const pixels = new Uint8ClampedArray(4 * unit.length);
  for (const [i, gray] of unit.entries()) pixels.set([255 * gray, 255 * gray, 255 * gray, 255], 4 * i);
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return { color: false, stretched: false, source: canvas, ready: Promise.resolve() };
}

/** A part of a picture, in shares of its height and width. */
export interface Part {
  top: number;
  left: number;
  height: number;
  width: number;
}

export const whole: Part = { top: 0, left: 0, height: 1, width: 1 };

/** Grays that are shown from black to white: their middle and how many. */
export interface Window {
  level: number;
  window: number;
}

/** Spreads a window of grays over all: in place, RGBA. */
export function windowed(pixels: Uint8ClampedArray, { level, window }: Window): void {
  if (window >= 256 && level === 128) return;
  const low = level - window / 2;
  for (let i = 0; i < pixels.length; i++) {
    if (i % 4 !== 3) pixels[i] = ((pixels[i] - low) / window) * 256;
  }
}

/** RGBA of a part of a picture in another size: means where it shrinks, squares where it grows. */
export function pixelsOf(
  { photo, height, width }: Under,
  part: Part,
  [across, down]: readonly [number, number],
): Uint8ClampedArray | undefined {
  if (!photo?.source) return undefined;
  const canvas = document.createElement("canvas");
  canvas.width = across;
  canvas.height = down;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return undefined;
  const [cutWidth, cutHeight] = [part.width * width, part.height * height];
  context.imageSmoothingEnabled = cutWidth > across || cutHeight > down;
  context.imageSmoothingQuality = "high";
  context.drawImage(photo.source, part.left * width, part.top * height, cutWidth, cutHeight, 0, 0, across, down);
  return context.getImageData(0, 0, across, down).data;
}

/** What is read out of a place: a number, or a color's red, green and blue, 0 to 255. Empty until a picture is decoded. */
export function readUnder(under: Under, cursor: Cursor): string {
  const [row, column] = cellAt(under, cursor);
  if (under.values) return number(under.values[row * under.width + column], 3);
  const { height, width } = under;
  const cell = { top: row / height, left: column / width, height: 1 / height, width: 1 / width };
  const pixel = pixelsOf(under, cell, [1, 1]);
  if (!pixel) return "";
  const [red, green, blue] = pixel;
  return under.photo?.color ? `${red}, ${green}, ${blue}` : String(Math.round(luminanceOf(red, green, blue)));
}
