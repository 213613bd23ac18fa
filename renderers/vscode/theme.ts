import type { Theme } from "../shared/theme.ts";

export interface EditorTheme extends Theme {
  highContrast: boolean;
}

/** The editor's theme, as its CSS variables and the class of the page's body tell it. */
export function editorTheme(): EditorTheme {
  const { body } = document;
  const kind = body.dataset.vscodeThemeKind ?? "";
  const highContrast = kind.includes("high-contrast");
  const dark = kind ? /dark$|high-contrast$/.test(kind) : matchMedia("(prefers-color-scheme: dark)").matches;
  const style = getComputedStyle(body);
  const variable = (name: string, otherwise: string) => style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const foreground = variable("foreground", dark ? "#cccccc" : "#3b3b3b");
  return {
    scheme: dark ? "dark" : "light",
    highContrast,
    foreground,
    dimmed: highContrast ? foreground : variable("descriptionForeground", dark ? "#9d9d9d" : "#6a6a6a"),
    lines: highContrast ? (dark ? "#7a7a7a" : "#808080") : dark ? "#3c3c3c" : "#e0e0e0",
    panel: variable("editorWidget-background", dark ? "#252526" : "#f8f8f8"),
    font: variable("font-family", "system-ui, sans-serif"),
  };
}

/** Calls back when the theme changes. Returns how to stop. */
export function watchTheme(listener: () => void): () => void {
  let before = JSON.stringify(editorTheme());
  const look = () => {
    const now = JSON.stringify(editorTheme());
    if (now === before) return;
    before = now;
    listener();
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-kind"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  return () => observer.disconnect();
}
