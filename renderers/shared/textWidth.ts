const isWide = (char: string) => /[\u1100-\u11ff\u2e80-\uffe6]/.test(char);

/** About how many pixels a text takes in a sans-serif font; on the safe side, since the font is the reader's. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const char of text) ems += isWide(char) ? 1 : 0.56;
  return ems * fontSize;
}

/** Breaks a text into lines that fit: between words (not at non-breaking spaces), and between Chinese characters. */
export function wrap(text: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.match(/[\u2e80-\uffe6][，。：；、）]?|[^ \n\u2e80-\uffe6]+[ \n]*|[ \n]+/g) ?? []) {
    if (line && textWidth((line + piece).trimEnd(), fontSize) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}

/** Cuts a text that does not fit in one line. */
export function ellipsis(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const chars = [...text];
  while (chars.length > 1 && textWidth(`${chars.join("")}…`, fontSize) > width) chars.pop();
  return `${chars.join("").trimEnd()}…`;
}

/** For Plotly's text, which reads a little HTML. */
export const escapeText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
