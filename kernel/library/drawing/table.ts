import { escapeHtml } from "../../../renderers/shared/escapeHtml.ts";
import {
  cellText,
  mostCells,
  mostCharacters,
  type TableColumn,
  type TablePayload,
} from "../../payloads/tablePayload.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { type Displayable, displayable, mime } from "../ground/mimeBundle.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { type Cell, cellOf, columnsOf } from "./tableCells.ts";
import { drawingWords } from "./words.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface TableOptions {
  /** Which columns, in this order. Default: every key, in the order it first comes. */
  columns?: readonly string[];
  caption?: string;
  /**
   * Rows that are shown; the rest is counted below. Default 100, and in the editor, which sorts and filters them, up to
   * 1,000 (fewer where there are more than 20 columns, or long texts).
   */
  limit?: number;
}

const tableNames = { columns: true, caption: true, limit: true } as const satisfies Names<TableOptions>;

/**
 * Rows as a table: numbers right-aligned and in four significant digits, text escaped.
 *
 * @example
 * display(table([{ method: "LIME", fit: 0.38 }, { method: "SHAP", fit: 1 }], { caption: "Fit" }));
 */
export function table(rows: readonly Row[], options: TableOptions = {}): Displayable {
  checkNames("table()", tableNames, options);
  return displayable(tableBundle(rows, options));
}

interface AroundTable {
  /** Sentences below the table. */
  notes?: readonly string[];
  /** Rows that there are, where `rows` are only the first. */
  total?: number;
}

/** A table for our view in the editor, as HTML, and as text. */
export function tableBundle(
  rows: readonly Row[],
  { columns: chosen, caption, limit }: TableOptions = {},
  { notes = [], total = rows.length }: AroundTable = {},
): MimeBundle {
  const names = chosen ?? [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const still = Math.min(limit ?? 100, rows.length);
  const sortable = Math.min(limit ?? sortableRows(names.length), Math.floor(mostCells / Math.max(1, names.length)));
  const cells = rows.slice(0, Math.max(still, sortable)).map((row) => names.map((name) => cellOf(row[name])));
  const held = cells.slice(0, sortable);
  const kept = held.slice(0, Math.max(fitting(held, usualCharacters), Math.min(still, fitting(held, mostCharacters))));
  const payload: TablePayload = {
    version: 1,
    ...(caption !== undefined && { caption }),
    columns: columnsOf(names, kept),
    rows: kept.map((row) => row.map(({ value }) => value)),
    total,
    ...(notes.length > 0 && { notes: [...notes] }),
  };
  const first = cells.slice(0, still);
  const columns = columnsOf(names, first);
  const texts = first.map((row) => row.map(({ value }) => cellText(value)));
  const more = total > still ? drawingWords().moreRows(total - still) : "";
  const html = [scrolling(htmlTable(columns, texts, caption), notes), more && paragraph(more), htmlNotes(notes)];
  const text = [caption, ...aligned(columns, texts), more, ...notes];
  return {
    [mime.table]: payload,
    [mime.html]: html.filter(Boolean).join("\n"),
    [mime.text]: text.filter(Boolean).join("\n"),
  };
}

/** About 200 kB of a notebook at most, unless the rows that the HTML shows take more. */
const usualCharacters = 200_000;
const sortableRows = (columns: number) => Math.max(100, Math.min(1000, Math.floor(20_000 / Math.max(1, columns))));

/** How many of the first rows are within so many characters; a number counts as eight. */
function fitting(rows: readonly (readonly Cell[])[], characters: number): number {
  let sum = 0;
  const beyond = rows.findIndex((row) => {
    for (const { value } of row) sum += typeof value === "string" ? value.length : 8;
    return sum > characters;
  });
  return beyond < 0 ? rows.length : beyond;
}

/** A wide table scrolls by itself, its sentences stay. */
const scrolling = (table: string, notes: readonly string[]) =>
  notes.length > 0 ? `<div style="overflow-x:auto">${table}</div>` : table;

const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`;

const htmlNotes = (notes: readonly string[]) =>
  notes.length > 1
    ? `<ul style="font-size:90%">\n${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join("\n")}\n</ul>`
    : notes.map(paragraph).join("");

function htmlTable(columns: readonly TableColumn[], rows: readonly string[][], caption: string | undefined): string {
  const align = (i: number) =>
    columns[i]?.numeric ? 'class="number" style="text-align:right"' : 'style="text-align:left"';
  const head = columns.map(({ name }, i) => `<th scope="col" ${align(i)}>${escapeHtml(name)}</th>`).join("");
  const line = (row: readonly string[]) => row.map((text, i) => `<td ${align(i)}>${escapeHtml(text)}</td>`).join("");
  const parts = [
    "<table>",
    caption ? `<caption>${escapeHtml(caption)}</caption>` : "",
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${line(row)}</tr>`).join("\n")}</tbody>`,
    "</table>",
  ];
  return parts.filter(Boolean).join("\n");
}

/** How many cells of a terminal a text takes: a Chinese character takes two. */
const cellsOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + (/[\u1100-\u11ff\u2e80-\uffe6]/.test(char) ? 2 : 1), 0);

function aligned(columns: readonly TableColumn[], rows: readonly string[][]): string[] {
  const widths = columns.map(({ name }, i) => Math.max(cellsOf(name), ...rows.map((row) => cellsOf(row[i] ?? ""))));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => {
        const room = " ".repeat(Math.max(0, (widths[i] ?? 0) - cellsOf(text)));
        return columns[i]?.numeric ? room + text : text + room;
      })
      .join("  ")
      .trimEnd();
  return [line(columns.map(({ name }) => name)), ...rows.map(line)];
}
