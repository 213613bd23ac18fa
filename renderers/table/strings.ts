import { tidyNumber } from "../../kernel/payloads/number.ts";
import type { Locale } from "../shared/heatmapWords.ts";

const rows = (n: number) => `${tidyNumber(n)} ${n === 1 ? "row" : "rows"}`;

const en = {
  view: "Table",
  problem: (why: string) => `This table cannot be shown: ${why}. Run the cell again.`,
  empty: "This table has no rows.",
  column: (n: number) => `column ${n}`,
  sort: (name: string) => `Sort by ${name}: ascending, descending, original order`,
  filter: "Filter rows",
  rows,
  matching: (n: number, of: number) => `${tidyNumber(n)} of ${rows(of)}`,
  cut: (here: number, total: number) =>
    `The first ${tidyNumber(here)} of ${rows(total)}; the other ${tidyNumber(total - here)} ${total - here === 1 ? "is" : "are"} not stored here, so sorting and filtering skip ${total - here === 1 ? "it" : "them"}.`,
  copy: "Copy as CSV",
  copied: "Copied",
  notCopied: "Copying is blocked here. Select the text and copy it yourself.",
};

const zh: typeof en = {
  view: "表格",
  problem: (why) => `无法显示此表格：${why}。请重新运行该单元格。`,
  empty: "此表格没有行。",
  column: (n) => `第 ${n} 列`,
  sort: (name) => `按 ${name} 排序：升序、降序、原始顺序`,
  filter: "筛选行",
  rows: (n) => `${tidyNumber(n)} 行`,
  matching: (n, of) => `${tidyNumber(of)} 行中的 ${tidyNumber(n)} 行`,
  cut: (here, total) =>
    `共 ${tidyNumber(total)} 行中的前 ${tidyNumber(here)} 行；其余 ${tidyNumber(total - here)} 行未保存在此处，排序和筛选不包括它们。`,
  copy: "复制为 CSV",
  copied: "已复制",
  notCopied: "此处无法复制：请选中文本后自行复制。",
};

export type Strings = typeof en;

export const stringsIn = (locale: Locale): Strings => (locale === "zh-CN" ? zh : en);
