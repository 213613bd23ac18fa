export { type HeatmapOptions, heatmap } from "./heatmap/heatmap.ts";
export type { Locale } from "./heatmap/words.ts";
export type { ImageLike } from "./image.ts";
export * from "./mimeBundle.ts";
