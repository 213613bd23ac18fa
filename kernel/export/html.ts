import { createHash } from "node:crypto";
import { escapeHtml } from "../../renderers/shared/escapeHtml.ts";
import { scriptSource } from "./embed.ts";
import { highlight } from "./highlight.ts";
import { markdownToHtml } from "./markdown.ts";
import type { Cell, CodeCell, Notebook } from "./nbformat.ts";
import { outputsToHtml } from "./outputs.ts";
import { outputStyle, pageStyle } from "./style.ts";

export interface HtmlOptions {
  /** The built `renderers/page.entry.ts`: draws charts and HTML outputs. */
  rendererScript: string;
  /** Title of the page. Default: the notebook's first heading. */
  title?: string;
  /** Language of the prose, as in `lang`. Default: the notebook's metadata `locale`, else `"en"`. */
  lang?: string;
}

/**
 * A notebook as one HTML page that needs nothing else: no network, no fonts. What the cells put out is data: a content
 * security policy lets only the page's own script run, and nothing be loaded.
 *
 * @example
 * writeFileSync("digits.html", notebookToHtml(notebook, { rendererScript }));
 */
export function notebookToHtml(notebook: Notebook, { rendererScript, title, lang }: HtmlOptions): string {
  const script = scriptSource(rendererScript);
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
  const locale = notebook.metadata.locale;
  return `<!doctype html>
<html lang="${escapeHtml(lang ?? (typeof locale === "string" ? locale : "en"))}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title ?? firstHeading(notebook) ?? "Notebook")}</title>
<style>${pageStyle}</style>
<style data-output-style>${outputStyle}</style>
</head>
<body>
<main>
${notebook.cells.map(cellToHtml).join("\n")}
</main>
<script>${script}</script>
</body>
</html>
`;
}

function firstHeading({ cells }: Notebook): string | undefined {
  for (const cell of cells) {
    const heading = cell.cell_type === "markdown" ? /^#+\s+(.+)$/m.exec(cell.source)?.[1] : undefined;
    if (heading) return heading.replaceAll(/[*_`$]/g, "").trim();
  }
  return undefined;
}

function cellToHtml(cell: Cell): string {
  switch (cell.cell_type) {
    case "markdown":
      return `<section class="cell markdown">${markdownToHtml(cell.source, cell.attachments)}</section>`;
    case "raw":
      return `<section class="cell"><pre class="output">${escapeHtml(cell.source)}</pre></section>`;
    case "code":
      return codeToHtml(cell);
  }
}

function codeToHtml({ source, execution_count: count, outputs }: CodeCell): string {
  const label = count === null ? "code cell, not run" : `code cell ${count}`;
  const number = `<div class="count" aria-hidden="true">${count === null ? "" : `[${count}]`}</div>`;
  const code = source.trim() ? `<pre class="code"><code>${highlight(source.replace(/\n$/, ""))}</code></pre>` : "";
  const shown = outputs.length > 0 ? `<div class="outputs">${outputsToHtml(outputs)}</div>` : "";
  return `<section class="cell" aria-label="${label}">${number}<div class="content">${code}${shown}</div></section>`;
}
