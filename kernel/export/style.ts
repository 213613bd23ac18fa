const mono = 'ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';
const sans =
  'system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Helvetica Neue", Arial, sans-serif';

/** Colors of the page: body text and code reach a contrast of 7, what is dimmed 4.5. */
const colors = `
:root {
  color-scheme: light dark;
  --bg: #ffffff; --fg: #24292f; --dim: #5b6470; --line: #d8dee4; --panel: #f6f8fa; --accent: #005fb8;
  --error: #a40e26; --error-bg: #fff1f1; --warn: #8a5a00;
  --hl-keyword: #8250a8; --hl-string: #0a5a8a; --hl-comment: #5b6470; --hl-number: #96400a; --hl-type: #1a6b4a; --hl-call: #1f4fa8;
  --ansi-black: #24292f; --ansi-red: #b31d28; --ansi-green: #1a6b2f; --ansi-yellow: #7a5200;
  --ansi-blue: #1f4fa8; --ansi-magenta: #8250a8; --ansi-cyan: #0b6672; --ansi-white: #6e7781;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #1b1c1e; --fg: #dcdee0; --dim: #a0a5ab; --line: #3d4147; --panel: #25272a; --accent: #6cb3ff;
    --error: #ff9a9a; --error-bg: #371d20; --warn: #d7a64a;
    --hl-keyword: #cfa3ee; --hl-string: #8cc8f0; --hl-comment: #a0a5ab; --hl-number: #f0a878; --hl-type: #7fd3ae; --hl-call: #9ac1ff;
    --ansi-black: #8b9096; --ansi-red: #ff9a9a; --ansi-green: #84d99a; --ansi-yellow: #e2c26b;
    --ansi-blue: #9ac1ff; --ansi-magenta: #d9b0f5; --ansi-cyan: #7fd6e0; --ansi-white: #dcdee0;
  }
}
@media (prefers-contrast: more) {
  :root { --fg: #000000; --dim: #24292f; --line: #57606a; --panel: #ffffff; }
}
@media (prefers-contrast: more) and (prefers-color-scheme: dark) {
  :root { --bg: #000000; --fg: #ffffff; --dim: #e6e8ea; --line: #b0b6bd; --panel: #000000; }
}`;

const tables = `
table { border-collapse: collapse; font-size: 0.875rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; }
td.number, th.number { text-align: right; }
caption { text-align: left; color: var(--dim); padding-bottom: 0.35rem; }`;

export const pageStyle = `${colors}
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 1rem/1.6 ${sans}; }
main { max-width: 67rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
.cell { display: grid; grid-template-columns: 3rem minmax(0, 1fr); margin: 0 0 1.25rem; }
.cell > * { grid-column: 2; }
.markdown.cell { display: block; padding-left: 3rem; max-width: 50rem; }
.count { grid-column: 1; grid-row: 1; padding: 0.7rem 0.6rem 0 0; text-align: right; color: var(--dim); font: 0.75rem/1.6 ${mono}; }
h1, h2, h3, h4 { line-height: 1.25; margin: 2.2rem 0 0.7rem; font-weight: 650; text-wrap: balance; }
h1 { font-size: 2rem; margin-top: 0; } h2 { font-size: 1.4rem; } h3 { font-size: 1.12rem; } h4 { font-size: 1rem; }
p, ul, ol, blockquote { margin: 0 0 0.9rem; }
li { margin: 0.2rem 0; }
a { color: var(--accent); text-underline-offset: 0.15em; }
blockquote { border-left: 3px solid var(--line); padding-left: 1rem; color: var(--dim); }
code, pre { font-family: ${mono}; font-size: 0.84rem; }
:not(pre) > code { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: 0.05em 0.3em; font-size: 0.86em; }
pre { margin: 0; line-height: 1.55; overflow-x: auto; tab-size: 2; }
pre.code { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 0.65rem 0.9rem; }
.markdown pre.code { margin: 0 0 0.9rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.outputs { display: grid; gap: 0.75rem; margin-top: 0.75rem; }
.outputs > * { min-width: 0; }
figure.output { margin: 0; overflow-x: auto; contain: layout paint; }
figure.html { font-size: 0.9375rem; }
pre.output { padding: 0 0.9rem; max-height: 32rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.stderr { border-left: 3px solid var(--warn); }
pre.error { border-left: 3px solid var(--error); background: var(--error-bg); padding: 0.6rem 0.9rem; border-radius: 0 6px 6px 0; }
img { max-width: 100%; height: auto; image-rendering: auto; }
.problem { margin: 0; padding: 0.6rem 0.9rem; border-left: 3px solid var(--error); background: var(--error-bg); }
.missing { color: var(--dim); }
.drawn > .drawing { min-height: 0 !important; }
math[display="block"] { margin: 0.9rem 0; font-size: 1.1em; overflow-x: auto; overflow-y: hidden; }
.katex-error { color: var(--error); }
.wide { overflow-x: auto; margin: 0 0 0.9rem; }
.hl-keyword { color: var(--hl-keyword); } .hl-string { color: var(--hl-string); } .hl-comment { color: var(--hl-comment); font-style: italic; }
.hl-number { color: var(--hl-number); } .hl-type { color: var(--hl-type); } .hl-call { color: var(--hl-call); }
.ansi-bold { font-weight: 700; } .ansi-dim { opacity: 0.75; } .ansi-italic { font-style: italic; } .ansi-underline { text-decoration: underline; }
${["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
  .map(
    (name) =>
      `.ansi-${name} { color: var(--ansi-${name}); } .ansi-on-${name} { background: var(--ansi-${name}); color: var(--bg); }`,
  )
  .join("\n")}
${tables}
@media (max-width: 48rem) {
  main { padding: 1.25rem 0.9rem 3rem; }
  .cell { display: block; } .markdown.cell { padding-left: 0; }
  .count { text-align: left; padding: 0 0 0.2rem; }
  .count:empty { display: none; }
  h1 { font-size: 1.6rem; }
}
@media print {
  main { max-width: none; padding: 0; } .cell { break-inside: avoid-page; } pre.output { max-height: none; }
}`;

/** Styles inside an HTML output; the colors come from the page. */
export const outputStyle = `
:host { display: block; overflow-x: auto; }
* { box-sizing: border-box; }
img { max-width: 100%; }
@media (prefers-color-scheme: dark) { img.glassbook-paper { filter: invert(0.89) hue-rotate(180deg); } }
${tables}`;
