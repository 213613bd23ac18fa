import { escapeHtml } from "../../../renderers/shared/escapeHtml.ts";
import { type Displayable, displayable, mime } from "./mimeBundle.ts";
import { tidyNumber } from "./number.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface TableOptions {
  /** Which columns, in this order. Default: every key, in the order it first comes. */
  columns?: readonly string[];
  caption?: string;
  /** Rows that are shown; the rest is counted below. Default 100. */
  limit?: number;
}

/**
 * Rows as a table: numbers right-aligned and in four significant digits, text escaped.
 *
 * @example
 * display(table([{ method: "LIME", fit: 0.38 }, { method: "SHAP", fit: 1 }], { caption: "Fit" }));
 */
export function table(rows: readonly Row[], options: TableOptions = {}): Displayable {
  return displayable(tableBundle(rows, options));
}

export function tableBundle(rows: readonly Row[], { columns, caption, limit = 100 }: TableOptions = {}) {
  const names = columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const shown = rows.slice(0, limit).map((row) => names.map((name) => cell(row[name])));
  const numeric = names.map((_, i) => shown.length > 0 && shown.every((row) => row[i]?.numeric !== false));
  const more = rows.length > limit ? `… and ${tidyNumber(rows.length - limit)} more rows` : "";
  const align = (i: number) => (numeric[i] ? 'class="number" style="text-align:right"' : 'style="text-align:left"');
  const head = names.map((name, i) => `<th scope="col" ${align(i)}>${escapeHtml(name)}</th>`).join("");
  const line = (row: readonly Cell[]) => row.map(({ text }, i) => `<td ${align(i)}>${escapeHtml(text)}</td>`).join("");
  const body = shown.map((row) => `<tr>${line(row)}</tr>`).join("\n");
  const html = [
    "<table>",
    caption ? `<caption>${escapeHtml(caption)}</caption>` : "",
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>${body}</tbody>`,
    "</table>",
    more && `<p>${more}</p>`,
  ];
  const text = [caption, ...aligned(names, shown, numeric), more];
  return { [mime.html]: html.filter(Boolean).join("\n"), [mime.text]: text.filter(Boolean).join("\n") };
}

interface Cell {
  text: string;
  /** Undefined for an empty cell, which fits either. */
  numeric: boolean | undefined;
}

function cell(value: unknown): Cell {
  if (value === undefined || value === null) return { text: "", numeric: undefined };
  if (typeof value === "number") return { text: tidyNumber(value), numeric: true };
  if (typeof value === "bigint") return { text: String(value), numeric: true };
  if (value instanceof Date) return { text: Number.isNaN(value.getTime()) ? "–" : value.toISOString(), numeric: false };
  if (Array.isArray(value)) return { text: `[${value.map((item) => cell(item).text).join(", ")}]`, numeric: false };
  if (typeof value === "object") return { text: json(value), numeric: false };
  return { text: String(value), numeric: false };
}

function json(value: object): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

function aligned(names: readonly string[], rows: readonly Cell[][], numeric: readonly boolean[]): string[] {
  const widths = names.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.text.length ?? 0)));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => (numeric[i] ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return [line(names), ...rows.map((row) => line(row.map(({ text }) => text)))];
}
