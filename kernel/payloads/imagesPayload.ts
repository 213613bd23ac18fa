import { isRecord } from "./isRecord.ts";
import { tidyNumber } from "./number.ts";

/** The file of a picture as a data URL. */
export const sourceOf = ({ png, jpeg }: Pick<ImagePayload, "png" | "jpeg">): string =>
  jpeg === undefined ? `data:image/png;base64,${png}` : `data:image/jpeg;base64,${jpeg}`;

export const imagesMime = "application/vnd.glassbook.images.v1+json";

/** Data of `imagesMime`: small pictures side by side, each with its words. */
export interface ImagesPayload {
  version: 1;
  title?: string;
  /** In a row, where there is room. */
  columns: number;
  /** Width of a picture on the page, in CSS pixels, at first. */
  size: number;
  images: ImagePayload[];
}

export interface ImagePayload {
  /** A PNG file in base64; of a photograph there is `jpeg` in its place. */
  png?: string;
  jpeg?: string;
  /** In pixels of the file. */
  width: number;
  height: number;
  /** Empty where there is none. */
  caption: string;
  /** What a screen reader reads. */
  alt: string;
  /** Ink on white paper: a dark page turns it over. */
  paper: boolean;
}

/** What a page lays out without freezing for long. */
const mostImages = 2000;
const mostCharacters = 50_000_000;

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === "string";
const isSize: Check = (value) => Number.isFinite(value) && (value as number) > 0;
/** The first eight bytes are those of every PNG. */
const isPng: Check = (value) => typeof value === "string" && /^iVBORw0KGg[A-Za-z0-9+/]+=*$/.test(value);

/** The first three bytes are those of every JPEG. */
const isJpeg: Check = (value) => typeof value === "string" && /^\/9j\/[A-Za-z0-9+/]+=*$/.test(value);

const imageFields: Partial<Record<keyof ImagePayload, [Check, string]>> = {
  width: [isSize, "a number of pixels"],
  height: [isSize, "a number of pixels"],
  caption: [isText, "a string"],
  alt: [isText, "a string"],
  paper: [(value) => typeof value === "boolean", "a boolean"],
};

/** What is wrong with a payload, as one sentence; undefined where nothing is. For data that came from a file. */
export function imagesProblem(payload: unknown): string | undefined {
  if (!isRecord(payload)) return "the pictures are not an object";
  if (payload.version !== 1) return `the pictures have version ${JSON.stringify(payload.version)}, this view reads 1`;
  const { title, columns, size, images } = payload;
  if (title !== undefined && !isText(title)) return "title is not a string";
  if (!isSize(columns)) return "columns is not a number above 0";
  if (!isSize(size)) return "size is not a number of pixels";
  if (!Array.isArray(images)) return "images is not a list";
  if (images.length === 0) return "there is no picture in it";
  return sizeProblem(images) ?? firstWrong(images);
}

function sizeProblem(images: readonly unknown[]): string | undefined {
  if (images.length > mostImages)
    return `there are ${tidyNumber(images.length)} pictures, and a page holds ${tidyNumber(mostImages)}: show fewer`;
  const characters = images.reduce<number>(
    (sum, image) => sum + (isRecord(image) ? String(image.jpeg ?? image.png).length : 0),
    0,
  );
  if (characters <= mostCharacters) return undefined;
  return `its pictures are ${(characters / 1e6).toFixed(0)} MB, and a page holds ${mostCharacters / 1e6}: show fewer, or smaller ones`;
}

function firstWrong(images: readonly unknown[]): string | undefined {
  for (const [index, image] of images.entries()) {
    if (!isRecord(image)) return `images[${index}] is not an object`;
    if (image.jpeg === undefined && !isPng(image.png)) return `images[${index}].png is not a PNG in base64`;
    if (image.jpeg !== undefined && !isJpeg(image.jpeg)) return `images[${index}].jpeg is not a JPEG in base64`;
    const wrong = Object.entries(imageFields).find(([name, [check]]) => !check(image[name]));
    if (wrong) return `images[${index}].${wrong[0]} is not ${wrong[1][1]}`;
  }
  return undefined;
}
