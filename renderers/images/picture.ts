import type { ImagePayload } from "../shared/imagesPayload.ts";
import { ellipsis, wrap } from "../shared/textWidth.ts";

const gap = 12;
const line = 16;
/** 256 MB of pixels at most. */
const longest = 8_000;

type Drawn = ImagePayload & { image: HTMLImageElement };

/** All pictures with their captions as one, on paper, twice as fine as on the page. */
export async function pictureOf(
  pictures: readonly Drawn[],
  { columns, title, size }: { columns: number; title: string | undefined; size: number },
): Promise<Blob> {
  const laid = pictures.map((picture) => {
    const width = size * Math.min(1, (1.5 * picture.width) / picture.height);
    const height = (width * picture.height) / picture.width;
    const lines = picture.caption.split("\n").flatMap((text) => wrap(text, 12, size));
    return { ...picture, box: { width, height }, lines, height: height + 4 + line * lines.length };
  });
  const across = Math.min(columns, laid.length);
  const rows = Array.from({ length: Math.ceil(laid.length / across) }, (_, row) =>
    laid.slice(row * across, (row + 1) * across),
  );
  const heights = rows.map((row) => Math.max(...row.map(({ height }) => height)) + gap);
  const width = across * (size + gap) + gap;
  const top = title === undefined ? gap : gap + 24;
  const height = heights.reduce((sum, each) => sum + each, top);
  const fine = Math.min(2, longest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * fine);
  canvas.height = Math.round(height * fine);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this page has no canvas");
  context.scale(fine, fine);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#000";
  context.textBaseline = "top";
  context.font = "600 14px system-ui, sans-serif";
  if (title !== undefined) context.fillText(ellipsis(title, 14, width - 2 * gap), gap, gap);
  context.font = "12px system-ui, sans-serif";
  let y = top;
  for (const [index, row] of rows.entries()) {
    for (const [column, { image, box, lines, width: own }] of row.entries()) {
      const x = gap + column * (size + gap);
      context.imageSmoothingEnabled = fine * box.width < own;
      if (image.naturalWidth > 0) context.drawImage(image, x, y, box.width, box.height);
      for (const [i, text] of lines.entries()) context.fillText(text, x, y + box.height + 4 + i * line);
    }
    y += heights[index];
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png"),
  );
}
