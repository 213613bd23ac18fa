import { showProblem } from "../plotly/showProblem.ts";
import type { KernelLink } from "../vscode/link.ts";
import { localeOf } from "../vscode/locale.ts";
import type { Shown } from "../vscode/outputs.ts";
import { editorTheme, watchTheme } from "../vscode/theme.ts";
import { drawHtml } from "./draw.ts";
import { htmlStyle } from "./style.ts";

/** Characters of HTML that a page lays out without freezing for long. */
const most = 10_000_000;

const words = {
  en: {
    tooLarge: (size: string) =>
      `This output is ${size} MB of HTML, more than a page can show: show fewer rows or pictures.`,
    table: "table",
  },
  "zh-CN": {
    tooLarge: (size: string) => `此输出有 ${size} MB 的 HTML，超出页面所能显示：请减少行数或图片。`,
    table: "表格",
  },
};

/** An HTML output in the editor, sanitised, in its theme. */
export function mountHtml(host: HTMLElement, html: string, link: KernelLink): Shown {
  const said = words[localeOf(link)];
  const look = () => {
    const { scheme, highContrast } = editorTheme();
    host.classList.toggle("dark", scheme === "dark");
    host.classList.toggle("contrast", highContrast);
  };
  function show(next: string): void {
    if (next.length > most) {
      drawHtml("", host, htmlStyle);
      const note = document.createElement("div");
      host.shadowRoot?.append(note);
      showProblem(note, said.tooLarge((next.length / 1e6).toFixed(0)));
      return;
    }
    drawHtml(next, host, htmlStyle);
    for (const table of host.shadowRoot?.querySelectorAll("table") ?? []) makeScrollable(table, said.table);
  }
  const unwatch = watchTheme(look);
  look();
  show(html);
  return { show: (next) => show(String(next)), stop: unwatch };
}

/** A wide or long table scrolls by itself, with the keyboard too. */
function makeScrollable(table: HTMLTableElement, name: string): void {
  const frame = document.createElement("div");
  frame.className = "scroll";
  table.before(frame);
  frame.append(table);
  if (frame.scrollWidth <= frame.clientWidth && frame.scrollHeight <= frame.clientHeight) return;
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", table.caption?.textContent || name);
}
