import { Marked, type Tokens } from "marked";
import markedKatex from "marked-katex-extension";
import { escapeHtml } from "../../renderers/shared/escapeHtml.ts";
import { highlight } from "./highlight.ts";

/** Tags that may stand in a markdown cell, without attributes; all others are shown as they are written. */
const harmless = /^<\/?(?:b|br|details|em|hr|i|kbd|mark|s|small|strong|sub|summary|sup|u)\s*\/?>$/i;

const safeLink = (href: string) => (/^(?:https?:|mailto:|#|[^:]*$)/i.test(href) ? href : "#");

/**
 * A markdown cell as HTML: GitHub's markdown, `$…$` and `$$…$$` as MathML (which needs no fonts), code colored, links
 * to scripts and foreign HTML made harmless. Pictures must be attachments or data: the page loads nothing.
 */
export function markdownToHtml(source: string, attachments: Record<string, unknown> = {}): string {
  const marked = new Marked({ gfm: true, async: false });
  marked.use(markedKatex({ output: "mathml", throwOnError: false, nonStandard: true, strict: "ignore" }));
  marked.use({
    renderer: {
      html: ({ text }) => text.replaceAll(/<[^>]*>?|[^<]+/g, (part) => (harmless.test(part) ? part : escapeHtml(part))),
      code: ({ text, lang }) =>
        `<pre class="code"><code>${/^(?:ts|js|typescript|javascript|tsx|jsx)\b/.test(lang ?? "") ? highlight(text) : escapeHtml(text)}</code></pre>`,
      link(token: Tokens.Link) {
        return `<a href="${escapeHtml(safeLink(token.href))}">${this.parser.parseInline(token.tokens)}</a>`;
      },
      image: ({ href, text }) => picture(href, text, attachments),
      heading(token: Tokens.Heading) {
        return `<h${token.depth} id="${slug(token.text)}">${this.parser.parseInline(token.tokens)}</h${token.depth}>\n`;
      },
      table(token: Tokens.Table) {
        const cell = (tag: string, { tokens, align }: Tokens.TableCell) =>
          `<${tag}${align ? ` style="text-align:${align}"` : ""}>${this.parser.parseInline(tokens)}</${tag}>`;
        const head = `<tr>${token.header.map((each) => cell("th", each)).join("")}</tr>`;
        const body = token.rows.map((row) => `<tr>${row.map((each) => cell("td", each)).join("")}</tr>`).join("");
        return `<div class="wide"><table><thead>${head}</thead><tbody>${body}</tbody></table></div>`;
      },
    },
  });
  return marked.parse(source) as string;
}

function picture(href: string, alt: string, attachments: Record<string, unknown>): string {
  const stored = href.startsWith("attachment:") ? attachments[href.slice("attachment:".length)] : undefined;
  const [type, data] = Object.entries((stored as Record<string, unknown>) ?? {})[0] ?? [];
  const source = type && typeof data === "string" ? `data:${type};base64,${data.replaceAll(/\s/g, "")}` : href;
  if (/^data:image\//i.test(source)) return `<img src="${escapeHtml(source)}" alt="${escapeHtml(alt)}">`;
  return `<span class="missing">[${escapeHtml(alt || href)}]</span>`;
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "") || "section";
