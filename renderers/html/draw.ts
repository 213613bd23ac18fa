/**
 * Shows the HTML of an output in a shadow root: what it does not close stays open inside, its styles stay inside, and
 * scripts put in this way do not run.
 */
export function drawHtml(html: string, element: HTMLElement, style: string): void {
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  root.innerHTML = html;
  const sheet = element.ownerDocument.createElement("style");
  sheet.textContent = style;
  root.prepend(sheet);
}
