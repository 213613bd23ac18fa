import type { Locale } from "../shared/heatmapWords.ts";

const en = {
  view: "Pictures",
  problem: (why: string) => `These pictures cannot be shown: ${why}. Run the cell again.`,
  unreadable: (alt: string) => `The file of this picture cannot be read (${alt}). Run the cell again.`,
  help: (title: string) =>
    `${title}. Arrow keys go from picture to picture; Enter shows one large, and there arrow keys read its colors.`,
  size: "Size",
  sizeIs: (pixels: number) => `${pixels} pixels wide`,
  pixels: (width: number, height: number) => `${width} × ${height} pixels`,
  ink: (share: string) => `ink ${share}`,
  at: (row: number, column: number) => `row ${row}, column ${column}`,
  png: "PNG",
  savePng: "Save all as PNG",
  saveOne: "Save this picture as PNG",
  close: "Close",
};

const zh: typeof en = {
  view: "图片",
  problem: (why) => `无法显示这些图片：${why}。请重新运行该单元格。`,
  unreadable: (alt) => `无法读取此图片的文件（${alt}）。请重新运行该单元格。`,
  help: (title) => `${title}。方向键在图片之间移动；回车键放大一张，放大后方向键读取颜色。`,
  size: "大小",
  sizeIs: (pixels) => `宽 ${pixels} 像素`,
  pixels: (width, height) => `${width} × ${height} 像素`,
  ink: (share) => `墨 ${share}`,
  at: (row, column) => `第 ${row} 行，第 ${column} 列`,
  png: "PNG",
  savePng: "全部保存为 PNG",
  saveOne: "将此图片保存为 PNG",
  close: "关闭",
};

export type Strings = typeof en;

export const stringsIn = (locale: Locale): Strings => (locale === "zh-CN" ? zh : en);
