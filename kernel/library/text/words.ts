export * from "../../../renderers/shared/heatmapWords.ts";
