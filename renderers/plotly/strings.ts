import type { Locale } from "../shared/heatmapWords.ts";

const en = {
  chart: "Chart",
  problem: (why: string) => `This chart cannot be drawn: ${why}.`,
  plotlySays: (why: string) => `plotly.js says “${why}”`,
  tooLarge: (marks: string, most: string) =>
    `it has ${marks} points, and a page holds ${most}: thin them out, or aggregate them`,
  axes: (x: string, y: string) => (x && y ? `${y} over ${x}` : x || y),
  marks: (kind: string, n: number) => `${kind}, ${n} ${n === 1 ? "value" : "values"}`,
  moreTraces: (n: number) => `and ${n} more`,
  help: "Arrow keys go from point to point and from trace to trace.",
  point: (trace: string, at: number, of: number, x: string, y: string) => `${trace}, ${at} of ${of}: ${x}, ${y}`,
};

const zh: typeof en = {
  chart: "图表",
  problem: (why) => `无法绘制此图表：${why}。`,
  plotlySays: (why) => `plotly.js 提示“${why}”`,
  tooLarge: (marks, most) => `它有 ${marks} 个点，而页面最多容纳 ${most} 个：请抽稀或汇总`,
  axes: (x, y) => (x && y ? `${y} 随 ${x} 变化` : x || y),
  marks: (kind, n) => `${kind}，${n} 个值`,
  moreTraces: (n) => `另有 ${n} 条`,
  help: "方向键在点与曲线之间移动。",
  point: (trace, at, of, x, y) => `${trace}，第 ${at}/${of} 点：${x}，${y}`,
};

export const chartStrings = (locale: Locale): typeof en => (locale === "zh-CN" ? zh : en);

/** What plotly.js writes on its buttons, where it does not know our language. */
export const plotlyLocales = {
  "zh-CN": {
    dictionary: {
      "Download plot as a PNG": "下载为 PNG",
      "Download plot": "下载图表",
      Zoom: "缩放",
      Pan: "平移",
      "Reset axes": "重置坐标轴",
      Reset: "重置",
      "Double-click to zoom back out": "双击恢复视图",
      "Toggle show closest data on hover": "显示最近的数据",
    },
    format: {},
  },
};
