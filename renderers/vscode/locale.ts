import type { Locale } from "../shared/heatmapWords.ts";
import type { KernelLink } from "./link.ts";

/** The language of the controls: the editor's, which also the browser around a renderer has. */
export const localeOf = (link: KernelLink): Locale =>
  (link.locale ?? navigator.language).toLowerCase().startsWith("zh") ? "zh-CN" : "en";
