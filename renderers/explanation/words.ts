import { element } from "../dom/element.ts";
import type { Strings } from "./strings.ts";

export interface Words {
  readonly element: HTMLElement;
  tell(text: string): void;
}

/** What a map says: three lines of it, and the rest on demand. A screen reader gets all of it either way. */
export function words(strings: Strings): Words {
  const paragraph = element("p");
  const more = element("button", { type: "button", class: "link", "data-key": "more", click: () => open(!isOpen) });
  const made = element("div", { class: "why" }, paragraph, more);
  let isOpen = false;
  const open = (next: boolean) => {
    isOpen = next;
    made.classList.toggle("open", isOpen);
    more.setAttribute("aria-expanded", String(isOpen));
    more.textContent = isOpen ? strings.less : strings.more;
    more.hidden = !isOpen && paragraph.scrollHeight <= paragraph.clientHeight + 1;
  };
  new ResizeObserver(() => open(isOpen)).observe(made);
  return {
    element: made,
    tell(text) {
      paragraph.textContent = text;
      open(isOpen);
    },
  };
}
