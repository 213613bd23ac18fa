import type { ImagePayload } from "../../kernel/payloads/imagesPayload.ts";
import { sheet } from "../dom/sheet.ts";
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
  const { context, width, fine, placed, png } = sheet(laid, {
    columns,
    side: size,
    gap,
    titled: title !== undefined,
    longest,
    paper: "#fff",
  });
  context.fillStyle = "#000";
  context.font = "600 14px system-ui, sans-serif";
  if (title !== undefined) context.fillText(ellipsis(title, 14, width - 2 * gap), gap, gap);
  context.font = "12px system-ui, sans-serif";
  for (const { tile, x, y } of placed) {
    const { image, box, lines } = tile;
    context.imageSmoothingEnabled = fine * box.width < tile.width;
    if (image.naturalWidth > 0) context.drawImage(image, x, y, box.width, box.height);
    for (const [i, text] of lines.entries()) context.fillText(text, x, y + box.height + 4 + i * line);
  }
  return png();
}
