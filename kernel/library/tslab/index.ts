/** What notebooks of tslab import: `import * as tslab from "tslab"` works as it did there, with no package installed. */
import { currentCell } from "../ground/cell.ts";

/** The versions that run the notebook; `tslab` is the version whose interface this is. */
export const versions = { tslab: "1.0.22", typescript: "6.0.3", node: globalThis.process?.version ?? "" };

/** Shows one output per call. Text types take a string; the image types and `pdf` take the file's bytes. */
export interface Display {
  javascript(source: string): void;
  html(source: string): void;
  markdown(source: string): void;
  latex(source: string): void;
  svg(source: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
  /** Any media type: text, JSON as an object, or bytes. */
  raw(contentType: string, data: string | Uint8Array | object): void;
}

/**
 * Shows rich outputs, one below the other.
 *
 * @example
 * import { display } from "tslab";
 * display.html("<b>bold</b>");
 */
export const display: Display = displayWith((contentType, data) => currentCell().display({ [contentType]: data }));

/**
 * A display whose every call takes the place of the one before, in the same output.
 *
 * @example
 * import { newDisplay } from "tslab";
 * const step = newDisplay();
 * step.text("1 of 2");
 * step.text("2 of 2");
 */
export function newDisplay(): Display {
  const display_id = `tslab-${Math.random().toString(16).slice(2)}${Date.now().toString(16)}`;
  let shown = false;
  return displayWith((contentType, data) => {
    currentCell().display({ [contentType]: data }, { display_id, update: shown });
    shown = true;
  });
}

function displayWith(show: (contentType: string, data: unknown) => void): Display {
  const raw: Display["raw"] = (contentType, data) =>
    show(contentType, data instanceof Uint8Array ? base64(data) : data);
  return {
    javascript: (source) => raw("text/javascript", source),
    html: (source) => raw("text/html", source),
    markdown: (source) => raw("text/markdown", source),
    latex: (source) => raw("text/latex", source),
    svg: (source) => raw("image/svg+xml", source),
    png: (bytes) => raw("image/png", bytes),
    jpeg: (bytes) => raw("image/jpeg", bytes),
    gif: (bytes) => raw("image/gif", bytes),
    pdf: (bytes) => raw("application/pdf", bytes),
    text: (text) => raw("text/plain", text),
    raw,
  };
}

// A cell's own `Buffer` would hide the global from modules too.
const base64 = (bytes: Uint8Array) => globalThis.Buffer.from(bytes).toString("base64");
