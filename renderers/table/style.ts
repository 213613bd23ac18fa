export const tableStyle = `
.caption { font-weight: 600; margin: 0 0 6px; max-width: 90ch; overflow-wrap: anywhere; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; margin: 0 0 6px; font-variant-numeric: tabular-nums; }
.scroll + .bar { margin: 4px 0 0; }
input[type=search] { background: var(--vscode-input-background, transparent); color: var(--vscode-input-foreground, inherit); border: 1px solid var(--vscode-input-border, var(--line)); border-radius: 2px; padding: 2px 6px; width: 190px; }
.contrast input[type=search] { border-color: var(--line); }
.scroll { overflow: auto; max-height: 32rem; width: fit-content; max-width: 100%; }
.scroll:has(td) { border-bottom: 1px solid var(--line); }
.scroll:focus-visible { outline-offset: 0; }
table { border-collapse: separate; border-spacing: 0; width: max-content; font-variant-numeric: tabular-nums; }
th { position: sticky; top: 0; padding: 0; max-width: 30ch; font-weight: 600; background: var(--vscode-notebook-outputContainerBackgroundColor, var(--vscode-editor-background, Canvas)); border-bottom: 1px solid var(--line); vertical-align: bottom; }
th button { position: relative; width: 100%; padding: 4px 20px 4px 8px; background: none; border: 0; font-weight: 600; text-align: left; cursor: pointer; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 26px; }
th button:hover { background: var(--vscode-list-hoverBackground, rgba(128,128,128,.12)); }
th button:focus-visible { outline-offset: -2px; }
th button::after { position: absolute; right: 6px; bottom: 5px; font-size: 10px; line-height: 1.45; }
th[aria-sort=none] button:hover::after { content: "▲" / ""; opacity: .45; }
th[aria-sort=ascending] button::after { content: "▲" / ""; }
th[aria-sort=descending] button::after { content: "▼" / ""; }
td { padding: 3px 20px 3px 8px; border-bottom: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; max-width: 60ch; vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
.space td { padding: 0; }
td.number { white-space: nowrap; }
.number, .number button { text-align: right; }
tbody tr:hover { background: var(--vscode-list-hoverBackground, rgba(128,128,128,.08)); }
.note { margin: 6px 0 0; color: var(--dim); max-width: 90ch; overflow-wrap: anywhere; }
`;
