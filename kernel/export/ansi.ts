import { escapeHtml } from "../../renderers/shared/escapeHtml.ts";

interface Style {
  classes: Map<string, string>;
  color: string | undefined;
  ground: string | undefined;
}

const plain = (): Style => ({ classes: new Map(), color: undefined, ground: undefined });

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character
const sequences = /\u001b(?:\[([0-9;]*)m|\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** Terminal output as HTML: colors as classes `ansi-red`, `ansi-bold`, …; other sequences dropped; `\r` goes back to the line's start. */
export function ansiToHtml(text: string): string {
  const kept = text.replaceAll("\r\n", "\n").replaceAll(/^.*\r(?=.)/gm, "");
  const style = plain();
  let html = "";
  let from = 0;
  for (const match of kept.matchAll(sequences)) {
    html += span(kept.slice(from, match.index), style);
    from = match.index + match[0].length;
    if (match[1] !== undefined) apply(style, match[1].split(";").map(Number));
  }
  return html + span(kept.slice(from), style);
}

const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

function apply(style: Style, codes: number[]): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 0) Object.assign(style, plain());
    else if (code === 1) style.classes.set("weight", "ansi-bold");
    else if (code === 2) style.classes.set("weight", "ansi-dim");
    else if (code === 22) style.classes.delete("weight");
    else if (code === 3) style.classes.set("slant", "ansi-italic");
    else if (code === 23) style.classes.delete("slant");
    else if (code === 4) style.classes.set("line", "ansi-underline");
    else if (code === 24) style.classes.delete("line");
    else if (code === 38 || code === 48) {
      const [color, used] = extended(codes.slice(i + 1));
      if (code === 38) style.color = color;
      else style.ground = color;
      i += used;
    } else if (code === 39) {
      style.classes.delete("color");
      style.color = undefined;
    } else if (code === 49) {
      style.classes.delete("ground");
      style.ground = undefined;
    } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
      style.classes.set("color", `ansi-${names[code % 10]}`);
    } else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) {
      style.classes.set("ground", `ansi-on-${names[code % 10]}`);
    }
  }
}

/** The color after 38 or 48, `5;n` or `2;r;g;b`, and how many codes it took. */
function extended(codes: number[]): [string | undefined, number] {
  const byte = (value: number | undefined) => Math.min(255, Math.max(0, Math.round(value ?? 0))) || 0;
  if (codes[0] === 2) return [`rgb(${byte(codes[1])},${byte(codes[2])},${byte(codes[3])})`, 4];
  if (codes[0] !== 5) return [undefined, 0];
  const n = byte(codes[1]);
  if (n >= 232)
    return [
      `rgb(${Array(3)
        .fill(8 + 10 * (n - 232))
        .join(",")})`,
      2,
    ];
  if (n < 16) return [`var(--ansi-${names[n % 8]})`, 2];
  const level = (value: number) => (value === 0 ? 0 : 55 + 40 * value);
  const cube = n - 16;
  return [`rgb(${level(Math.floor(cube / 36))},${level(Math.floor(cube / 6) % 6)},${level(cube % 6)})`, 2];
}

function span(text: string, { classes, color, ground }: Style): string {
  if (!text) return "";
  const rules = [color && `color:${color}`, ground && `background:${ground}`].filter(Boolean).join(";");
  if (classes.size === 0 && !rules) return escapeHtml(text);
  const attributes = `${classes.size ? ` class="${[...classes.values()].join(" ")}"` : ""}${rules ? ` style="${rules}"` : ""}`;
  return `<span${attributes}>${escapeHtml(text)}</span>`;
}
