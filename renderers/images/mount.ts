import { type ImagesPayload, imagesProblem } from "../../kernel/payloads/imagesPayload.ts";
import { isRecord } from "../../kernel/payloads/isRecord.ts";
import { problemNote } from "../dom/problemNote.ts";
import type { KernelLink } from "../vscode/link.ts";
import { mounted } from "../vscode/mounted.ts";
import type { Shown } from "../vscode/outputs.ts";
import type { SavedState } from "../vscode/savedState.ts";
import { stringsIn } from "./strings.ts";
import { imagesStyle } from "./style.ts";
import { imagesView, sizes } from "./view.ts";

/** Shows pictures side by side, or says why not. */
export function mountImages(host: HTMLElement, given: unknown, link: KernelLink, saved: () => SavedState): Shown {
  const problem = imagesProblem(given);
  return mounted(host, imagesStyle, link, (locale) => {
    if (problem) return problemNote(stringsIn(locale).problem(problem));
    const payload = given as ImagesPayload;
    const before = saved().read();
    const size = isRecord(before) ? before.size : undefined;
    const kept = typeof size === "number" && size >= sizes.least && size <= Math.max(sizes.most, payload.size);
    return imagesView(payload, kept ? size : payload.size, locale, (size) => saved().write({ size }));
  });
}
