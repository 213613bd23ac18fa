export const trainingStyle = `
.top { display: flex; gap: 4px 14px; align-items: center; max-width: 900px; min-height: 28px; }
.top > div { flex: 1; }
.facts { display: flex; flex-wrap: wrap; gap: 0 14px; align-items: baseline; font-variant-numeric: tabular-nums; }
.state { font-weight: 600; font-size: 14px; }
progress { width: 100%; max-width: 900px; height: 5px; margin: 6px 0 8px; display: block; accent-color: var(--mark); }
.charts { display: flex; flex-wrap: wrap; gap: 4px 18px; max-width: 920px; }
svg { width: min(100%, 440px); height: auto; }
svg text { fill: var(--dim); font-size: 11px; font-family: inherit; font-variant-numeric: tabular-nums; }
svg .charttitle { fill: var(--fg); font-size: 12px; font-weight: 600; }
.gridline { stroke: var(--line); }
.key { display: flex; flex-wrap: wrap; gap: 2px 18px; font-size: 12px; color: var(--dim); margin: 0 0 4px; }
.key svg { width: 26px; height: 10px; vertical-align: 0; margin-right: 5px; }
details { margin-top: 4px; }
summary { cursor: pointer; color: var(--dim); width: fit-content; }
table { border-collapse: collapse; font-size: 12px; margin-top: 4px; }
td, th { padding: 2px 10px 2px 0; text-align: right; font-variant-numeric: tabular-nums; font-weight: 400; }
th { color: var(--dim); }
`;
