import { blend, palettes, type Rgb } from "../../../renderers/shared/colors.ts";
import { type Room, roomiest } from "../../../renderers/shared/roomiest.ts";
import { type Image, type ImageLike, toImages } from "../drawing/image.ts";
import { photoOf } from "../drawing/photo.ts";
import { digitHeight, digitsWidth, drawDigits } from "../drawing/pixelDigits.ts";
import { type Raster, raster } from "../drawing/raster.ts";
import { tilesBundle } from "../drawing/tiles.ts";
import type { FeatureMask } from "../explain/segments/segments.ts";
import { OptionError, ShapeError } from "../ground/errors.ts";
import { type Displayable, displayable } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { displayWords } from "./words.ts";

export interface SegmentMapOptions {
  /** The picture under the segments. Default: none, each segment is a shade of its own. */
  image?: ImageLike;
  /** A caption for each mask, before its number of segments. */
  labels?: readonly string[];
  title?: string;
  /** Masks in a row, where there is room. Default 3. */
  columns?: number;
  /** Width of a mask on the page, in pixels. Default 280. */
  size?: number;
  /** Whether segments are numbered where their number fits (default true). */
  numbers?: boolean;
}

const segmentMapNames = {
  image: true,
  labels: true,
  title: true,
  columns: true,
  size: true,
  numbers: true,
} as const satisfies Names<SegmentMapOptions>;

const boundary: Rgb = [230, 97, 1];

/**
 * Segments drawn over the picture that they cut: their boundaries, and their numbers where there is room for them.
 * Several masks stand side by side.
 *
 * @throws OptionError without a mask; ShapeError for a mask of no picture, or of another size than the picture.
 * @example
 * display(segmentMap([gridSegments([28, 28], 4), await slic(image)], { image, labels: ["grid", "SLIC"] }));
 */
export function segmentMap(masks: FeatureMask | readonly FeatureMask[], options: SegmentMapOptions = {}): Displayable {
  checkNames("segmentMap()", segmentMapNames, options);
  const list = Array.isArray(masks) ? (masks as readonly FeatureMask[]) : [masks as FeatureMask];
  const { labels, title, columns = 3, size = 280, numbers = true } = options;
  if (list.length === 0) throw new OptionError(say`segmentMap needs at least one mask; got none`);
  if (labels && labels.length !== list.length) {
    throw new OptionError(
      say`segmentMap got ${list.length} masks and ${labels.length} labels; expected as many of each`,
    );
  }
  const image = options.image && toImages(options.image)[0];
  const tiles = list.map((mask, i) => {
    const plane = planeOf(mask);
    if (image && (image.height !== plane.height || image.width !== plane.width)) {
      throw new ShapeError(
        say`a mask of ${plane.height} × ${plane.width} does not fit a picture of ${image.height} × ${image.width}`,
      );
    }
    const told = wordsOf(plane.of);
    const label = labels?.[i];
    return {
      raster: draw(plane, image, Math.max(1, Math.floor(size / Math.max(plane.height, plane.width))), numbers),
      caption: label === undefined ? told : displayWords().labeled(label, told),
      alt: label === undefined ? told : displayWords().labeled(label, told),
      paper: image === undefined,
    };
  });
  return displayable(tilesBundle(tiles, { columns, size, title }));
}

interface Plane {
  readonly of: Int32Array;
  readonly height: number;
  readonly width: number;
}

/** The mask of one channel: where channels have segments of their own, the first is drawn. */
function planeOf({ values, shape }: FeatureMask): Plane {
  const inner = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape;
  const [height = 0, width = 0, channels = 1] = inner;
  if (
    (inner.length !== 2 && inner.length !== 3) ||
    height * width * channels !== values.length ||
    values.length === 0
  ) {
    throw new ShapeError(
      say`a mask of ${values.length} numbers and shape [${shape.join(", ")}] does not segment a picture: expected [height, width]`,
    );
  }
  return { of: Int32Array.from({ length: height * width }, (_, i) => values[i * channels] ?? 0), height, width };
}

function wordsOf(of: Int32Array): string {
  const sizes = new Map<number, number>();
  for (const segment of of) sizes.set(segment, (sizes.get(segment) ?? 0) + 1);
  const counts = [...sizes.values()].sort((a, b) => a - b);
  const [least = 0, most = 0] = [counts[0], counts.at(-1)];
  const words = displayWords();
  return words.segments(sizes.size, least === most ? words.pixelsEach(least) : words.pixelsBetween(least, most));
}

function draw({ of, height, width }: Plane, image: Image | undefined, scale: number, numbers: boolean): Raster {
  const { ink, background } = palettes.light;
  const photo = image && photoOf(image);
  const most = of.reduce((max, segment) => Math.max(max, segment), 1);
  const under = (pixel: number): Rgb => {
    // Neighboring numbers should not look alike: the golden ratio spreads them.
    if (!photo) return blend(background, ink, 0.1 + 0.45 * ((of[pixel] * 0.618034) % 1) * Math.min(1, most));
    const at = pixel * photo.channels;
    const color = (channel: number) => photo.data[photo.channels === 3 ? at + channel : at];
    // Pale, so that boundaries and numbers stand out.
    return blend([color(0), color(1), color(2)], background, photo.channels === 3 ? 0.25 : 0.45);
  };
  const isEdge = (y: number, x: number) => {
    const [row, column] = [Math.floor(y / scale), Math.floor(x / scale)];
    const own = of[row * width + column];
    return (
      (y % scale === scale - 1 && row + 1 < height && of[(row + 1) * width + column] !== own) ||
      (x % scale === scale - 1 && column + 1 < width && of[row * width + column + 1] !== own)
    );
  };
  const picture = raster(width * scale, height * scale, (y, x) =>
    isEdge(y, x) ? boundary : under(Math.floor(y / scale) * width + Math.floor(x / scale)),
  );
  if (numbers) for (const place of roomiest(of, width)) write(picture, place, scale);
  return picture;
}

function write(picture: Raster, { segment, row, column, side }: Room, scale: number): void {
  const text = String(segment);
  const room = side * scale - 3;
  const large = Math.min(2, Math.floor(room / digitHeight), Math.floor(room / digitsWidth(text)));
  if (large < 1) return;
  const top = Math.round(row * scale - (digitHeight * large) / 2);
  const left = Math.round(column * scale - (digitsWidth(text) * large) / 2);
  drawDigits(picture, text, { top, left, scale: large, color: palettes.light.ink });
}
