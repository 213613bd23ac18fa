// The script of an exported notebook: draws the outputs that the page holds as JSON.
import { isRecord } from "../kernel/payloads/isRecord.ts";
import { mountExplanation } from "./explanation/mount.ts";
import { drawHtml } from "./html/draw.ts";
import { draw } from "./plotly/draw.ts";
import { showProblem } from "./plotly/showProblem.ts";
import { chartStrings } from "./plotly/strings.ts";
import type { Theme } from "./shared/theme.ts";
import { connect } from "./vscode/link.ts";
import { savedStates } from "./vscode/savedState.ts";

/** The page's, which is the notebook's. */
const locale = document.documentElement.lang.toLowerCase().startsWith("zh") ? "zh-CN" : "en";

const dark = matchMedia("(prefers-color-scheme: dark)");

function pageTheme(): Theme {
  const style = getComputedStyle(document.body);
  const variable = (name: string) => style.getPropertyValue(name).trim();
  return {
    scheme: dark.matches ? "dark" : "light",
    foreground: variable("--fg"),
    dimmed: variable("--dim"),
    lines: variable("--line"),
    panel: variable("--panel"),
    font: style.fontFamily,
  };
}

interface Output {
  element: HTMLElement;
  payload: unknown;
  /** The width it was last drawn at; 0 before. */
  width: number;
}

const outputs = new Map<Element, Output>();

function drawOutput(output: Output): void {
  const { element, payload } = output;
  output.width = element.clientWidth;
  element.parentElement?.classList.add("drawn");
  void draw(payload, element, pageTheme(), locale);
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      const output = outputs.get(target);
      if (!isIntersecting || !output) continue;
      near.unobserve(target);
      drawOutput(output);
      resized.observe(target);
    }
  },
  { rootMargin: "800px 0px" },
);

/** A chart keeps its form while it is hidden (width 0). */
const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const output = outputs.get(target);
    const width = target.clientWidth;
    if (output && width > 0 && width !== output.width) drawOutput(output);
  }
});

/** No kernel and no editor stand behind a page. */
const link = { ...connect({}), locale: document.documentElement.lang };
const saved = savedStates(link);

function showExplanation(payload: unknown, element: HTMLElement): void {
  const key = String(document.querySelectorAll(".drawn").length);
  element.replaceChildren();
  element.parentElement?.classList.add("drawn");
  const shown = isRecord(payload) ? { ...payload, live: undefined } : payload;
  const mine = saved(
    () => key,
    () => {},
  );
  mountExplanation(element, shown, link, () => mine);
}

for (const block of document.querySelectorAll<HTMLScriptElement>("script[data-output]")) {
  const element = block.previousElementSibling as HTMLElement;
  try {
    const payload: unknown = JSON.parse(block.textContent ?? "");
    if (block.dataset.output === "html") {
      drawHtml(String(payload), element, document.querySelector("style[data-output-style]")?.textContent ?? "");
    } else if (block.dataset.output === "explanation") {
      showExplanation(payload, element);
    } else {
      outputs.set(element, { element, payload, width: 0 });
      near.observe(element);
    }
  } catch (error) {
    showProblem(element, chartStrings(locale).unreadable((error as Error).message));
  }
}

const drawn = () => [...outputs.values()].filter(({ width }) => width > 0);
dark.addEventListener("change", () => {
  drawn().forEach(drawOutput);
  // Views watch the page's classes for its theme.
  document.documentElement.classList.toggle("dark", dark.matches);
});
addEventListener("beforeprint", () => [...outputs.values()].filter(({ width }) => width === 0).forEach(drawOutput));
