import type { Locale } from "../shared/heatmapWords.ts";

const en = {
  chart: "Chart",
  problem: (why: string) => `This chart cannot be drawn: ${why}.`,
  unreadable: (why: string) => `This output cannot be read: ${why}.`,
  plotlySays: (why: string) => `plotly.js says “${why}”`,
  tooLarge: (marks: string, most: string) =>
    `it has ${marks} points, and a page holds ${most}: downsample or aggregate first`,
  axes: (x: string, y: string) => (x && y ? `${y} over ${x}` : x || y),
  /** What plotly.js calls `type`. */
  kinds: {
    scatter: "points",
    scattergl: "points",
    bar: "bars",
    heatmap: "heat map",
    contour: "contours",
    histogram: "histogram",
    box: "box plot",
    violin: "violin plot",
    pie: "pie chart",
  } as Record<string, string>,
  trace: (name: string, kind: string, n: number) =>
    `${name ? `${name}: ` : ""}${kind}, ${n} ${n === 1 ? "value" : "values"}`,
  moreTraces: (n: number) => `and ${n} more`,
  /** The parts of a chart's description. */
  parts: (parts: readonly string[]) => parts.join("; "),
  described: (figure: string, help: string) => `${figure}. ${help}`,
  help: "Use the arrow keys to move between points and traces.",
  point: (trace: string, at: number, of: number, x: string, y: string) => `${trace}, ${at} of ${of}: ${x}, ${y}`,
};

const zh: typeof en = {
  chart: "图表",
  problem: (why) => `无法绘制此图表：${why}。`,
  unreadable: (why) => `无法读取此输出：${why}。`,
  plotlySays: (why) => `plotly.js 报告“${why}”`,
  tooLarge: (marks, most) => `它有 ${marks} 个点，而页面最多容纳 ${most} 个：请降采样或先做汇总`,
  axes: (x, y) => (x && y ? `${y} 随 ${x} 变化` : x || y),
  kinds: {
    scatter: "散点",
    scattergl: "散点",
    bar: "条形",
    heatmap: "热力图",
    contour: "等高线",
    histogram: "直方图",
    box: "箱线图",
    violin: "小提琴图",
    pie: "饼图",
  },
  trace: (name, kind, n) => `${name ? `${name}：` : ""}${kind}，${n} 个值`,
  moreTraces: (n) => `另有 ${n} 组`,
  parts: (parts) => parts.join("；"),
  described: (figure, help) => `${figure}。${help}`,
  help: "用方向键在数据点和数据组之间移动。",
  point: (trace, at, of, x, y) => `${trace}，第 ${at} 个点，共 ${of} 个：${x}，${y}`,
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
