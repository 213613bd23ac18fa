import type { Locale } from "../shared/heatmapWords.ts";

const en = {
  view: "Images",
  problem: (why: string) => `These images cannot be shown: ${why}. Run the cell again.`,
  unreadable: (alt: string) => `This image cannot be read (${alt}). Run the cell again.`,
  help: (title: string) =>
    `${title}. Arrow keys go from image to image; Enter enlarges one; then the arrow keys read its pixels; positions are counted from 0.`,
  size: "Size",
  sizeIs: (pixels: number) => `${pixels} pixels wide`,
  pixels: (width: number, height: number) => `${width} × ${height} pixels`,
  ink: (value: string) => `pixel value ${value}`,
  /** Counted from 0. */
  at: (row: number, column: number) => `(${row}, ${column})`,
  png: "Save PNG…",
  jpeg: "Save JPEG…",
  savePng: "Save all as PNG…",
  saveOne: "Save this image as PNG…",
  saveJpeg: "Save this image as JPEG…",
  close: "Close",
};

const zh: typeof en = {
  view: "图像",
  problem: (why) => `无法显示这些图像：${why}。请重新运行该单元格。`,
  unreadable: (alt) => `无法读取此图像（${alt}）。请重新运行该单元格。`,
  help: (title) => `${title}。方向键在图像之间移动；回车键放大一张，放大后用方向键读取像素值；位置从 0 起。`,
  size: "大小",
  sizeIs: (pixels) => `宽 ${pixels} 像素`,
  pixels: (width, height) => `${width} × ${height} 像素`,
  ink: (value) => `灰度 ${value}`,
  at: (row, column) => `(${row}, ${column})`,
  png: "保存 PNG…",
  jpeg: "保存 JPEG…",
  savePng: "全部保存为 PNG…",
  saveOne: "将此图像保存为 PNG…",
  saveJpeg: "将此图像保存为 JPEG…",
  close: "关闭",
};

export type Strings = typeof en;

export const stringsIn = (locale: Locale): Strings => (locale === "zh-CN" ? zh : en);
