import { sanitized } from "./sanitized.ts";

/**
 * Shows the HTML of an output, sanitized, in a shadow root: what it does not close stays open inside, its styles stay
 * inside.
 */
export function drawHtml(html: string, element: HTMLElement, style: string): void {
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  const sheet = element.ownerDocument.createElement("style");
  sheet.textContent = style;
  root.replaceChildren(sheet, sanitized(html));
}
