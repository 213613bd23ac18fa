import type { Locale } from "../shared/heatmapWords.ts";
import type { KernelLink } from "./link.ts";

/** The language of the controls: the editor's, which also the browser around a renderer has. */
export const localeOf = (link: KernelLink): Locale =>
  (link.locale ?? navigator.language).toLowerCase().startsWith("zh") ? "zh-CN" : "en";

/** Tells when that becomes another one: the editor says its own after a view was drawn. Returns how to stop. */
export function watchLocale(link: KernelLink, listener: () => void): () => void {
  let before = localeOf(link);
  return link.onChange(() => {
    const now = localeOf(link);
    if (now === before) return;
    before = now;
    listener();
  });
}
