const track = "height: 6px; border-radius: 3px; border: 1px solid var(--edge);";
const filled = "background: linear-gradient(to right, var(--mark) var(--filled, 0%), var(--rest) var(--filled, 0%));";
const thumb = "width: 14px; height: 14px; border: 0; border-radius: 50%; background: var(--mark);";

/**
 * Sliders, whose script says in `--filled` how far they are. Every part is drawn here: with the theme's colors, browsers
 * draw a track of their own that is lost on a page of high contrast.
 */
const rangeStyle = `
input[type=range] { --edge: transparent; appearance: none; background: none; forced-color-adjust: none; vertical-align: middle; width: 110px; height: 18px; margin: 0 4px 0 8px; cursor: pointer; }
.contrast input[type=range] { --edge: var(--line); }
@media (forced-colors: active) { input[type=range] { --mark: Highlight; --rest: Canvas; --edge: CanvasText; } }
input[type=range]::-webkit-slider-runnable-track { ${track} ${filled} }
input[type=range]::-webkit-slider-thumb { appearance: none; margin-top: -5px; ${thumb} }
input[type=range]::-moz-range-track { box-sizing: border-box; ${track} ${filled} }
input[type=range]::-moz-range-thumb { ${thumb} }
`;

/** What all our views share: the editor's colors and font, with others where no editor gives any. */
export const baseStyle = `
:host { display: block; }
.root {
  --fg: var(--vscode-foreground, CanvasText); --dim: var(--vscode-descriptionForeground, color-mix(in srgb, var(--fg) 75%, transparent));
  --line: var(--vscode-editorWidget-border, var(--vscode-panel-border, rgba(128,128,128,.35)));
  --panel: var(--vscode-editorWidget-background, rgba(128,128,128,.06));
  --chip: var(--vscode-button-secondaryBackground, rgba(128,128,128,.18)); --chip-fg: var(--vscode-button-secondaryForeground, var(--fg));
  --accent: var(--vscode-focusBorder, #0078d4); --on: var(--vscode-button-background, #0078d4); --on-fg: var(--vscode-button-foreground, #fff);
  --mark: var(--on); --rest: color-mix(in srgb, var(--fg) 55%, transparent);
  --link: var(--vscode-textLink-foreground, #0078d4); --warn: var(--warning);
  color: var(--fg); font: 13px/1.45 var(--vscode-font-family, system-ui, sans-serif); padding: 4px 2px;
}
.root.contrast { --dim: var(--fg); --line: var(--vscode-contrastBorder, currentColor); --panel: transparent; --chip: transparent; --chip-fg: var(--fg);
  /* The high contrast theme's buttons are as black as the page. */
  --mark: var(--fg); --rest: transparent;
  --accent: var(--vscode-contrastActiveBorder, var(--vscode-focusBorder, currentColor)); --warn: var(--fg); }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.dim { color: var(--dim); }
.hidden { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
button, input, select { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.link { background: none; border: 0; padding: 2px 4px; color: var(--link); cursor: pointer; }
.link:hover { text-decoration: underline; }
.button { background: var(--chip); color: var(--chip-fg); border: 1px solid var(--vscode-button-border, transparent); border-radius: 3px; padding: 3px 10px; cursor: pointer; }
.contrast .button { border-color: var(--line); }
.button:disabled, .chip:disabled, .link:disabled { opacity: .55; cursor: default; }
select, input[type=number] { background: var(--vscode-dropdown-background, var(--vscode-input-background, transparent)); color: var(--vscode-dropdown-foreground, inherit);
  border: 1px solid var(--vscode-dropdown-border, var(--line)); border-radius: 2px; padding: 1px 4px; }
input[type=checkbox] { accent-color: var(--mark); }
textarea { width: 100%; max-width: 90ch; height: 9em; font: 12px/1.4 var(--vscode-editor-font-family, monospace); background: var(--vscode-input-background, transparent); color: inherit; border: 1px solid var(--line); }
${rangeStyle}.problem { border: 1px solid var(--vscode-inputValidation-warningBorder, #b89500); background: var(--vscode-inputValidation-warningBackground, transparent); color: var(--vscode-inputValidation-warningForeground, inherit);
  padding: 6px 10px; margin: 4px 0; border-radius: 3px; max-width: 80ch; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (prefers-reduced-motion: no-preference) { @keyframes turn { to { rotate: 360deg } } .spinner { animation: turn 1s linear infinite; } }
.spinner { display: inline-block; width: 14px; height: 14px; border: 2px solid var(--line); border-top-color: var(--accent); border-radius: 50%; vertical-align: -2px; }
`;
