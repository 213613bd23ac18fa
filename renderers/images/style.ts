import { largeWidth } from "./tile.ts";

export const imagesStyle = `
.title { font-weight: 600; margin: 0 0 4px; overflow-wrap: anywhere; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; margin: 0 0 8px; }
.grid { display: flex; flex-wrap: wrap; gap: 12px; max-width: calc(var(--columns) * (var(--size) + 12px)); }
.grid.opened { max-width: max(calc(var(--columns) * (var(--size) + 12px)), ${largeWidth}px); }
.tile { margin: 0; width: var(--size); max-width: 100%; }
.tile.large { width: 100%; }
.picture { position: relative; display: block; width: calc(var(--size) * var(--share)); max-width: 100%; padding: 0; background: none; border: 1px solid var(--line); cursor: zoom-in; }
.large .picture { width: min(100%, calc(${largeWidth}px * var(--share))); cursor: crosshair; }
img { display: block; width: 100%; }
.crisp { image-rendering: pixelated; }
.dark .paper { filter: invert(.89) hue-rotate(180deg); }
.contrast.dark .paper { filter: invert(1) hue-rotate(180deg); }
.marker { position: absolute; pointer-events: none; min-width: 3px; min-height: 3px; outline: 1px solid #fff; box-shadow: 0 0 0 2px #000; }
.more { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 10px; margin-top: 5px; color: var(--dim); font-variant-numeric: tabular-nums; }
.readout { min-width: 22ch; }
figcaption { padding-top: 4px; font-size: 12px; line-height: 1.35; white-space: pre-line; overflow-wrap: anywhere; }
.tile .problem { margin: 0; font-size: 12px; }
`;
