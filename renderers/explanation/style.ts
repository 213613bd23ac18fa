export const explanationStyle = `
.title { font-size: 14px; font-weight: 600; margin: 0 0 6px; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 14px; margin-bottom: 4px; }
.answer { font-size: 26px; line-height: 1.2; font-weight: 600; }
.why { max-width: 900px; margin: 2px 0 10px; }
.why p { margin: 0; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.why.open p { display: block; }
.why .link { padding: 0; }
.chips { display: flex; flex-wrap: wrap; gap: 4px; margin: 0 0 8px; padding: 0; list-style: none; }
.chip { position: relative; min-width: 42px; max-width: 180px; padding: 2px 10px 4px; text-align: center; background: var(--chip); color: var(--chip-fg);
  border: 1px solid transparent; border-radius: 4px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
button.chip { cursor: pointer; }
.contrast .chip { border-color: var(--line); }
/* A border: forced colors leave no background. */
.chip i { position: absolute; left: 0; bottom: 0; border-bottom: 3px solid var(--mark); }
.chip.on, .chip[aria-pressed=true] { border-color: var(--accent); font-weight: 600; }
.contrast .chip.on, .contrast .chip[aria-pressed=true] { outline: 2px solid var(--accent); outline-offset: -2px; }
/* Seen above that outline. */
.contrast .chip i { border-bottom-width: 5px; }
.search { display: inline-flex; gap: 8px; align-items: center; }
.search input { width: 180px; background: var(--vscode-input-background, transparent); border: 1px solid var(--vscode-input-border, var(--line)); border-radius: 2px; padding: 2px 6px; }
.status { min-height: 21px; margin: 0 0 6px; display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; }
.status:empty { display: none; }
.grid { display: grid; gap: 12px 14px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 212px), 1fr)); align-items: stretch; }
.grid.many { grid-template-columns: repeat(auto-fill, minmax(min(100%, 172px), 1fr)); gap: 8px; }
.grid.many .card { padding: 6px 8px 8px; }
.batch { display: grid; gap: 14px 20px; grid-template-columns: repeat(auto-fill, minmax(min(100%, calc(var(--tiles) * 150px)), 1fr)); margin-top: 8px; max-width: 1500px; }
.row { min-width: 0; }
h2 { font-size: 14px; font-weight: 600; margin: 0 0 4px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.tiles { display: grid; gap: 8px; grid-template-columns: repeat(auto-fill, minmax(max(112px, calc((100% - (var(--tiles) - 1) * 8px) / var(--tiles))), 1fr)); }
.tiles .card { padding: 6px 8px 6px; }
.tiles h3 { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.outlines { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; overflow: hidden; }
.outlines path { fill: none; stroke: #fff; stroke-width: 1; vector-effect: non-scaling-stroke; stroke-opacity: .75; }
.outlines path.dark { stroke: #000; stroke-width: 2; stroke-opacity: .45; }
.region { position: absolute; translate: -50% -50%; pointer-events: none; color: #fff; font-size: 11px; line-height: 1; white-space: nowrap; font-variant-numeric: tabular-nums;
  text-shadow: 0 0 2px #000, 0 0 2px #000, 0 0 3px #000, 0 0 3px #000; }
.controls + .grid { margin-top: 8px; }
.card { display: flex; flex-direction: column; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 8px 11px 10px; min-width: 0; position: relative; }
.card.selected { border-color: var(--accent); }
.contrast .card.selected { outline: 1px solid var(--accent); }
h3 { font-size: 13px; font-weight: 600; margin: 0 0 7px; overflow-wrap: anywhere; }
h3 span { display: block; font-weight: 400; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.stage { position: relative; cursor: crosshair; align-self: center; width: 100%; outline-offset: 1px; touch-action: none; }
canvas { display: block; width: 100%; max-height: 420px; image-rendering: pixelated; border-radius: 2px; }
.contrast canvas { outline: 1px solid var(--line); }
.plot { display: grid; grid-template-columns: minmax(0, max-content) minmax(0, 1fr); gap: 2px 6px; width: 100%; }
.plot .stage { align-self: start; }
.plot canvas { max-height: none; }
.planes { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 6px; align-items: flex-start; }
.planes canvas { max-width: 100%; }
.names { display: grid; grid-auto-rows: minmax(0, 1fr); max-width: 150px; font-size: 11px; line-height: 1; text-align: right; }
.names span { align-self: center; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; line-height: 1.3; }
.axis { grid-column: 2; font-size: 11px; text-align: center; }
.marker { position: absolute; pointer-events: none; min-width: 3px; min-height: 3px; outline: 1px solid #fff; box-shadow: 0 0 0 2px #000; }
.value { margin-top: 5px; font-variant-numeric: tabular-nums; color: var(--dim); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.value b, .readout b { color: var(--fg); font-weight: 600; }
.note { margin: 2px 0 0; color: var(--dim); overflow-wrap: break-word; }
.stage.enlarged { cursor: grab; overflow: hidden; }
.stage.enlarged:active { cursor: grabbing; }
.zoom { display: inline-flex; gap: 3px; }
.zoom .button { min-width: 26px; padding: 1px 6px; }
.note.warning { color: var(--warn); }
.card.computing .stage { opacity: .45; }
details { margin-top: 6px; }
summary { cursor: pointer; color: var(--dim); width: fit-content; }
form { display: grid; gap: 5px; margin-top: 5px; justify-items: start; }
form label { display: flex; gap: 8px; align-items: center; width: 100%; justify-content: space-between; }
form input[type=number] { width: 90px; }
code { font-family: var(--vscode-editor-font-family, monospace); }
.scales { display: flex; flex-wrap: wrap; gap: 2px 26px; margin: 8px 0 0; font-size: 12px; font-variant-numeric: tabular-nums; }
.scale { display: flex; flex-wrap: wrap; gap: 2px 8px; align-items: center; }
.scale span { white-space: nowrap; }
.scale span:first-child { font-weight: 600; }
.bar { display: inline-block; width: 140px; height: 10px; border-radius: 2px; border: 1px solid var(--line); }
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 18px; margin: 10px 0 4px; color: var(--dim); }
.controls select { margin-left: 6px; }
.segments { display: inline-flex; border: 1px solid var(--line); border-radius: 4px; padding: 0; margin: 0; overflow: hidden; }
.segments label { position: relative; }
.segments input { position: absolute; opacity: 0; inset: 0; margin: 0; cursor: pointer; }
.segments span { display: block; padding: 2px 9px; }
.segments input:checked + span { background: var(--on); color: var(--on-fg); }
.contrast .segments input:checked + span { outline: 2px solid var(--accent); outline-offset: -2px; }
.segments input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: -2px; }
.readout { font-variant-numeric: tabular-nums; }
.grow { flex: 1; }
.actions { display: flex; gap: 6px; }
.agreement { display: flex; flex-wrap: wrap; gap: 6px 26px; margin-top: 10px; align-items: flex-start; }
.agreement p { margin: 0; max-width: 70ch; flex: 1 1 300px; }
.scroll { overflow: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: 12px; }
td, th { padding: 2px 9px; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th { color: var(--dim); font-weight: 400; }
th:first-child { text-align: left; padding-left: 0; }
td:last-child, th:last-child { padding-right: 0; }
@media print {
  .controls, .chips .search, .status, .why .link, details { display: none; }
  .why p { display: block; }
  .card, .row { break-inside: avoid; }
}
`;
