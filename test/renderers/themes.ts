/** The variables of VS Code's own themes that our renderers read. */
export type EditorTheme = "light" | "dark" | "highContrast" | "highContrastLight";

const common = {
  "font-family": "'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
  "editor-font-family": "monospace",
};

const variables: Record<EditorTheme, [kind: string, variables: Record<string, string>]> = {
  dark: [
    "vscode-dark",
    {
      "editor-background": "#1f1f1f",
      foreground: "#cccccc",
      descriptionForeground: "#9d9d9d",
      focusBorder: "#0078d4",
      "editorWidget-background": "#202020",
      "editorWidget-border": "#313131",
      "button-background": "#0078d4",
      "button-foreground": "#ffffff",
      "button-secondaryBackground": "#313131",
      "button-secondaryForeground": "#cccccc",
      "textLink-foreground": "#4daafc",
      "dropdown-background": "#313131",
      "dropdown-foreground": "#cccccc",
      "dropdown-border": "#3c3c3c",
      "input-background": "#313131",
      "inputValidation-warningBackground": "#352a05",
      "inputValidation-warningBorder": "#b89500",
    },
  ],
  light: [
    "vscode-light",
    {
      "editor-background": "#ffffff",
      foreground: "#3b3b3b",
      descriptionForeground: "#3b3b3b",
      focusBorder: "#005fb8",
      "editorWidget-background": "#f8f8f8",
      "editorWidget-border": "#c8c8c8",
      "button-background": "#005fb8",
      "button-foreground": "#ffffff",
      "button-secondaryBackground": "#e5e5e5",
      "button-secondaryForeground": "#3b3b3b",
      "textLink-foreground": "#005fb8",
      "dropdown-background": "#ffffff",
      "dropdown-foreground": "#3b3b3b",
      "dropdown-border": "#cecece",
      "input-background": "#ffffff",
      "inputValidation-warningBackground": "#f6f5d2",
      "inputValidation-warningBorder": "#b89500",
    },
  ],
  highContrast: [
    "vscode-high-contrast",
    {
      "editor-background": "#000000",
      foreground: "#ffffff",
      descriptionForeground: "rgba(255, 255, 255, 0.7)",
      focusBorder: "#f38518",
      contrastBorder: "#6fc3df",
      contrastActiveBorder: "#f38518",
      "editorWidget-background": "#0c141f",
      "editorWidget-border": "#6fc3df",
      "button-background": "#000000",
      "button-foreground": "#ffffff",
      "button-border": "#6fc3df",
      "button-secondaryForeground": "#ffffff",
      "textLink-foreground": "#21a6ff",
      "dropdown-background": "#000000",
      "dropdown-foreground": "#ffffff",
      "dropdown-border": "#6fc3df",
      "input-background": "#000000",
      "inputValidation-warningBorder": "#6fc3df",
    },
  ],
  highContrastLight: [
    "vscode-high-contrast-light vscode-high-contrast",
    {
      "editor-background": "#ffffff",
      foreground: "#292929",
      descriptionForeground: "rgba(41, 41, 41, 0.7)",
      focusBorder: "#006bbd",
      contrastBorder: "#0f4a85",
      contrastActiveBorder: "#006bbd",
      "editorWidget-background": "#ffffff",
      "editorWidget-border": "#0f4a85",
      "button-background": "#0f4a85",
      "button-foreground": "#ffffff",
      "button-border": "#0f4a85",
      "button-secondaryBackground": "#ffffff",
      "button-secondaryForeground": "#0f4a85",
      "textLink-foreground": "#0f4a85",
      "dropdown-background": "#ffffff",
      "dropdown-border": "#0f4a85",
      "input-background": "#ffffff",
      "inputValidation-warningBorder": "#0f4a85",
    },
  ],
};

export const themes = Object.fromEntries(
  Object.entries(variables).map(([name, [kind, set]]) => [
    name,
    {
      kind,
      variables: Object.entries({ ...common, ...set })
        .map(([key, value]) => `--vscode-${key}: ${value}`)
        .join(";"),
    },
  ]),
) as Record<EditorTheme, { kind: string; variables: string }>;
