import type { LayoutPayload } from "../../kernel/payloads/layout.ts";
import type { Words } from "./heatmapWords.ts";

/** What is read of the input at a place: of a picture a color or a pixel's value. */
export function inputWord(layout: LayoutPayload, words: Words, photo?: { color: boolean }): string {
  if (photo) return photo.color ? words.color : words.gray;
  if (layout.kind === "image") return layout.color ? words.luminance : words.gray;
  return layout.kind === "slice" ? words.gray : words.input;
}

/** The names of a series' features. */
export const namesOf = ({ names }: LayoutPayload & { kind: "series" }, rows: number, words: Words): string[] =>
  Array.from({ length: rows }, (_, i) => names?.[i] ?? words.featureAt(i));

/** A place of a map in words: `(3, 4)`, `step 12, temperature`, `age = 42`. */
export function placeWords(layout: LayoutPayload, [row, column]: readonly [number, number], words: Words): string {
  if (layout.kind === "list") return layout.items[row] ?? String(row);
  if (layout.kind === "series") return words.stepAt(column, layout.names?.[row] ?? words.featureAt(row));
  return words.at(row, column);
}
