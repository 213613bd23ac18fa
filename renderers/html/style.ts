/** HTML outputs in the editor: tables as ours, whatever is wide scrolls, nothing paints outside its place. */
export const htmlStyle = `
:host { display: block; contain: layout paint; color: var(--vscode-foreground, CanvasText); font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif); padding: 2px; }
* { box-sizing: border-box; }
a { color: var(--vscode-textLink-foreground, LinkText); }
img { max-width: 100%; }
:host(.dark) img.glassbook-paper { filter: invert(0.89) hue-rotate(180deg); }
:host(.contrast.dark) img.glassbook-paper { filter: invert(1) hue-rotate(180deg); }
.scroll { overflow: auto; max-height: 32rem; max-width: 100%; width: fit-content; }
.scroll:focus-visible { outline: 2px solid var(--vscode-focusBorder, Highlight); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 0 0 6px; }
th, td { padding: 3px 14px 3px 8px; border-bottom: 1px solid var(--vscode-editorWidget-border, rgba(128,128,128,.3)); white-space: pre-wrap; overflow-wrap: anywhere; max-width: 60ch; }
th { font-weight: 600; position: sticky; top: 0; background: var(--vscode-editor-background, Canvas); }
tbody tr:hover { background: var(--vscode-list-hoverBackground, rgba(128,128,128,.08)); }
.problem { border: 1px solid var(--vscode-inputValidation-warningBorder, #b89500); padding: 6px 10px; margin: 4px 0; max-width: 80ch; }
`;
