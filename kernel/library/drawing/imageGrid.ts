import { OptionError } from "../ground/errors.ts";
import { type Displayable, displayable } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { type Image, type ImageLike, toImages } from "./image.ts";
import { photoOf } from "./photo.ts";
import { type Raster, raster } from "./raster.ts";
import { tilesBundle } from "./tiles.ts";
import { drawingWords } from "./words.ts";

export interface ImageGridOptions {
  /** A caption for each picture. */
  labels?: readonly string[];
  /** In a row, where there is room. Default 8. */
  columns?: number;
  title?: string;
  /** Width of a picture on the page, in pixels. Default 96. */
  size?: number;
}

const imageGridNames = {
  labels: true,
  columns: true,
  title: true,
  size: true,
} as const satisfies Names<ImageGridOptions>;

const most = 200;

/**
 * Pictures with captions, in gray or color; 0 is black, 1 bright. Values of 0 to 1 and of 0 to 255 are taken as they are,
 * others shown from the least to the largest.
 *
 * @param images a tensor `[n, height, width, channels]`, or a list of pictures.
 * @throws OptionError without pictures, with more than 200, or where labels and pictures differ in number.
 * @throws ShapeError where a shape is no picture's.
 * @example
 * display(imageGrid(worst.map((i) => test.image(i)), { labels: worst.map((i) => `${test.labelAt(i)}, not ${answers[i]}`) }));
 */
export function imageGrid(images: ImageLike | readonly ImageLike[], options: ImageGridOptions = {}): Displayable {
  checkNames("imageGrid()", imageGridNames, options);
  const { labels, columns = 8, title, size = 96 } = options;
  const list = (Array.isArray(images) ? (images as readonly ImageLike[]) : [images as ImageLike]).flatMap(toImages);
  if (list.length === 0) throw new OptionError(say`imageGrid needs at least one image; got none`);
  if (list.length > most) throw new OptionError(say`imageGrid shows at most ${most} images; got ${list.length}`);
  if (labels && labels.length !== list.length) {
    throw new OptionError(
      say`imageGrid got ${list.length} images and ${labels.length} labels; expected as many of each`,
    );
  }
  const tiles = list.map((image, i) => ({
    raster: drawImage(image),
    caption: labels?.[i] ?? "",
    alt: drawingWords().image(i + 1, labels?.[i] ?? ""),
    paper: false,
  }));
  return displayable(tilesBundle(tiles, { columns, size, title }));
}

function drawImage(image: Image): Raster {
  const { height, width, channels, data } = photoOf(image);
  return raster(width, height, (row, column) => {
    const at = (row * width + column) * channels;
    return channels === 3 ? [data[at], data[at + 1], data[at + 2]] : [data[at], data[at], data[at]];
  });
}
