import { copyButton } from "../dom/copyButton.ts";
import { element } from "../dom/element.ts";
import { saveFile } from "../dom/save.ts";
import { codeOf } from "./code.ts";
import { csvOf } from "./csv.ts";
import { type PictureLook, pictureOf, type SheetParts, sheetPanels } from "./picture.ts";
import type { Strings } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";

export interface ActionsOptions {
  strings: Strings;
  maps: readonly ViewMap[];
  clip(): number;
  /** Says to a screen reader what was done. */
  tell(text: string): void;
  /** Puts the code where it can be copied by hand. */
  place(field: HTMLElement): void;
  root: HTMLElement;
  sheet(): SheetParts;
  look(): Omit<PictureLook, "title">;
}

/** Copy as code, save as a picture or a table. */
export function actions({ strings, maps, clip, tell, place, root, sheet, look }: ActionsOptions): HTMLElement {
  const button = (text: string, key: string, click: () => void) =>
    element("button", { type: "button", class: "link", "data-key": key, click }, text);
  const copy = copyButton({ words: strings, text: () => codeOf(maps, clip()), tell, place });
  const png = button(strings.png, "png", async () => {
    const parts = sheet();
    const { panels, columns } = sheetPanels(parts);
    saveFile("explanation.png", await pictureOf(panels, columns, { ...look(), title: parts.title }), root);
  });
  const csv = button(strings.csv, "csv", () =>
    saveFile("explanation.csv", new Blob([csvOf(maps)], { type: "text/csv" }), root),
  );
  return element("div", { class: "actions", role: "group", "aria-label": strings.actions }, copy, png, csv);
}
