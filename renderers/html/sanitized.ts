import DOMPurify from "dompurify";

/**
 * The HTML of an output without what could run, ask for anything, or reach out of its place: no scripts and handlers, no
 * frames, forms and objects, no `javascript:`, no styles that load. Tables, pictures, formulas and drawings stay.
 */
export function sanitized(html: string): DocumentFragment {
  // Read by the rules of today's HTML, as the page around it is, and a style at its start belongs to it too.
  return purify.sanitize(`<!doctype html><body>${html}`, {
    USE_PROFILES: { html: true, svg: true, svgFilters: true, mathMl: true },
    ADD_TAGS: ["style"],
    FORBID_TAGS: [
      "form",
      "input",
      "textarea",
      "select",
      "option",
      "button",
      "dialog",
      "audio",
      "video",
      "source",
      "track",
    ],
    FORBID_ATTR: ["srcset", "ping", "action", "formaction", "autofocus", "contenteditable"],
    SANITIZE_NAMED_PROPS: true,
    RETURN_DOM_FRAGMENT: true,
  });
}

const purify = DOMPurify(window);

/** Pictures come with the output, as data; what would be fetched tells its server that the output was looked at. */
const remote = /url\(\s*["']?\s*(?!data:|#|["']?data:)|@import|image-set/i;

purify.addHook("uponSanitizeElement", (node, { tagName }) => {
  if (tagName === "style" && remote.test(node.textContent ?? "")) node.textContent = "";
});
purify.addHook("uponSanitizeAttribute", (node, data) => {
  const { attrName, attrValue } = data;
  if (attrName === "style" && remote.test(attrValue)) data.keepAttr = false;
  const loads =
    ["src", "poster", "background", "xlink:href"].includes(attrName) || (attrName === "href" && node.nodeName !== "A");
  if (loads && !/^\s*(data:image\/|#)/i.test(attrValue)) data.keepAttr = false;
});
purify.addHook("afterSanitizeAttributes", (node) => {
  if (node.nodeName === "A" && node.hasAttribute("href")) {
    node.setAttribute("rel", "noopener noreferrer");
    if (!node.getAttribute("href")?.startsWith("#")) node.setAttribute("target", "_blank");
  }
  if (node.nodeName === "IMG" && !node.hasAttribute("alt")) node.setAttribute("alt", node.getAttribute("title") ?? "");
});
