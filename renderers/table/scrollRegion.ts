import { element } from "../dom/element.ts";
import { isShortcut } from "../dom/ownKeys.ts";

const keys = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End", " "]);

/** What is too wide or too long scrolls by itself, with the keyboard too; what fits is no stop on the way. */
export function scrollRegion(content: HTMLElement, label: Record<string, string>): HTMLElement {
  const region = element("div", { class: "scroll", keydown: keepKeys }, content);
  const look = () => {
    const scrolls = region.scrollWidth > region.clientWidth || region.scrollHeight > region.clientHeight;
    const attributes = { role: "region", tabindex: "0", ...label };
    for (const [name, value] of Object.entries(attributes)) {
      if (scrolls) region.setAttribute(name, value);
      else region.removeAttribute(name);
    }
  };
  const resized = new ResizeObserver(look);
  resized.observe(region);
  resized.observe(content);
  return region;
}

/** The editor around has commands of these keys. */
function keepKeys(event: Event): void {
  const pressed = event as KeyboardEvent;
  const { key, currentTarget, target } = pressed;
  if (target === currentTarget && keys.has(key) && !isShortcut(pressed)) event.stopPropagation();
}
